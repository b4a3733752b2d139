"""Home: what awaits me."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, page
from feedback.models import Feedback, FeedbackState, Request
from feedback.standing import standings
from gates.models import Decision
from gates.waiting import waiting_for
from history.actor import Actor, Role
from history.models import Event
from history.telling import tell_all
from objectives.models import CycleState, KeyResult
from roadmap.models import Idea, IdeaState, Initiative

SHOWN = 6


@door()
def home(request: HttpRequest) -> HttpResponse:
    """Who I am decides what I see first: what waits for my decision, my inbox, my requests, my key results."""
    actor = actor_of(request)
    context: dict[str, Any] = {"waiting": waiting_for(actor), "decisions": recent_decisions(actor), "lanes": lanes(actor)}
    if actor.has(Role.PRODUCT):
        context["inbox"] = inbox(actor)
    if actor.has(Role.SALES):
        context["requests"] = my_requests(actor)
    context["key_results"] = my_key_results(actor)
    events = Event.objects.visible_to(actor).exclude(actor=None).select_related("actor", "words")[:8]
    return page(request, "line/home.html", tellings=tell_all(events), **context)


def inbox(actor: Actor) -> dict[str, Any]:
    """How much waits to be triaged, and the newest of it."""
    rows = Feedback.objects.visible_to(actor)
    waiting = rows.waiting()
    counts = rows.aggregate(
        inbox=Count("pk", filter=Q(state=FeedbackState.INBOX)), reviewed=Count("pk", filter=Q(state=FeedbackState.REVIEWED))
    )
    unsorted = Idea.objects.visible_to(actor).filter(state=IdeaState.UNSORTED).count()
    newest = list(waiting.select_related("company").order_by("-said_at")[:SHOWN])
    return {"count": waiting.count(), "newest": newest, "unsorted": unsorted, **counts}


def my_requests(actor: Actor) -> list[tuple[Request, Any]]:
    """One's newest requests, each with where it stands."""
    rows = Request.objects.visible_to(actor).filter(submitted_by=actor.person)
    mine = list(rows.select_related("feedback__company").order_by("-id")[:SHOWN])
    told = standings([row.feedback for row in mine], actor)
    return [(row, told[row.feedback_id]) for row in mine]


def my_key_results(actor: Actor) -> list[KeyResult]:
    """The key results that one owns in running cycles."""
    rows = KeyResult.objects.visible_to(actor).current().filter(owner=actor.person, objective__cycle__state=CycleState.RUNNING)
    return list(rows.select_related("objective").order_by("id")[:SHOWN])


def recent_decisions(actor: Actor) -> list[Decision]:
    """What was decided last."""
    rows = Decision.objects.visible_to(actor).standing().select_related("review__idea", "decided_by")
    return list(rows.order_by("-decided_at")[:SHOWN])


def lanes(actor: Actor) -> list[Initiative]:
    """What is being worked on now."""
    return list(Initiative.objects.visible_to(actor).on_roadmap().filter(horizon="now").select_related("product")[:SHOWN])
