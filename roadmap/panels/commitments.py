"""Commitments on the pages of the company, the idea, the deal and the feedback that they are about."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from customers.models import Company, Deal
from doors.panels import ask_along, may_have, panel
from doors.web import actor_of
from feedback.models import Feedback
from roadmap import rules
from roadmap.models import Commitment, CommitmentState, Idea
from roadmap.promises import with_words

Served = tuple[str, dict[str, Any]]
MOST = 50


@panel("company-tile", order=30)
def open_commitments(request: HttpRequest, company: Company) -> Served:
    """How many promises to them still bind us."""
    rows = Commitment.objects.visible_to(actor_of(request)).open().filter(company=company)
    listed = with_words(rows.select_related("deal", "idea__own_stage")[:MOST])
    asking = sum(bool(row.asks) for row in listed)
    return "roadmap/panels/commitments_tile.html", {"count": len(listed), "asking": asking}


@panel("company-owed", order=20)
def promised_to_company(request: HttpRequest, company: Company) -> Served:
    """What was promised to them."""
    return served(request, company.commitments.all(), f"company={company.pk}")


@panel("idea", order=30)
def promised_about_idea(request: HttpRequest, idea: Idea) -> Served | None:
    """To whom this idea was promised."""
    context = served(request, idea.commitments.all(), f"idea={idea.pk}")
    return context if context[1]["rows"] or (context[1]["may_commit"] and not idea.is_archived) else None


@panel("deal", order=20)
def promised_for_deal(request: HttpRequest, deal: Deal) -> Served | None:
    """What was promised to win it."""
    context = served(request, deal.commitments.all(), f"company={deal.company_id}")
    return context if context[1]["rows"] else None


ask_along("feedback", has_commitments=Exists(Commitment.objects.filter(feedback=OuterRef("pk"))))


@panel("feedback", order=60)
def promised_in_answer(request: HttpRequest, feedback: Feedback) -> Served | None:
    """What was promised in answer to these words."""
    if not may_have(feedback, "has_commitments"):
        return None
    context = served(request, feedback.commitments.all(), f"feedback={feedback.pk}")
    return context if context[1]["rows"] else None


def served(request: HttpRequest, commitments: QuerySet[Commitment], about: str) -> Served:
    """The panel: what binds us first, then what is due first."""
    actor = actor_of(request)
    rows = commitments.filter(pk__in=Commitment.objects.visible_to(actor).values("pk"))
    rows = rows.select_related("company", "idea__own_stage", "deal", "promised_by").order_by(
        F("due_on").asc(nulls_last=True), "-id"
    )
    listed = sorted(with_words(rows[:MOST]), key=lambda row: row.state != CommitmentState.OPEN)
    add = f"{reverse('roadmap:commitment_new')}?{about}"
    shows_company = not about.startswith("company")
    return "roadmap/panels/commitments.html", {
        "rows": listed, "may_commit": rules.may_commit(actor), "add_url": add, "shows_company": shows_company,
    }  # fmt: skip
