"""What follows for matching when feedback, ideas and insights come and change."""

from __future__ import annotations

from typing import Any

from feedback.events import FeedbackEvent
from history.models import Event
from history.reactions import Happened, on
from matching.embedding import mark_unread, stand_in
from matching.models import Kind
from roadmap.events import IdeaEvent, InsightEvent


@on(FeedbackEvent.GIVEN, FeedbackEvent.EDITED, many=True)
def read_feedback(happened: Happened, actor: Any) -> None:
    """New words of a customer, or a new title."""
    mark_unread(Kind.FEEDBACK, [event.subject_id for event, _ in happened])


@on(IdeaEvent.CREATED, IdeaEvent.CHANGED)
def read_idea(event: Event, subject: Any, actor: Any) -> None:
    """A new idea, or new words for one."""
    mark_unread(Kind.IDEA, [event.subject_id])


@on(InsightEvent.MADE, many=True)
def read_insights(happened: Happened, actor: Any) -> None:
    """Words that speak for an idea count from now on."""
    stand_in({event.facts["insight"]: event.subject_id for event, _ in happened})
    mark_unread(Kind.INSIGHT, [event.facts["insight"] for event, _ in happened])
