"""The customers' own words behind an idea, in the decision room: the insights are evidence too."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from gates.models import GateReview
from roadmap.models import Insight

SHOWN = 4


@panel("review-evidence", order=40)
def words_behind(request: HttpRequest, review: GateReview) -> tuple[str, dict[str, Any]]:
    """The weightiest quotes, and how many companies with how much ARR stand behind the idea."""
    seen = Insight.objects.visible_to(actor_of(request)).standing().filter(idea=review.idea_id)
    told = seen.select_related("feedback__company", "feedback__contact", "feedback__interview")
    rows = list(told.order_by("-importance", "-id")[:200])
    companies = {row.feedback.company_id: row.feedback.company for row in rows if row.feedback.company is not None}
    arr = sum((company.arr for company in companies.values()), Decimal(0))
    return "gates/panels/review_words.html", {
        "insights": rows[:SHOWN],
        "count": len(rows),
        "companies": len(companies),
        "arr": arr,
        "review": review,
    }
