"""All that leads read of usage, in whole days of the organisation's calendar. Nothing else in this app asks for usage.

A unit is a company's id, or a product user's for rules that hand over contacts. Users of no known company are in no company's
count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from people.models import Product
from pqls.kinds import Level
from usage.models import DailyActivity, DailyUse, Feature, ProductUser


@dataclass(frozen=True)
class Use:
    """How often, and by how many people."""

    times: int
    people: int


def counts_of(product: Product, feature: Feature | None) -> tuple[QuerySet[Any], str]:
    """The daily uses of a feature, or the daily activity in the product at all; and what they count."""
    if feature is not None:
        return DailyUse.objects.filter(feature=feature), "uses"
    return DailyActivity.objects.filter(product=product), "events"


def within(rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
    """Those from one day to another, both included."""
    return rows.filter(day__gte=first, day__lte=last).order_by()


def unit_of(level: str) -> str:
    """The path to what is counted."""
    return "user_id" if level == Level.CONTACT else "user__company_id"


def used(product: Product, feature: Feature | None, first: date, last: date, level: str) -> dict[int, Use]:
    """For each unit how often and by how many something was used from one day to another, both included."""
    unit, (counts, number) = unit_of(level), counts_of(product, feature)
    rows = within(counts, first, last).exclude(**{unit: None}).values_list(unit)
    return {pk: Use(times, people) for pk, times, people in rows.annotate(Sum(number), Count("user", distinct=True))}


def first_uses(feature: Feature, last: date, level: str) -> dict[int, date]:
    """The day of each unit's first use of a feature, as far as it was known at the end of a day."""
    unit = unit_of(level)
    rows = DailyUse.objects.filter(feature=feature, day__lte=last).exclude(**{unit: None}).order_by().values_list(unit)
    return dict(rows.annotate(Min("day")))


def by_week(product: Product, feature: Feature | None, last: date, weeks: int, among: dict[str, Any]) -> list[int]:
    """Uses in each of so many weeks of seven days, of which the last ends with ``last``; ``among`` says whose."""
    first, counts = last - timedelta(days=7 * weeks - 1), [0] * weeks
    rows, number = counts_of(product, feature)
    for day, times in within(rows, first, last).filter(**among).values_list("day").annotate(Sum(number)):
        counts[(day - first).days // 7] += times
    return counts


def of_company(company_id: int) -> dict[str, Any]:
    """Among the people of a company."""
    return {"user__company": company_id}


def of_users(user_ids: Iterable[int]) -> dict[str, Any]:
    """Among these users."""
    return {"user__in": list(user_ids)}


def users_behind(product: Product, emails: Collection[str]) -> list[int]:
    """The product's users that go by one of these e-mail addresses."""
    wanted = {email.lower() for email in emails if email}
    rows = ProductUser.objects.filter(Q(email__in=wanted) | Q(user_key__in=wanted), product=product).values_list("pk", flat=True)
    return list(rows) if wanted else []


def people_behind(user_ids: Collection[int]) -> list[tuple[int, int | None, str]]:
    """Each of these users with their company and the e-mail address that they go by, if any."""
    rows = ProductUser.objects.filter(pk__in=list(user_ids)).values_list("pk", "company_id", "user_key", "email")
    return [(pk, company, email or (key.lower() if "@" in key else "")) for pk, company, key, email in rows]


def what_they_use(product: Product, first: date, last: date, among: dict[str, Any]) -> list[tuple[Feature, int]]:
    """The product's features with how often they were used, the most used first."""
    features = {one.pk: one for one in Feature.objects.current().filter(product=product)}
    rows = within(DailyUse.objects.filter(feature__in=features), first, last).filter(**among)
    found = [(features[pk], times) for pk, times in rows.values_list("feature").annotate(Sum("uses"))]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].name))
