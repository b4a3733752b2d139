"""Home: what awaits me."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doors.counts import counted
from doors.panels import Later
from doors.policy import door
from doors.web import actor_of, page
from feedback.models import Feedback, Request
from feedback.standing import standings
from gates.models import Decision
from history.actor import Actor, Role
from line.visits import followed, news_since, note_visit
from line.waiting import all_waiting
from objectives.models import CycleState, KeyResult
from roadmap.models import Idea, IdeaState, Initiative

SHOWN = 6
MOST_OWNED = 100
MINE = Later("mine", "My requests and key results")
NEWS = Later("news", "What was decided, and what is new")


@door()
def home(request: HttpRequest) -> HttpResponse:
    """Who I am decides what I see first: what waits for my decision, and my inbox. What is mine and what is new load after it."""
    actor = actor_of(request)
    context: dict[str, Any] = {"waiting": all_waiting(actor)}
    if actor.has(Role.PRODUCT):
        context["inbox"] = inbox(actor)
    return page(request, "line/home.html", mine=(MINE, reverse("line:mine")), news=(NEWS, reverse("line:news")), **context)


@door()
def mine(request: HttpRequest) -> HttpResponse:
    """My requests, each with where it stands, and my key results: a part of Home."""
    actor = actor_of(request)
    requests = my_requests(actor) if actor.has(Role.SALES) else None
    context = {"requests": requests, "key_results": my_key_results(actor), "home": reverse("line:home")}
    return page(request, "line/home_mine.html", part="later", later=MINE, **context)


@door()
def news(request: HttpRequest) -> HttpResponse:
    """What was decided, what is worked on, what I follow, and what is new since I was here: a part of Home."""
    actor = actor_of(request)
    since = note_visit(actor)
    told, count = news_since(since, actor)
    context = {"tellings": told, "since": since, "news_count": count, "followed": followed(actor)}
    return page(
        request, "line/home_news.html", part="later", later=NEWS, decisions=recent_decisions(actor), lanes=lanes(actor), **context
    )  # fmt: skip


def inbox(actor: Actor) -> dict[str, Any]:
    """How much waits to be triaged, and the newest of it."""
    waiting = Feedback.objects.visible_to(actor).waiting()
    newest = list(waiting.select_related("company").order_by("-said_at", "-id")[:SHOWN])
    count, unsorted = counted([waiting, Idea.objects.visible_to(actor).filter(state=IdeaState.UNSORTED)])
    is_new = not newest and not Feedback.objects.visible_to(actor).exists()
    return {"count": count, "newest": newest, "unsorted": unsorted, "is_new": is_new}


def my_requests(actor: Actor) -> list[tuple[Request, Any]]:
    """One's newest requests, each with where it stands."""
    rows = Request.objects.visible_to(actor).filter(submitted_by=actor.person)
    mine = list(rows.select_related("feedback__company").order_by("-id")[:SHOWN])
    told = standings([row.feedback for row in mine], actor)
    return [(row, told[row.feedback_id]) for row in mine]


def my_key_results(actor: Actor) -> list[KeyResult]:
    """The key results that one is asked about in cycles that run or are graded, what waits first."""
    rows = KeyResult.objects.visible_to(actor).current().asked_of(actor.person).with_last_check_in().with_grade()
    rows = rows.filter(objective__cycle__state__in=(CycleState.RUNNING, CycleState.GRADING)).order_by("id")
    mine = sorted(rows.select_related("objective__cycle")[:MOST_OWNED], key=lambda one: not one.waits)
    return mine[:SHOWN]


def recent_decisions(actor: Actor) -> list[Decision]:
    """What was decided last."""
    rows = Decision.objects.visible_to(actor).standing().select_related("review__idea", "decided_by")
    return list(rows.order_by("-decided_at")[:SHOWN])


def lanes(actor: Actor) -> list[Initiative]:
    """What is being worked on now."""
    return list(Initiative.objects.visible_to(actor).on_roadmap().filter(horizon="now").select_related("product")[:SHOWN])
