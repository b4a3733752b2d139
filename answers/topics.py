"""Whom the answers' own mail tells that something came of their requests: they get no second mail about it."""

from __future__ import annotations

from typing import Any

from answers.models import Muted
from answers.news import ENDS
from answers.reactions import occasion_of
from conversation.telling import mailed_elsewhere
from feedback.models import Request
from history.models import Event
from roadmap.events import IdeaEvent, InitiativeEvent
from roadmap.models import Insight


@mailed_elsewhere(IdeaEvent.MOVED, InitiativeEvent.PLACED, InitiativeEvent.MOVED, InitiativeEvent.COMPLETED)
def requesters(event: Event, subject: Any) -> list[int]:
    """Who of ours submitted requests that support the idea, or an idea of the initiative, that moved."""
    if event.kind == IdeaEvent.MOVED:
        of_it = Insight.objects.standing().filter(idea=subject) if event.facts.get("to") in ENDS else Insight.objects.none()
    else:
        of_it = Insight.objects.standing().filter(idea__initiatives=subject) if occasion_of(event) else Insight.objects.none()
    rows = Request.objects.filter(feedback__in=of_it.values("feedback")).exclude(submitted_by__in=Muted.objects.values("person"))
    return list(rows.values_list("submitted_by", flat=True))
