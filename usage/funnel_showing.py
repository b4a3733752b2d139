"""How a funnel is shown: a row a step, of everybody and of each group, with n, interval and days between; and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from doors import charts
from doors.formats import number, percent
from figures.rates import Rate
from usage.funnels import Group, Period
from usage.models import CountedUnit, Feature, Funnel

COLUMNS = (
    "group", "step", "name", "entered_from", "entered_until", "reached", "of_entered", "low", "high", "of_step_before",
    "step_low", "step_high", "median_days", "median_low", "median_high",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One step of one group. The first has neither a share of the step before nor days since it."""

    place: int
    name: str
    feature: Feature | None
    reached: int
    of_entered: Rate | None
    of_before: Rate | None
    took: list[float] | None
    sure: list[float] | None

    @property
    def lost(self) -> int | None:
        """How many did not come on from the step before."""
        return self.of_before.n - self.of_before.successes if self.of_before else None


def rows_of(group: Group, steps: Sequence[dict[str, Any]]) -> list[Row]:
    """A group's steps."""
    return [
        Row(
            place + 1, step["name"], step["feature"], group.reached[place], group.of_entered(place),
            group.of_before(place) if place else None, group.took[place], group.median_between(place),
        )
        for place, step in enumerate(steps)
    ]  # fmt: skip


def chart_of(funnel: Funnel, group: Group, steps: Sequence[dict[str, Any]]) -> str:
    """Everybody's steps, each as long as many reached it."""
    named = [(f"{place}. {step['name']}", count) for place, (step, count) in enumerate(zip(steps, group.reached, strict=True), 1)]
    return charts.funnel(named, title=f"{CountedUnit(funnel.unit).label} that reached each step")


def worst_of(rows: Sequence[Row]) -> Row | None:
    """The step at which the largest share was lost, if anybody was."""
    lossy = [row for row in rows if row.of_before and row.of_before.successes < row.of_before.n]
    return min(lossy, key=lambda row: row.of_before.share if row.of_before else 1.0) if lossy else None


def made_of(funnel: Funnel, period: Period, group: Group) -> dict[str, Any]:
    """How it was made, its definition first."""
    units, days = CountedUnit(funnel.unit).label, funnel.window_days
    last = group.reached[-1]
    share = f"{number(last)} / {number(group.reached[0])} = {percent(last / group.reached[0], 1)}" if group.reached[0] else ""
    return {
        "words": f"{units} enter with their first day of step 1 in the period, once each. A step counts if it is done on the day "
        f"of the step before or later, and within {days} day{'s' if days > 1 else ''} of entering. Steps done on one day count "
        "as done in order: a day is the finest that the daily counts know. The period ends so early that everybody in it has had "
        "all their days. A group is the one of today. Shares have Wilson’s interval, 95%; the days of a step are of those who "
        "reached it: the median with the interval of the sign test (95%, from six on), and between which days half of them lie.",
        "inputs": [
            ("Entered from", f"{period.starts:%-d %B %Y}"), ("Entered before", f"{period.ends:%-d %B %Y}"),
            (f"n, {units.lower()} that entered", number(group.reached[0])), ("Reached the last step", number(last)),
        ],
        "formula": share,
    }  # fmt: skip


def lines_of(period: Period, groups: Sequence[Group], steps: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
    """The table as lines of a file; what is not known is empty."""
    for group in groups:
        for row in rows_of(group, steps):
            yield [
                group.name, row.place, row.name, period.starts, period.ends, row.reached, *said(row.of_entered),
                *said(row.of_before), row.took[1] if row.took else None, *(row.sure or (None, None)),
            ]  # fmt: skip


def said(rate: Rate | None) -> tuple[float | None, float | None, float | None]:
    """A share with its interval."""
    return (round(rate.share, 4), round(rate.low, 4), round(rate.high, 4)) if rate else (None, None, None)
