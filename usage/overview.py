"""What pages ask of usage besides how features stand: who uses one, which events came in, what a definition would match."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from history import clock
from people.models import Product
from usage.calendar import today
from usage.models import DailyEvent, DailyUse, ProductUser
from usage.standing import COMPANY, RECENT
from usage.store import Match, Tally, store


def companies_lately(features: Iterable[int], within: timedelta) -> dict[int, set[int]]:
    """Feature's id to the ids of the companies that used it within a time before now."""
    rows = DailyUse.objects.filter(feature__in=set(features), day__gt=today() - within).exclude(**{COMPANY: None})
    found: dict[int, set[int]] = {}
    for feature, company in rows.order_by().values_list("feature", COMPANY).distinct():
        found.setdefault(feature, set()).add(company)
    return found


def preview(
    product: Product, event_names: list[str], properties: dict[str, Any], until: datetime | None = None
) -> dict[str, Any]:
    """What a feature so defined would match: uses, users and companies, lately and ever."""
    until = until or clock.now()
    match = Match(tuple(event_names), tuple(sorted(properties.items())))
    span = store().span(product.pk)
    ever = store().tally(product.pk, match, span[0], until) if span else Tally(0, None, None, frozenset())
    lately = store().tally(product.pk, match, until - RECENT, until)
    company_of = dict(ProductUser.objects.filter(product=product).exclude(company=None).values_list("pk", "company"))
    return {
        "uses": ever.events,
        "users": len(ever.users),
        "companies": len({company_of[user] for user in ever.users if user in company_of}),
        "first": ever.first,
        "last": ever.last,
        "recent_uses": lately.events,
        "recent_companies": len({company_of[user] for user in lately.users if user in company_of}),
    }


def seen_names(product: Product, most: int = 300) -> list[dict[str, Any]]:
    """The names of the events that a product has sent, each with how often."""
    rows = DailyEvent.objects.filter(product=product).order_by().values("name").annotate(uses=Sum("events"))
    return [dict(row) for row in rows.order_by("-uses", "name")[:most]]
