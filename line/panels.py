"""What other pages show of the line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from customers.models import Company
from doors.panels import panel
from doors.web import actor_of
from feedback.models import FeedbackState
from feedback.standing import standings
from roadmap.rules import PROMISERS

Served = tuple[str, dict[str, Any]]


@panel("feedback", order=20)
def became_of_it(request: HttpRequest, feedback: Any) -> Served | None:
    """What became of a feedback, with the way to its whole line; nothing while it waits to be read."""
    if feedback.state == FeedbackState.INBOX and feedback.merged_into_id is None:
        return None
    told = standings([feedback], request.actor)  # type: ignore[attr-defined]
    return "line/_became.html", {"feedback": feedback, "standing": told[feedback.pk]}


@panel("idea", order=90)
def line_of_idea(request: HttpRequest, idea: Any) -> Served:
    """The way to an idea's whole line."""
    return "line/_way.html", {"url_name": "line:idea", "record": idea}


@panel("initiative", order=90)
def line_of_initiative(request: HttpRequest, initiative: Any) -> Served:
    """The way back from an initiative to the words that led to it."""
    return "line/_way.html", {"url_name": "line:initiative", "record": initiative}


@panel("company-action", order=10)
def review_of_company(request: HttpRequest, company: Company) -> Served | None:
    """The way to the review that one prints for them."""
    return ("line/_review_link.html", {"company": company}) if actor_of(request).has(*PROMISERS) else None
