"""How features are used, for many at once: one statement that the database counts, whatever the number of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Value

from customers.models import Company
from history import clock
from people.models import Product
from usage.adoption import WEEK, day_start, uses
from usage.models import Feature, ProductUser, UsageEvent

WEEKS = 12
RECENT = timedelta(days=30)
COMPANY = "user__company"


@dataclass(frozen=True)
class Overview:
    """A feature in a list: who took it up, of how many, who used it lately, and how that went."""

    feature: Feature
    adopting: int
    eligible: int
    recent_companies: int
    recent_users: int
    weeks: list[int]

    @property
    def share(self) -> float | None:
        """The adopting companies' share of the eligible."""
        return self.adopting / self.eligible if self.eligible else None


def overviews(features: Sequence[Feature], until: datetime | None = None) -> list[Overview]:
    """The features with their counts. Companies count by their users, as in every other count of adoption."""
    until = until or clock.now()
    zone = day_start(date(2000, 1, 1)).tzinfo
    releases = {
        one.pk: datetime.combine(one.released_on, time.min, tzinfo=zone) for one in features if one.released_on is not None
    }
    counts = {row["feature_id"]: row for row in united([counts_of(one, until, releases.get(one.pk)) for one in features])}
    often = [adopting_often(one, until, releases.get(one.pk)) for one in features if one.minimum_uses > 1]
    adopting = {row["feature_id"]: row["adopting"] for row in united(often)}
    known = companies_known({feature.product_id for feature in features})
    return [as_overview(feature, counts[feature.pk], adopting, known.get(feature.product_id, 0)) for feature in features]


def as_overview(feature: Feature, row: dict[str, Any], adopting: dict[int, int], eligible: int) -> Overview:
    """One feature from what was counted."""
    return Overview(
        feature=feature, adopting=adopting.get(feature.pk, row["adopting"]), eligible=eligible,
        recent_companies=row["recent_companies"], recent_users=row["recent_users"],
        weeks=[row[f"week_{number}"] for number in range(WEEKS)],
    )  # fmt: skip


def united(queries: list[QuerySet[Any]]) -> list[dict[str, Any]]:
    """Many counts in one statement."""
    if not queries:
        return []
    return list(queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0])


def counts_of(feature: Feature, until: datetime, since: datetime | None) -> QuerySet[Any]:
    """One row of counts: companies since its release, companies and users lately, companies of each of the last weeks."""
    recent = Q(at__gte=until - RECENT)
    counts = {
        "adopting": Count(COMPANY, distinct=True, filter=Q(at__gte=since) if since else None),
        "recent_companies": Count(COMPANY, distinct=True, filter=recent),
        "recent_users": Count("user", distinct=True, filter=recent),
    }
    for number in range(WEEKS):
        begins = until - (WEEKS - number) * WEEK
        counts[f"week_{number}"] = Count(COMPANY, distinct=True, filter=Q(at__gte=begins, at__lt=begins + WEEK))
    return uses(feature).filter(at__lt=until).order_by().values(feature_id=Value(feature.pk)).annotate(**counts)


def adopting_often(feature: Feature, until: datetime, since: datetime | None) -> QuerySet[Any]:
    """How many companies used it as often as it asks for."""
    events = uses(feature).filter(at__lt=until)
    if since is not None:
        events = events.filter(at__gte=since)
    often = events.order_by().values(COMPANY).annotate(uses=Count("pk")).filter(uses__gte=feature.minimum_uses)
    rows = Company.objects.filter(pk__in=often.values(COMPANY)).order_by()
    return rows.values(feature_id=Value(feature.pk)).annotate(adopting=Count("pk"))


def companies_known(products: set[int]) -> dict[int, int]:
    """How many companies each product's events have shown."""
    rows = ProductUser.objects.filter(product__in=products).exclude(company=None).order_by()
    return dict(rows.values_list("product").annotate(Count("company", distinct=True)))


def companies_using(feature: Feature, until: datetime, most: int = 200) -> list[dict[str, Any]]:
    """The companies that used a feature, those that did so last first: users, uses, first and last use."""
    events = uses(feature).filter(at__lt=until).exclude(user__company=None).order_by()
    rows = events.values("user__company", "user__company__name").annotate(
        users=Count("user", distinct=True), uses=Count("pk"), first=Min("at"), last=Max("at")
    )
    return [row | {"is_using": row["last"] >= until - RECENT} for row in rows.order_by("-last", "user__company")[:most]]


def preview(
    product: Product, event_names: list[str], properties: dict[str, Any], until: datetime | None = None
) -> dict[str, Any]:
    """What a feature so defined would match: uses, users and companies, lately and ever."""
    until = until or clock.now()
    draft = Feature(product=product, event_names=event_names, properties=properties)
    recent = Q(at__gte=until - RECENT)
    return uses(draft).aggregate(
        uses=Count("pk"),
        users=Count("user", distinct=True),
        companies=Count(COMPANY, distinct=True),
        first=Min("at"),
        last=Max("at"),
        recent_uses=Count("pk", filter=recent),
        recent_companies=Count(COMPANY, distinct=True, filter=recent),
    )


def seen_names(product: Product, most: int = 300) -> list[dict[str, Any]]:
    """The names of the events that a product has sent, each with how often."""
    rows = UsageEvent.objects.filter(product=product).order_by().values("name").annotate(uses=Count("pk"))
    return [dict(row) for row in rows.order_by("-uses", "name")[:most]]
