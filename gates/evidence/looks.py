"""What a running pilot may show: what its locked looks say, and nothing in between. Whoever peeks stops at a lucky moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gates.figures.pilots.achievement import INCONCLUSIVE, Verdict, verdict
from gates.figures.pilots.attrition import Standing
from gates.figures.pilots.looks import Plan
from gates.models.pilots import TIME_TO_CONFIRM
from usage.calendar import day_start

if TYPE_CHECKING:
    from gates.evidence.pilots import Row

SETTLED = (Standing.ACHIEVED, Standing.MISSED, Standing.LOST)
DAY = timedelta(days=1)


def settled_at(row: Row) -> datetime | None:
    """When it was clear how a company counts; None while it is open, and for those who do not count."""
    place, outcome, word = row.place, row.outcome, row.confirmation
    if row.standing not in SETTLED:
        return None
    if word is not None and (row.standing is Standing.ACHIEVED or not word.agrees):
        return word.at
    if row.standing is Standing.LOST and place.dropped_out_at is not None:
        return place.dropped_out_at
    if outcome is None:
        return place.enrolled_at
    return day_start(outcome.due_on + DAY + (TIME_TO_CONFIRM if row.is_met else timedelta()))


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The companies that count, in the order in which that became clear."""
    moments = [(moment, row.place.pk, row) for row in rows if (moment := settled_at(row)) is not None]
    return [row for _, _, row in sorted(moments, key=lambda one: one[:2])]


def reached(plan: Plan, settled: int) -> int | None:
    """The last planned look that so many companies suffice for; None before the first."""
    return max((look for look in plan.looks if look <= settled), default=None)


def shown(rows: Sequence[Row], plan: Plan, *, closing: bool) -> list[Row]:
    """The companies that may be counted: the first so many as the look that was reached asks for; all of them at the end."""
    settled = in_order(rows)
    if closing or len(settled) >= plan.looks[-1]:
        return settled
    return settled[: reached(plan, len(settled)) or 0]


def judged(rows: Sequence[Row], plan: Plan, *, closing: bool) -> Verdict:
    """What the plan says of the companies that may be counted; before the first look only that it says nothing."""
    counted = shown(rows, plan, closing=closing)
    if not counted and not closing:
        return replace(verdict(0, 0, plan.rule), outcome=INCONCLUSIVE, reason=why_nothing(len(in_order(rows)), plan))
    achieved = sum(row.standing is Standing.ACHIEVED for row in counted)
    return plan.verdict(achieved, len(counted), closing=closing)


def why_nothing(settled: int, plan: Plan) -> str:
    """Why no rate is shown before the first look."""
    companies = "company is" if settled == 1 else "companies are"
    return f"{settled} {companies} settled; the first look is at {plan.looks[0]}, and no rate is shown before it."
