"""What the pages of companies show of the roadmap: the ideas that they want, their votes, and their words."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.http import HttpRequest

from customers.models import Company
from doors.panels import panel
from doors.web import actor_of
from feedback.rules import CONTRIBUTORS
from roadmap.models import Idea, Importance, Insight, Vote

SHOWN = 20


@panel("company-action", order=5)
def capture_for_company(request: HttpRequest, company: Company) -> tuple[str, dict[str, Any]] | None:
    """Write down what they said, or what they want, without leaving their page."""
    return ("roadmap/_capture_link.html", {"company": company}) if actor_of(request).has(*CONTRIBUTORS) else None


@panel("company-wants", order=10)
@panel("company", order=40)
def ideas_of_company(request: HttpRequest, company: Company) -> tuple[str, dict[str, Any]] | None:
    """The ideas that a company spoke or voted for, what matters most to it first."""
    actor = actor_of(request)
    said = Insight.objects.visible_to(actor).standing().wanted_by([company]).order_by()
    votes = Vote.objects.standing().filter(company=company).order_by()
    of_this = said.filter(idea=OuterRef("pk")).annotate(_all=Value(1)).values("_all")
    ideas = Idea.objects.visible_to(actor).current().filter(Q(pk__in=said.values("idea")) | Q(pk__in=votes.values("idea")))
    ideas = ideas.annotate(
        importance=Subquery(of_this.annotate(most=Max("importance")).values("most")),
        insight_count=Subquery(of_this.annotate(n=Count("pk")).values("n")),
        has_vote=Exists(votes.filter(idea=OuterRef("pk"))),
    )
    rows = list(ideas.select_related("product", "own_stage").order_by(F("importance").desc(nulls_last=True), "-id")[:SHOWN])
    for idea in rows:
        idea.words = Importance(idea.importance).label if idea.importance is not None else ""
    return ("roadmap/_company_panel.html", {"ideas": rows}) if rows else None


@panel("company-wants", order=30)
def votes_of_company(request: HttpRequest, company: Company) -> tuple[str, dict[str, Any]] | None:
    """The ideas that a company voted for, with its words."""
    votes = Vote.objects.visible_to(actor_of(request)).standing().filter(company=company)
    rows = list(votes.select_related("idea", "contact", "given_by").order_by("-id")[:SHOWN])
    return ("roadmap/panels/votes.html", {"votes": rows}) if rows else None


@panel("company-wants", order=20)
def insights_of_company(request: HttpRequest, company: Company) -> tuple[str, dict[str, Any]] | None:
    """Their words that support ideas, the most important first."""
    said = Insight.objects.visible_to(actor_of(request)).standing().filter(feedback__company=company)
    rows = list(said.select_related("idea", "feedback__contact", "feedback__interview").order_by("-importance", "-id")[:SHOWN])
    return ("roadmap/panels/insights.html", {"insights": rows}) if rows else None
