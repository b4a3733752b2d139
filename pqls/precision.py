"""How good leads were: accepted of answered, opportunities of accepted, won of closed; how fast; and both velocities.

Leads that still wait are in no denominator but that of "handed over"; how many they are is said beside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from typing import Any

from django.db.models import QuerySet

from figures.medians import ORDERED, Median, median
from figures.rates import Rate, shrunk_interval, shrunk_rate, wilson
from growth.figures.intervals import Between
from history import clock
from pqls.figures import GrowthVelocity, PipelineVelocity, growth_velocity, pipeline_of
from pqls.kinds import PqlState
from pqls.models import Pql

PERIOD = timedelta(days=30)
WEIGHT = 10
"""As how many closed leads the win rate of all rules counts, where a rule's own is pulled towards it."""
DAY = timedelta(days=1)
STEADIED = "Beta of the same mean, 95%"
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
    shrunk_between: Between | None
    to_answer: Median | None
    answered: int
    growth: GrowthVelocity | None
    now: int
    before: int
    pipeline: PipelineVelocity | None
    open_opportunities: int
    mean_amount: float | None
    cycle_days: float | None
    closed: int

    @property
    def days_to_answer(self) -> float | None:
        """The median of the days that an answer took."""
        return self.to_answer.value if self.to_answer else None

    @property
    def answer_between(self) -> Between | None:
        """Where that median lies; nothing of fewer than six answers."""
        took = self.to_answer
        return None if took is None or took.low is None else Between(took.low, took.high, ORDERED)


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
    ended = [(float(one.amount) if one.state == PqlState.WON else 0.0, days_of(one)) for one in closed]
    steadied = shrunk_interval(len(wins), len(closed), expected, WEIGHT) if expected is not None else None
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
        shrunk_between=Between(*steadied, STEADIED) if steadied else None, to_answer=median(days),
        answered=len(answered), growth=growth_velocity(now, before), now=now, before=before,
        pipeline=pipeline_of(len(pipeline), ended, len(wins)),
        open_opportunities=len(pipeline), mean_amount=amount, cycle_days=cycle, closed=len(closed),
    )  # fmt: skip


def mean_days(closed: list[Lead]) -> float | None:
    """How many days passed from the handover to the end, on average."""
    return mean(days_of(one) for one in closed) if closed else None


def days_of(one: Lead) -> float:
    """How many days passed from the handover to the end."""
    return (one.closed_at - one.created_at) / DAY if one.closed_at else 0.0
