"""How good leads were: accepted of answered, opportunities of accepted, won of closed; how fast; and both velocities.

Leads that still wait are in no denominator but that of "handed over"; how many they are is said beside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median
from typing import Any

from django.db.models import QuerySet

from figures.rates import Rate, shrunk_rate, wilson
from history import clock
from pqls.figures import GrowthVelocity, PipelineVelocity, growth_velocity, pipeline_velocity
from pqls.kinds import PqlState
from pqls.models import Pql

PERIOD = timedelta(days=30)
WEIGHT = 10
"""As how many closed leads the win rate of all rules counts, where a rule's own is pulled towards it."""
DAY = timedelta(days=1)
COLUMNS = ("state", "created_at", "answered_at", "opportunity_at", "closed_at", "amount")


@dataclass(frozen=True)
class Lead:
    """What counts of a lead."""

    state: str
    created_at: datetime
    answered_at: datetime | None
    opportunity_at: datetime | None
    closed_at: datetime | None
    amount: Any

    @property
    def was_opportunity(self) -> bool:
        """Whether it came that far."""
        return self.opportunity_at is not None


@dataclass(frozen=True)
class Precision:
    """The figures of some leads. Each share is None where nothing is in its denominator."""

    handed: int
    waiting: int
    working: int
    accepted: Rate | None
    opportunity: Rate | None
    converted: Rate | None
    won: Rate | None
    shrunk_win: float | None
    expected_win: float | None
    days_to_answer: float | None
    answered: int
    growth: GrowthVelocity | None
    now: int
    before: int
    pipeline: PipelineVelocity | None
    open_opportunities: int
    mean_amount: float | None
    cycle_days: float | None
    closed: int


def leads_of(rows: QuerySet[Pql]) -> list[Lead]:
    """What counts of these leads."""
    return [Lead(*values) for values in rows.order_by().values_list(*COLUMNS)]


def precision_of(leads: Iterable[Lead], everybody: Iterable[Lead] = ()) -> Precision:
    """The figures of ``leads``; ``everybody`` are those whose win rate a small number is pulled towards."""
    rows, moment = list(leads), clock.now()
    answered = [one for one in rows if one.state != PqlState.OPEN]
    taken = [one for one in answered if one.state != PqlState.REJECTED]
    far = [one for one in rows if one.was_opportunity]
    closed = [one for one in far if one.closed_at is not None]
    wins = [one for one in closed if one.state == PqlState.WON]
    of_all = [one for one in everybody if one.was_opportunity and one.closed_at is not None]
    expected = sum(one.state == PqlState.WON for one in of_all) / len(of_all) if of_all else None
    win, cycle = wilson(len(wins), len(closed)), mean_days(closed)
    amount = float(mean(one.amount for one in wins)) if wins else None
    pipeline = [one for one in far if one.closed_at is None]
    days = [(one.answered_at - one.created_at) / DAY for one in answered if one.answered_at]
    now = sum(moment - PERIOD <= one.created_at <= moment for one in rows)
    before = sum(moment - 2 * PERIOD <= one.created_at < moment - PERIOD for one in rows)
    return Precision(
        handed=len(rows), waiting=len(rows) - len(answered),
        working=sum(one.state in (PqlState.ACCEPTED, PqlState.OPPORTUNITY) for one in rows),
        accepted=wilson(len(taken), len(answered)), opportunity=wilson(len(far), len(taken)),
        converted=wilson(len(far), len(rows)), won=win,
        shrunk_win=shrunk_rate(len(wins), len(closed), expected, WEIGHT) if expected is not None else None, expected_win=expected,
        days_to_answer=median(days) if days else None,
        answered=len(answered), growth=growth_velocity(now, before), now=now, before=before,
        pipeline=pipeline_velocity(len(pipeline), win.share, amount, cycle) if win and amount is not None and cycle else None,
        open_opportunities=len(pipeline), mean_amount=amount, cycle_days=cycle, closed=len(closed),
    )  # fmt: skip


def mean_days(closed: list[Lead]) -> float | None:
    """How many days passed from the handover to the end, on average."""
    return mean((one.closed_at - one.created_at) / DAY for one in closed if one.closed_at) if closed else None
