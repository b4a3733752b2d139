"""What a company's page shows of growth: what it pays, what it wants and reached, and how it is doing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from customers.models import Company
from doors.panels import Later, panel
from doors.web import actor_of
from growth.models import CompanyOutcome, HealthWord, MilestoneMark
from growth.rules import KNOWERS
from history.actor import Actor
from people.models import Product

Served = tuple[str, dict[str, Any]]
MOST = 50
HEALTH = Later("health", "How it is doing")


@panel("company-value", order=5)
def scorecard(request: HttpRequest, company: Company) -> Served:
    """The scorecard: outcomes with how far they are, milestones that somebody marked, and what was said of them last."""
    actor = actor_of(request)
    outcomes = CompanyOutcome.objects.visible_to(actor).current().filter(company=company).select_related("product")
    marks = MilestoneMark.objects.visible_to(actor).standing().filter(company=company).select_related("milestone__product", "by")
    words = HealthWord.objects.visible_to(actor).filter(company=company).select_related("product", "by")
    may = actor.has(*KNOWERS)
    return "growth/panels/scorecard.html", {
        "company": company, "outcomes": outcomes[:MOST], "marks": marks[:MOST], "words": words[:5], "may": may,
    }  # fmt: skip


@panel("company-value", order=6)
def health_of_company(request: HttpRequest, company: Company) -> Served | None:
    """How it is doing with each product that its people use: counted after the page is there."""
    if not products_used(actor_of(request), company).exists():
        return None
    return "components/later.html", {"later": HEALTH, "url": reverse("growth:company_health", args=[company.pk])}


def products_used(actor: Actor, company: Company) -> QuerySet[Product]:
    """The products that a company's people use, of those that one may see."""
    return Product.objects.visible_to(actor).current().filter(users__company=company).distinct().order_by("name", "id")
