"""How a feature's adoption is shown: its counts with how they were made, and its course since the release."""

from __future__ import annotations

from typing import Any

from doors import charts
from doors.formats import number, percent
from figures.rates import wilson
from usage.calendar import WEEK
from usage.models import CountedUnit, Feature
from usage.standing import Standing, Uptaken


def sparkline(weeks: list[int]) -> str:
    """The companies of each of the last weeks as a small line."""
    return charts.sparkline(weeks, says=f"Companies a week over {len(weeks)} weeks, from {weeks[0]} to {weeks[-1]}")


def counts_of(feature: Feature, standing: Standing) -> list[dict[str, Any]]:
    """Adopters of the eligible, companies and users, with how the share was made."""
    return [counted(feature, unit, standing.of(unit)) for unit in CountedUnit]


def counted(feature: Feature, unit: CountedUnit, taken_up: Uptaken) -> dict[str, Any]:
    """One unit's count and how its share was made."""
    many, some, share = taken_up.eligible, taken_up.adopters, taken_up.share
    uses = f"at least {feature.minimum_uses} uses" if feature.minimum_uses > 1 else "at least one use"
    since = "from the day of its release" if feature.released_on else "over all its events"
    known = f"{unit.label} that {feature.product}'s events have shown"
    made = {
        "inputs": [(known, number(many)), (f"Of those, with {uses}", number(some))],
        "formula": f"{number(some)} / {number(many)} = {percent(share, 1)}" if many else "",
        "words": f"Counted {since}.",
    }
    return {"unit": unit.label, "eligible": many, "adopters": some, "share": share, "rate": wilson(some, many), "made": made}


def adoption_chart(feature: Feature, standing: Standing) -> str:
    """The cumulative share of companies and users known at its release that took it up, week by week."""
    lines = []
    for unit, look in ((CountedUnit.COMPANY, "line"), (CountedUnit.USER, "actual")):
        cohort, weekly, starts = standing.of(unit).cohort, standing.of(unit).weekly, feature.released_on
        if not cohort or not weekly or starts is None:
            continue
        points = [(starts, 0.0, ""), *((starts + week * WEEK, some / cohort, "") for week, some in enumerate(weekly, 1))]
        lines.append(charts.Line(f"{unit.label}: {weekly[-1]} of {cohort}", points, look, has_dots=False))
    if not lines:
        return ""
    return charts.course(lines, floor=0.0, say=percent, title=f"Adoption of {feature} since its release")
