"""How a feature's depth is shown: a row a group, each figure with n and interval; its charts; and how every figure was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from doors import charts
from doors.formats import number, percent
from figures.averages import Average
from figures.rates import Rate, wilson
from usage.calendar import DAY
from usage.courses import CHARTED_WEEKS, LATELY
from usage.depth import SPREAD, Deep, Depth
from usage.models import Feature

COMPARED = (4,)
"""After how many weeks the table compares groups; a table of its own has all of them."""


@dataclass(frozen=True)
class Row:
    """One group of the table."""

    depth: Depth
    adoption: Rate | None
    stopped: Rate | None
    returned: list[Rate | None]
    weeks: list[Rate]


def rows_of(groups: Sequence[Depth]) -> list[Row]:
    """The groups with their shares."""
    found = []
    for one in groups:
        weeks = [rate for some, many in one.returned if (rate := wilson(some, many))]
        compared = [weeks[week - 1] if len(weeks) >= week else None for week in COMPARED]
        found.append(Row(one, wilson(one.adopters, one.eligible), wilson(one.stopped, one.adopters), compared, weeks))
    return found


def steps_of_spread() -> list[str]:
    """What the steps of a distribution are called."""
    names = []
    for place, least in enumerate(SPREAD):
        after = SPREAD[place + 1] if place + 1 < len(SPREAD) else None
        names.append(f"{least} or more" if after is None else str(least) if after == least + 1 else f"{least}–{after - 1}")
    return names


def spread_chart(counts: Sequence[int], *, title: str, what: str) -> str:
    """How many units lie in each step of a distribution."""
    total = sum(counts)
    if not total:
        return ""
    rows = list(zip(steps_of_spread(), map(float, counts), strict=True))
    says = [f"{number(count)} · {percent(count / total)}" for count in counts]
    return charts.bars(rows, says=says, title=title, what=what)


def return_chart(rows: Sequence[Row], units: str) -> str:
    """Of everybody who used it, who came back in each week after."""
    weeks = rows[0].weeks
    if len(weeks) < 2:
        return ""
    steps = [(float(week), rate.share, rate.low, rate.high) for week, rate in enumerate(weeks, 1)]
    return charts.stairs(
        [charts.Stair(units, steps)], until=float(len(weeks)), unit="weeks", from_nought=False,
        title=f"{units} that used it again, by weeks after the first use",
    )  # fmt: skip


def trend_chart(depth: Depth, day: date, units: str) -> str:
    """How many used it each week, and how many of them for the first time."""
    last = day - DAY
    days = [last - timedelta(weeks=CHARTED_WEEKS - 1 - place) for place in range(CHARTED_WEEKS)]
    if not any(depth.weekly):
        return ""
    lines = [
        charts.Line(name, [(on, float(many), "") for on, many in zip(days, counts, strict=True)], look, has_dots=False)
        for name, counts, look in ((f"{units} that used it", depth.weekly, "line"), ("For the first time", depth.began, "actual"))
    ]
    return charts.course(lines, floor=0.0, title=f"{units} a week, over {CHARTED_WEEKS} whole weeks")


def made_of(feature: Feature, deep: Deep, row: Row, units: str) -> list[dict[str, Any]]:
    """How each figure of everybody was made, its definition first."""
    one = row.depth
    since = f"since its release on {feature.released_on:%-d %B %Y}" if feature.released_on else "over all its events"
    uses = f"at least {feature.minimum_uses} uses" if feature.minimum_uses > 1 else "at least one use"
    until = f"until the end of {deep.day - DAY:%-d %B %Y}"
    return [
        {
            "label": "Adoption", "words": f"{units} with {uses} {since}, of all that the product's events have shown. "
            "Interval: Wilson, 95%.", "inputs": rate_inputs(row.adoption), "formula": rate_formula(row.adoption),
        },
        {
            "label": "Depth", "words": f"How often each of the {units.lower()} that used it in the last {LATELY} whole days did, "
            f"{until}. The median stands beside the mean: a few heavy users raise the mean.",
            "inputs": mean_inputs(one.uses), "formula": Average.formula,
        },
        {
            "label": "Frequency", "words": f"On how many of the last {LATELY} whole days each of the {units.lower()} that used "
            f"it did, {until}. Divide by four for days a week.", "inputs": mean_inputs(one.days), "formula": Average.formula,
        },
        {
            "label": "Retention", "words": f"Of {units.lower()} that used it {since}, the share that used it again in the week "
            "so many weeks after the one that began with their first use. Only weeks that are over count, so each has its own n. "
            "Interval: Wilson, 95%.", "inputs": [("Weeks that are over for somebody", number(len(row.weeks)))],
            "formula": "used it in the week / those whose week is over",
        },
        {
            "label": "Stopped", "words": f"Of {units.lower()} that took it up ({uses}), the share without a use in the last 30 "
            "days. Interval: Wilson, 95%.", "inputs": rate_inputs(row.stopped), "formula": rate_formula(row.stopped),
        },
        {
            "label": "Time to first use", "words": f"The days from when each of the {units.lower()} could use it (known to the "
            "product, and released) to its first use; of those that used it, so it says nothing of those that never did.",
            "inputs": mean_inputs(one.wait), "formula": Average.formula,
        },
    ]  # fmt: skip


def rate_inputs(rate: Rate | None) -> list[tuple[str, str]]:
    """What went into a share."""
    return [("Reached it", number(rate.successes)), ("n", number(rate.n))] if rate else []


def rate_formula(rate: Rate | None) -> str:
    """A share with its numbers."""
    return f"{number(rate.successes)} / {number(rate.n)} = {percent(rate.share, 1)}" if rate else ""


def mean_inputs(mean: Any) -> list[tuple[str, str]]:
    """What went into a mean, and the median beside it with the interval of the sign test."""
    if not mean:
        return []
    sure = f" ({number(mean.median_low, 1)}–{number(mean.median_high, 1)}, 95%)" if mean.median_low is not None else ""
    return [("n", number(mean.n)), ("Mean", number(mean.mean, 2)), ("Median", number(mean.median, 1) + sure)]
