"""What a company's page shows of usage: when they were last seen, and which features they took up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Sum
from django.http import HttpRequest

from customers.models import Company, Contact
from doors.panels import panel
from doors.web import actor_of
from people.models import Organisation, Product
from usage.calendar import today
from usage.models import Carriage, DailyActivity, DailyUse, Feature, ProductUser, StoreChange, UsageEvent
from usage.standing import RECENT
from usage.store import kind_of

MOST_USERS = 10
Served = tuple[str, dict[str, Any]]


@panel("organisation", order=20)
def recounting(request: HttpRequest, organisation: Organisation) -> Served:
    """What another time zone sets off, and how far that is."""
    return "usage/panels/recount.html", {}


@panel("company-tile", order=40)
def last_seen(request: HttpRequest, company: Company) -> Served:
    """When somebody of theirs last used a product, and how many did lately."""
    products = Product.objects.visible_to(actor_of(request)).values("pk")
    active = DailyActivity.objects.filter(user__company=company, product__in=products)
    recent = Q(day__gt=today() - RECENT)
    seen = active.aggregate(last=Max("day"), users=Count("user", distinct=True, filter=recent))
    return "usage/panels/tile.html", seen


@panel("company-use", order=10)
def features_of_company(request: HttpRequest, company: Company) -> Served:
    """Every feature with what this company made of it: took it up, stopped, tried it, or never met it."""
    features = list(Feature.objects.visible_to(actor_of(request)).current().select_related("product"))
    uses = DailyUse.objects.filter(user__company=company, feature__in=features).order_by().values("feature")
    counted = uses.annotate(uses=Sum("uses"), users=Count("user", distinct=True), first=Min("day"), last=Max("day"))
    counts: dict[int, dict[str, Any]] = {row.pop("feature"): row for row in map(dict, counted)}
    since = today() - RECENT
    rows = [{"feature": one, **standing_of(one, counts.get(one.pk), since)} for one in features]
    rows.sort(key=lambda row: (row["rank"], -(row["last"].toordinal() if row["last"] else 0), row["feature"].name))
    took_up = sum(row["rank"] < 2 for row in rows)
    return "usage/panels/features.html", {"rows": rows, "took_up": took_up}


@panel("contact", order=20)
def users_of_contact(request: HttpRequest, contact: Contact) -> Served | None:
    """Which users of our products the contact is: those of their company with their e-mail address."""
    users = ProductUser.objects.visible_to(actor_of(request)).of_contact(contact).select_related("product")[:MOST_USERS]
    return ("usage/panels/users.html", {"users": users}) if users else None


@panel("company-use", order=20)
def users_of_company(request: HttpRequest, company: Company) -> Served | None:
    """The users of our products who came to a company last, each with the contact that they are."""
    users = ProductUser.objects.visible_to(actor_of(request)).filter(company=company).select_related("product")
    shown = list(users.order_by("-first_seen_at", "-pk")[:MOST_USERS])
    if not shown:
        return None
    emails = {user.email for user in shown if user.email}
    contacts = {one.email.lower(): one for one in Contact.objects.filter(company=company, email__in=emails, merged_into=None)}
    for user in shown:
        user.contact = contacts.get(user.email)  # type: ignore[attr-defined]
    return "usage/panels/users.html", {"users": shown, "company": company}


def standing_of(feature: Feature, counts: dict[str, Any] | None, since: date) -> dict[str, Any]:
    """The counts, with the word and the tone for them."""
    counts = counts or {"uses": 0, "users": 0, "first": None, "last": None}
    if not counts["uses"]:
        return counts | {"rank": 3, "word": "Never used", "tone": "outline"}
    if counts["uses"] < feature.minimum_uses:
        return counts | {"rank": 2, "word": "Tried", "tone": ""}
    if counts["last"] <= since:
        return counts | {"rank": 1, "word": "Stopped", "tone": "warn"}
    return counts | {"rank": 0, "word": "Uses it", "tone": "good"}


@panel("jobs", order=20)
def where_events_are(request: HttpRequest, record: None) -> Served:
    """Where raw events are kept; if that is elsewhere, how many wait to be carried over, and when that was last done."""
    if kind_of(settings.USAGE_STORE) == "database":
        return "usage/panels/store.html", {"is_outer": False}
    told = {
        "waiting": UsageEvent.objects.count(), "changes": StoreChange.objects.count(),
        "carried_at": Carriage.objects.values_list("carried_at", flat=True).first(),
    }  # fmt: skip
    return "usage/panels/store.html", {"is_outer": True, **told}
