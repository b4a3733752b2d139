"""What other pages show of the line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from feedback.models import FeedbackState
from feedback.standing import standings

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
