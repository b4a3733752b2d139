"""What pages of lower floors show of the roadmap: a company's ideas, and the initiatives that serve a key result."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from customers.models import Company
from doors.panels import panel
from doors.web import actor_of
from objectives.models import KeyResult, Objective
from roadmap.models import Idea, Initiative, Insight, Vote

SHOWN = 20


@panel("company", order=40)
def ideas_of_company(request: HttpRequest, company: Company) -> tuple[str, dict[str, Any]] | None:
    """The ideas that a company spoke or voted for."""
    actor = actor_of(request)
    said = Insight.objects.visible_to(actor).standing().filter(feedback__company=company).values("idea")
    voted = Vote.objects.standing().filter(company=company).values("idea")
    ideas = Idea.objects.visible_to(actor).current().filter(Q(pk__in=said) | Q(pk__in=voted)).select_related("product")
    rows = list(ideas.order_by("-id")[:SHOWN])
    return ("roadmap/_company_panel.html", {"ideas": rows}) if rows else None


@panel("objective", order=40)
def initiatives_of_objective(request: HttpRequest, objective: Objective) -> tuple[str, dict[str, Any]] | None:
    """The initiatives that serve an objective's key results."""
    return serving(request, Q(key_results__objective=objective))


@panel("key_result", order=40)
def initiatives_of_key_result(request: HttpRequest, key_result: KeyResult) -> tuple[str, dict[str, Any]] | None:
    """The initiatives that serve a key result."""
    return serving(request, Q(key_results=key_result))


def serving(request: HttpRequest, how: Q) -> tuple[str, dict[str, Any]] | None:
    """The panel of initiatives, if any."""
    found = Initiative.objects.filter(how).values("pk")
    initiatives = Initiative.objects.visible_to(actor_of(request)).filter(pk__in=found).select_related("product", "owner")
    rows = list(initiatives.exclude(state="archived").order_by("state", "horizon", "position", "-id")[:SHOWN])
    return ("roadmap/_initiatives_panel.html", {"initiatives": rows}) if rows else None
