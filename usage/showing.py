"""How a feature's adoption is shown: its counts with how they were made, and its course since the release."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from doors import charts
from doors.formats import number, percent
from history import clock
from usage.adoption import Uptake, adopters, eligible
from usage.models import CountedUnit, Feature


def sparkline(weeks: list[int]) -> str:
    """The companies of each of the last weeks as a small line."""
    return charts.sparkline(weeks, says=f"Companies a week over {len(weeks)} weeks, from {weeks[0]} to {weeks[-1]}")


def counts_of(feature: Feature) -> list[dict[str, Any]]:
    """Adopters of the eligible, companies and users, as of now, with how the share was made."""
    now = clock.now()
    return [counted(feature, unit, eligible(feature, now, unit), adopters(feature, now, unit)) for unit in CountedUnit]


def counted(feature: Feature, unit: CountedUnit, many: int, some: int) -> dict[str, Any]:
    """One unit's count and how its share was made."""
    uses = f"at least {feature.minimum_uses} uses" if feature.minimum_uses > 1 else "at least one use"
    share = some / many if many else None
    since = "from the day of its release" if feature.released_on else "over all its events"
    known = f"{unit.label} that {feature.product}'s events have shown"
    made = {
        "inputs": [(known, number(many)), (f"Of those, with {uses}", number(some))],
        "formula": f"{number(some)} / {number(many)} = {percent(share, 1)}" if many else "",
        "words": f"Counted {since}.",
    }
    return {"unit": unit.label, "eligible": many, "adopters": some, "share": share, "made": made}


def adoption_chart(feature: Feature, weekly: dict[str, Uptake | None]) -> str:
    """The cumulative share of companies and users known at its release that took it up, week by week."""
    lines = []
    for unit, look in ((CountedUnit.COMPANY, "line"), (CountedUnit.USER, "actual")):
        uptake = weekly[unit]
        if uptake is None or not uptake.n or not uptake.adopters:
            continue
        starts = uptake.starts.date()
        points = [
            (starts, 0.0, ""),
            *((starts + timedelta(weeks=week), some / uptake.n, "") for week, some in uptake.adopters.items()),
        ]
        lines.append(charts.Line(f"{unit.label}: {uptake.adopters[uptake.weeks]} of {uptake.n}", points, look, has_dots=False))
    if not lines:
        return ""
    return charts.course(lines, floor=0.0, say=percent, title=f"Adoption of {feature} since its release")
