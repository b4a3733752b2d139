"""All that growth reads of usage: who came on which days, who used a feature how often, and since when somebody is known.

Days are those of the organisation's calendar. ``among`` narrows to users, by conditions on ``ProductUser``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from customers.models import Company
from growth.figures.cohorts import WEEK
from people.models import Product
from usage.models import DailyActivity, DailyUse, Feature, ProductUser

DAY = timedelta(days=1)
Day = tuple[int, date]


@dataclass(frozen=True)
class Firm:
    """A company whose people use a product: since when they do, and what it is to us."""

    first_seen: date
    lifecycle: str
    created: date


@dataclass(frozen=True)
class Sums:
    """So many units, and the sum and the sum of squares of what was counted of each: enough for a mean and how sure it is."""

    n: int
    total: int
    squares: int


def narrowed(fitting: Q, motion: str = "") -> Q:
    """The users whose company fits a condition and is of a motion, as they are now."""
    condition = Q(company__motion=motion) if motion else Q()
    return condition & Q(company__in=Company.objects.filter(fitting).order_by().values("pk")) if fitting else condition


def users_of(product: Product, among: Q) -> QuerySet[ProductUser]:
    """The users of a product that one asks about."""
    return ProductUser.objects.filter(among, product=product).order_by()


def came(product: Product, among: Q) -> QuerySet[DailyActivity]:
    """The days on which they came."""
    rows = DailyActivity.objects.filter(product=product).order_by()
    return rows.filter(user__in=users_of(product, among).values("pk")) if among else rows


def arrivals(product: Product, first: date, among: Q = Q()) -> dict[int, date]:  # noqa: B008 - a condition is never changed
    """Who was first seen from a day on: that is when they signed up, as far as we can know."""
    here = timezone.get_current_timezone()
    rows = seen_since(product, first, among).values_list("pk", "first_seen_at")
    return {pk: moment.astimezone(here).date() for pk, moment in rows.iterator()}


def firms(product: Product, among: Q = Q()) -> dict[int, Firm]:  # noqa: B008
    """Each company whose people use a product, with the day on which the first of them was seen."""
    here = timezone.get_current_timezone()
    rows = users_of(product, among).filter(company__merged_into=None).exclude(company=None)
    seen = rows.values_list("company", "company__lifecycle", "company__created_at").annotate(first=Min("first_seen_at"))
    return {
        company: Firm(first.astimezone(here).date(), lifecycle, created.date()) for company, lifecycle, created, first in seen
    }


def companies_seen(product: Product, among: Q = Q()) -> dict[int, date]:  # noqa: B008
    """Each company with the day on which somebody of theirs was first seen in a product."""
    here = timezone.get_current_timezone()
    rows = users_of(product, among).exclude(company=None).values_list("company").annotate(first=Min("first_seen_at"))
    return {company: moment.astimezone(here).date() for company, moment in rows}


def daily_users(product: Product, first: date, last: date, among: Q = Q()) -> dict[date, int]:  # noqa: B008
    """How many came on each day of a span, days without anybody among them."""
    rows = came(product, among).filter(day__range=(first, last)).values_list("day").annotate(Count("user"))
    counts = dict(rows)
    return {first + number * DAY: counts.get(first + number * DAY, 0) for number in range((last - first).days + 1)}


def users_between(product: Product, first: date, last: date, among: Q = Q()) -> int:  # noqa: B008
    """How many different users came within a span."""
    return came(product, among).filter(day__range=(first, last)).aggregate(n=Count("user", distinct=True))["n"]


def days_of_users(product: Product, first: date, last: date, late: date, among: Q = Q()) -> tuple[Sums, int]:  # noqa: B008
    """On how many days of a span its users came, user by user, in sums; and how many of them came from ``late`` on."""
    rows = came(product, among).filter(day__range=(first, last)).values("user").annotate(days=Count("pk"), latest=Max("day"))
    found = rows.aggregate(
        n=Count("user"), total=Sum("days"), squares=Sum(F("days") * F("days")), late=Count("user", filter=Q(latest__gte=late))
    )
    return Sums(found["n"], found["total"] or 0, found["squares"] or 0), found["late"]


def periods(product: Product, step: str, first: date, among: Q = Q()) -> Iterator[Day]:  # noqa: B008
    """Each user with the first day of each week or month in which they came, from a day on."""
    trunc: Any = TruncWeek if step == WEEK else TruncMonth
    rows = came(product, among).filter(day__gte=first).annotate(period=trunc("day"))
    yield from rows.values_list("user", "period").distinct().iterator()


def seen_since(product: Product, first: date, among: Q) -> QuerySet[ProductUser]:
    """The users that were first seen from a day on."""
    starts = datetime.combine(first, time.min, tzinfo=timezone.get_current_timezone())
    return users_of(product, among).filter(first_seen_at__gte=starts)


def companies_uses(features: Collection[int], companies: Collection[int]) -> dict[int, list[tuple[int, date, int]]]:
    """How often each company's people used these features, all of them together: by feature, ordered by company and day."""
    rows = DailyUse.objects.filter(feature__in=features, user__company__in=companies).order_by()
    days = rows.values_list("feature", "user__company", "day").annotate(n=Sum("uses"))
    found: dict[int, list[tuple[int, date, int]]] = {}
    for feature, company, day, uses in days.order_by("feature", "user__company", "day").iterator():
        found.setdefault(feature, []).append((company, day, uses))
    return found


def uses_between(features: Sequence[Feature], first: date, last: date, among: Q = Q()) -> list[Sums]:  # noqa: B008
    """How often each of a product's features was used within a span, user by user, in sums, in the order of the features."""
    rows = DailyUse.objects.filter(feature__in=features, day__range=(first, last)).order_by()
    if among:
        rows = rows.filter(user__in=ProductUser.objects.filter(among).order_by().values("pk"))
    names = [f"uses_{place}" for place in range(len(features))]
    each = {name: Sum("uses", filter=Q(feature=one)) for name, one in zip(names, features, strict=True)}
    found = rows.values("user").annotate(**each).aggregate(
        **{f"{name}_n": Count(name) for name in names}, **{f"{name}_total": Sum(name) for name in names},
        **{f"{name}_squares": Sum(F(name) * F(name)) for name in names},
    )  # fmt: skip
    return [Sums(found[f"{name}_n"], found[f"{name}_total"] or 0, found[f"{name}_squares"] or 0) for name in names]


def company_activity(
    product: Product, middle: date, last: date, companies: Collection[int]
) -> dict[int, tuple[int, int]]:  # fmt: skip
    """How many days of use the people of each company had: after ``middle`` up to ``last``, and in the same time before.

    Two who came on a day are two.
    """
    first = middle - (last - middle) + DAY
    rows = DailyActivity.objects.filter(product=product, day__range=(first, last), user__company__in=companies).order_by()
    counts = rows.values_list("user__company").annotate(
        now=Count("pk", filter=Q(day__gt=middle)), then=Count("pk", filter=Q(day__lte=middle))
    )
    return {company: (now, then) for company, now, then in counts}
