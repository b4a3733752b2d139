"""A rule on history: week by week whom it would have handed over, and what became of them.

As of the end of each of the past weeks the rule is applied to usage up to that day, and to what history knows of each company
at that moment. A company counts once within the cool-down. It *converted* when within the window it became a customer, paid
more, or won a deal or request. Only those whose whole window has passed are in the share.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from history import clock
from pqls.facts import Past, day_of
from pqls.matching import Spec, find
from pqls.models import TryOut
from usage.calendar import day_start, zone

MOST_LISTED = 500


def days_of(asked: TryOut) -> list[date]:
    """The last day of each week, the oldest first."""
    return [asked.last_day - timedelta(weeks=back) for back in range(asked.weeks - 1, -1, -1)]


def worked_out(asked: TryOut, report: Callable[[int, int, str], None] = lambda done, total, message: None) -> dict[str, Any]:
    """What a try-out finds, in plain values."""
    spec = Spec(asked.rule.product, asked.level, asked.conditions, asked.any_of)
    days, here = days_of(asked), zone()
    start = day_start(days[0])
    past = Past(start)
    conversions = past.conversions(spec.product, start)
    weeks: list[dict[str, Any]] = []
    handed: list[dict[str, Any]] = []
    rests_until: dict[tuple[int, int | None], date] = {}
    for done, day in enumerate(days, 1):
        end = day_start(day + timedelta(days=1))
        found = find(spec, day, lambda ids, end=end: past.at(end, ids))  # type: ignore[misc]
        fresh = [one for one in found.matches if rests_until.get((one.company, one.contact), date.min) <= day]
        for one in fresh:
            rests_until[one.company, one.contact] = day + timedelta(days=asked.cool_down_days)
            after = next(((at, how) for at, how in conversions.get(one.company, ()) if at >= end), None)
            in_time = after is not None and after[0] < end + timedelta(days=asked.window_days)
            handed.append(
                {
                    "company": one.company, "contact": one.contact, "day": day.isoformat(),
                    "said": "; ".join(met.said for met in one.met), "has_passed": window_has_passed(day, asked),
                    "converted_on": day_of(after[0], here).isoformat() if after and in_time else None,
                    "how": after[1] if after and in_time else "",
                }
            )  # fmt: skip
        weeks.append(
            {
                "day": day.isoformat(), "matched": len(found.matches), "handed": len(fresh),
                "unknown": found.unknown, "nameless": found.nameless}
        )  # fmt: skip
        report(done, len(days), f"Week to {day:%-d %B}")
    closed = [one for one in handed if one["has_passed"]]
    return {
        "weeks": weeks, "handed": len(handed), "closed": len(closed), "converted": sum(bool(one["how"]) for one in closed),
        "early": sum(bool(one["how"]) for one in handed if not one["has_passed"]),
        "unknown": max((one["unknown"] for one in weeks), default=0),
        "nameless": max((one["nameless"] for one in weeks), default=0),
        "rows": handed[:MOST_LISTED], "as_of": clock.today().isoformat(),
    }  # fmt: skip


def window_has_passed(day: date, asked: TryOut) -> bool:
    """Whether all of a lead's window lay in the past when the try-out was asked for."""
    return day + timedelta(days=asked.window_days) <= asked.last_day
