"""How well leads do, as pure numbers. Shares and their intervals are in ``figures.rates``; both velocities stand here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from figures.explanations import Figure
from figures.rates import check_probability
from growth.figures.intervals import Between, bootstrap, growth_between

OVER_ENDED = "Bootstrap over the opportunities that ended, 95%"
"""How the interval of what a pipeline earns is made, as pages say it."""
Ended = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class GrowthVelocity(Figure):
    """By which share more (or fewer) leads came than in the period before."""

    formula = "growth velocity = (leads now − leads before) / leads before"
    now: int
    before: int
    value: float
    between: Between | None = None


@dataclass(frozen=True, kw_only=True)
class PipelineVelocity(Figure):
    """What the pipeline earns, in money a day."""

    formula = "pipeline velocity = opportunities · win rate · value of a deal / days from lead to close"
    opportunities: int
    win: float
    value_of_deal: float
    cycle_days: float
    value: float
    ended: tuple[Ended, ...] = field(default=(), repr=False)

    @cached_property
    def between(self) -> Between | None:
        """Where it lies, drawn when somebody asks: those that ended are drawn again, the open ones are counted as they are."""

        def of(sums: np.ndarray) -> dict[str, np.ndarray]:
            return {"velocity": self.opportunities * sums[:, 0] / sums[:, 1]}

        return bootstrap(self.ended, of, OVER_ENDED).get("velocity")


def growth_velocity(now: int, before: int) -> GrowthVelocity | None:
    """The growth in the number of leads; None after a period without any. Raises ValueError for negative counts."""
    if now < 0 or before < 0:
        raise ValueError("Leads are counted from 0.")
    if before == 0:
        return None
    said = {"now": now, "before": before}
    return GrowthVelocity(now=now, before=before, value=(now - before) / before, between=growth_between(now, before), inputs=said)


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


def pipeline_of(opportunities: int, ended: Collection[Ended], wins: int) -> PipelineVelocity | None:
    """What ``opportunities`` bring a day, by those that ended: each with what it brought (0 if lost) and its days.

    None before one was won. Win rate · mean amount won / mean days is the sum of what was won over the sum of the days.
    """
    if not wins:
        return None
    amounts, days = sum(amount for amount, _ in ended), sum(day for _, day in ended)
    found = pipeline_velocity(opportunities, wins / len(ended), amounts / wins, days / len(ended))
    return replace(found, ended=tuple(ended)) if found else None
