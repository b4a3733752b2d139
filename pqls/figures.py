"""How well leads do, as pure numbers. Shares and their intervals are in ``figures.rates``; both velocities stand here."""

from __future__ import annotations

from dataclasses import dataclass

from figures.explanations import Figure
from figures.rates import check_probability


@dataclass(frozen=True, kw_only=True)
class GrowthVelocity(Figure):
    """By which share more (or fewer) leads came than in the period before."""

    formula = "growth velocity = (leads now − leads before) / leads before"
    now: int
    before: int
    value: float


@dataclass(frozen=True, kw_only=True)
class PipelineVelocity(Figure):
    """What the pipeline earns, in money a day."""

    formula = "pipeline velocity = opportunities · win rate · value of a deal / days from lead to close"
    opportunities: int
    win: float
    value_of_deal: float
    cycle_days: float
    value: float


def growth_velocity(now: int, before: int) -> GrowthVelocity | None:
    """The growth in the number of leads; None after a period without any. Raises ValueError for negative counts."""
    if now < 0 or before < 0:
        raise ValueError("Leads are counted from 0.")
    if before == 0:
        return None
    return GrowthVelocity(now=now, before=before, value=(now - before) / before, inputs={"now": now, "before": before})


def pipeline_velocity(opportunities: int, win: float, value_of_deal: float, cycle_days: float) -> PipelineVelocity | None:
    """Money a day: ``opportunities`` · ``win`` rate · ``value_of_deal`` (a year) / ``cycle_days``. None without a cycle.

    Raises ValueError for a negative number, or a win rate outside [0, 1].
    """
    win = check_probability(win)
    if opportunities < 0 or value_of_deal < 0 or cycle_days < 0:
        raise ValueError("Opportunities, values and days are not negative.")
    if cycle_days == 0:
        return None
    return PipelineVelocity(
        opportunities=opportunities, win=win, value_of_deal=value_of_deal, cycle_days=cycle_days,
        value=opportunities * win * value_of_deal / cycle_days,
        inputs={"opportunities": opportunities, "win rate": win, "value of a deal": value_of_deal, "cycle in days": cycle_days},
    )  # fmt: skip
