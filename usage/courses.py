"""What each unit made of a feature since its release, day by day, drawn together to what the feature's page asks for.

Read from the daily uses in one pass, in the worker. A unit is a user or a company:
what a company's people do on a day is added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Sum

from usage.calendar import DAY, zone
from usage.models import CountedUnit, DailyUse, Feature, ProductUser

LATELY = 28
"""Depth and frequency look at four whole weeks: every weekday counts alike."""
WEEKS_AFTER = 12
"""Retention looks at so many weeks after the week of the first use."""
CHARTED_WEEKS = 26
STOPPED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Course:
    """One unit's way with a feature: its first and last day of use, how often ever and lately, and when it came back.

    ``returned`` holds the weeks after the first use in which it used the feature again, ``weeks_ago`` the whole weeks before
    today in which it used it at all, the last one nought.
    """

    first: date
    last: date
    uses: int
    lately: int
    days_lately: int
    returned: frozenset[int]
    weeks_ago: frozenset[int]


@dataclass(frozen=True)
class Traits:
    """Who a unit is today: the segment, plan and motion of its company; and since when the product knows it."""

    segment: str
    plan: str
    motion: str
    since: date


def courses(feature: Feature, unit: str, today: date) -> Iterator[tuple[int, Course]]:
    """Each unit that used a feature since its release, with its way until yesterday: today is not over."""
    rows = DailyUse.objects.filter(feature=feature, day__lt=today)
    if feature.released_on is not None:
        rows = rows.filter(day__gte=feature.released_on)
    if unit == CountedUnit.USER:
        days: Any = rows.order_by("user_id", "day").values_list("user_id", "day", "uses")
    else:
        summed = rows.exclude(user__company=None).order_by().values_list("user__company_id", "day").annotate(Sum("uses"))
        days = summed.order_by("user__company_id", "day")
    for key, group in groupby(days.iterator(), key=itemgetter(0)):
        yield key, course_of([(day, uses) for _, day, uses in group], today)


def course_of(days: Iterable[tuple[date, int]], today: date) -> Course:
    """From one unit's days of use in order, with how often on each."""
    days = list(days)
    first, yesterday = days[0][0], today - DAY
    lately = [uses for day, uses in days if (today - day).days <= LATELY]
    ago = ((yesterday - day).days // 7 for day, _ in days)
    returned = ((day - first).days // 7 for day, _ in days)
    return Course(
        first=first, last=days[-1][0], uses=sum(uses for _, uses in days), lately=sum(lately), days_lately=len(lately),
        returned=frozenset(week for week in returned if 0 < week <= WEEKS_AFTER),
        weeks_ago=frozenset(week for week in ago if week < CHARTED_WEEKS),
    )  # fmt: skip


def known_units(product: int, unit: str, by: datetime) -> dict[int, Traits]:
    """Every unit that a product knows: those who could use its features."""
    here = zone()
    rows = ProductUser.objects.filter(product=product, first_seen_at__lt=by).order_by("-first_seen_at")
    if unit == CountedUnit.COMPANY:
        rows = rows.exclude(company=None)
    key = "pk" if unit == CountedUnit.USER else "company_id"
    found: dict[int, Traits] = {}
    for pk, seen, segment, plan, motion in rows.values_list(
        key, "first_seen_at", "company__segment", "company__plan", "company__motion"
    ).iterator():
        found[pk] = Traits(segment or "", plan or "", motion or "", seen.astimezone(here).date())
    return found
