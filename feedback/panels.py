"""What the customers' pages show of feedback: what they said, what we still owe an answer to, and the requests of deals."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.http import HttpRequest

from customers.models import Company, Contact, Deal
from doors.panels import ask_along, may_have, panel
from doors.web import FewPages, actor_of, paged
from feedback.models import CLOSED_DEALS, Feedback, FeedbackState, Request, seen_by
from feedback.standing import Standing, standings

Served = tuple[str, dict[str, Any]]
PAGE = 25
LOOKED_AT = 300
"""So many of a company's latest feedback are looked at for what is not answered yet."""


def heard(request: HttpRequest, rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Of these, what the reader may see, latest first, with what a row shows."""
    return rows.for_lists().filter(seen_by(actor_of(request)))  # type: ignore[attr-defined]


def told(request: HttpRequest, rows: list[Feedback]) -> list[tuple[Feedback, Standing]]:
    """Each feedback with what became of it."""
    standing = standings(rows, actor_of(request))
    return [(row, standing[row.pk]) for row in rows]


@panel("company-tile", order=10)
def words_of_company(request: HttpRequest, company: Company) -> Served:
    """How much they said, and when last."""
    seen = Feedback.objects.visible_to(actor_of(request)).filter(company=company, merged_into=None)
    return "feedback/panels/tile.html", {"company": company, **seen.aggregate(count=Count("pk"), last=Max("said_at"))}


@panel("company-said", order=10)
def said_by_company(request: HttpRequest, company: Company) -> Served:
    """All that they said, page by page, each with what became of it."""
    rows = paged(request, heard(request, company.feedback.all()), PAGE)
    return "feedback/panels/said.html", {"rows": told(request, list(rows)), "page": rows, "company": company}


@panel("company-owed", order=10)
def owed_to_company(request: HttpRequest, company: Company) -> Served:
    """What they said and nobody has answered: it waits, or it was read and no more."""
    rows = heard(request, company.feedback.exclude(state=FeedbackState.ARCHIVED).filter(merged_into=None))[:LOOKED_AT]
    waiting = [(row, standing) for row, standing in told(request, list(rows)) if not standing.is_answered]
    waiting.reverse()  # the longest wait first
    return "feedback/panels/owed.html", {"rows": waiting, "company": company}


@panel("company-deals", order=30)
def requests_of_company(request: HttpRequest, company: Company) -> Served | None:
    """What salespeople asked for their deals with them."""
    asked = Request.objects.visible_to(actor_of(request)).filter(feedback__company=company)
    rows = list(asked.select_related("feedback", "submitted_by").order_by("-id")[:100])
    at_stake = sum(row.amount for row in rows if row.stage not in CLOSED_DEALS)
    return ("feedback/panels/requests.html", {"rows": rows, "at_stake": at_stake}) if rows else None


ask_along("contact", has_said=Exists(Feedback.objects.filter(contact=OuterRef("pk"))))


@panel("contact", order=10)
def said_by_contact(request: HttpRequest, contact: Contact) -> Served | None:
    """All that one person said, page by page."""
    if not may_have(contact, "has_said"):
        return None
    rows = FewPages(heard(request, contact.feedback.all()), PAGE).get_page(request.GET.get("page"))
    return ("feedback/panels/said.html", {"rows": told(request, list(rows)), "page": rows}) if rows else None


@panel("deal", order=10)
def requests_of_deal(request: HttpRequest, deal: Deal) -> Served | None:
    """What hangs on a deal."""
    asked = Request.objects.visible_to(actor_of(request)).filter(deal=deal)
    rows = list(asked.select_related("feedback", "submitted_by").order_by("-id")[:100])
    return ("feedback/panels/requests.html", {"rows": rows}) if rows else None
