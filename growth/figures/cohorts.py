"""Retention cohorts: of those who began in a period, how many came again in each period after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from figures.rates import Rate, wilson

WEEK, MONTH = "week", "month"


@dataclass(frozen=True)
class Cohort:
    """Those who began in one period. ``came`` has a rate a period after it, the period itself first; only whole ones."""

    starts: date
    size: int
    came: tuple[Rate, ...]


def period_of(day: date, step: str) -> date:
    """The first day of the week (Monday) or month that a day lies in."""
    return day - timedelta(days=day.weekday()) if step == WEEK else day.replace(day=1)


def next_period(start: date, step: str, by: int = 1) -> date:
    """The first day of a period ``by`` periods later."""
    if step == WEEK:
        return start + timedelta(weeks=by)
    months = start.year * 12 + start.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def periods_between(start: date, end: date, step: str) -> int:
    """How many periods lie between the first days of two of them."""
    if step == WEEK:
        return (end - start).days // 7
    return (end.year - start.year) * 12 + end.month - start.month


def triangle(
    began: Mapping[int, date], active: Iterable[tuple[int, date]], *, step: str, first: date, today: date
) -> list[Cohort]:
    """The cohorts that began from ``first`` on: ``began`` is the first day of each unit, ``active`` its periods' first days.

    Only periods that are over are counted, so that the last one does not look like a drop. Cohorts of nobody are left out.
    """
    cohort_of = {unit: period_of(day, step) for unit, day in began.items()}
    last = next_period(period_of(today, step), step, -1)
    sizes: dict[date, int] = {}
    for start in cohort_of.values():
        if first <= start <= last:
            sizes[start] = sizes.get(start, 0) + 1
    came: dict[tuple[date, int], int] = {}
    for unit, period in set(active):
        start = cohort_of.get(unit, last)
        if unit in cohort_of and start in sizes and start <= period <= last:
            key = (start, periods_between(start, period, step))
            came[key] = came.get(key, 0) + 1
    found = []
    for start in sorted(sizes):
        rates = (wilson(came.get((start, age), 0), sizes[start]) for age in range(periods_between(start, last, step) + 1))
        found.append(Cohort(start, sizes[start], tuple(rate for rate in rates if rate is not None)))
    return found


def mean_curve(cohorts: Iterable[Cohort]) -> list[Rate]:
    """Over all cohorts that are old enough for an age, the share that came at that age."""
    cohorts = list(cohorts)
    ages = max((len(one.came) for one in cohorts), default=0)
    pooled = ([one.came[age] for one in cohorts if len(one.came) > age] for age in range(ages))
    rates = (wilson(sum(rate.successes for rate in some), sum(rate.n for rate in some)) for some in pooled)
    return [rate for rate in rates if rate is not None]
