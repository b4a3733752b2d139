"""What pages of lower floors show of matching."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from feedback.models import Feedback, FeedbackState
from feedback.reading import tells_likeness
from feedback.rules import may_triage
from history.actor import Actor
from matching.models import Embedding, Unread
from matching.text import embedder

Served = tuple[str, dict[str, Any]]


@panel("jobs", order=10)
def reader(request: HttpRequest, record: None) -> Served:
    """Whether texts are read for their meaning, and how far that is."""
    model = embedder.model_id()
    waiting, read = Unread.objects.count(), Embedding.objects.of_model(model).count()
    return "matching/_reader.html", {"missing": embedder.missing(), "model_id": model, "waiting": waiting, "read": read}


@tells_likeness
def has_suggestions(actor: Actor, feedback: Feedback) -> bool:
    """Suggestions are for those who triage, and for what is open and stands for itself."""
    is_open = feedback.merged_into_id is None and feedback.state != FeedbackState.ARCHIVED
    return is_open and bool(may_triage(actor, feedback))


@panel("feedback", order=5)
def suggestions(request: HttpRequest, feedback: Feedback) -> Served | None:
    """The place where suggestions appear: they are asked for apart, so that the words never wait for them."""
    return ("matching/_place.html", {"feedback": feedback}) if has_suggestions(actor_of(request), feedback) else None
