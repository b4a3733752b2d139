"""What is owed to whom: drafts that wait, answers that were handed over, and words and votes that nobody answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from answers.forms import SHOWN_AS, AnswerFilter
from answers.models import Answer, AnswerState
from answers.owing import overdue_votes, owed, owed_votes
from doors.policy import door
from doors.web import actor_of, as_id, find, page, paged
from feedback.standing import standings
from history.actor import Actor, Role
from roadmap.models import Idea

TABS = (
    ("waiting", "Waiting"),
    ("handed", "To tell in person"),
    ("owed", "Nobody answered"),
    ("voted", "Voters not told"),
    ("given", "Given"),
    ("dropped", "Not given"),
)


@door()
def waiting(request: HttpRequest) -> HttpResponse:
    """Drafts, the oldest first: a product manager's list; who sends no answers begins with those to tell."""
    return shown(request, "waiting" if actor_of(request).has(Role.PRODUCT) else "handed")


@door()
def tab(request: HttpRequest, name: str) -> HttpResponse:
    """Another part of the answers."""
    return shown(request, name)


def shown(request: HttpRequest, name: str) -> HttpResponse:
    """Answers in one state, beside the one that is read."""
    actor = actor_of(request)
    form = AnswerFilter(request.GET, actor=actor)
    rows = form.narrow(Answer.objects.visible_to(actor).filter(state__in=SHOWN_AS[name]))
    if name == "handed" and not actor.has(Role.PRODUCT):
        rows = rows.filter(owner=actor.person)
    order = ("-settled_at", "-id") if name in ("given", "dropped") else ("made_at", "id")
    answers = paged(request, rows.select_related("contact__silence", "company", "owner", "idea").order_by(*order))
    return page(
        request, "answers/list.html", shown=answers, form=form, tab=name, tabs=tabs_for(actor), may_send=actor.has(Role.PRODUCT)
    )


@door()
def unanswered(request: HttpRequest) -> HttpResponse:
    """Feedback that nobody answered, the longest ago first."""
    actor = actor_of(request)
    rows = paged(request, owed(actor).for_lists())
    told = standings(list(rows), actor)
    for row in rows:
        row.standing = told[row.pk]
    return page(request, "answers/owed.html", shown=rows, tab="owed", tabs=tabs_for(actor), may_send=actor.has(Role.PRODUCT))


@door()
def unanswered_votes(request: HttpRequest) -> HttpResponse:
    """Votes whose voter nobody told anything, the longest ago first; of one idea, the fresh ones too."""
    actor, idea = actor_of(request), None
    rows = overdue_votes(actor)
    if (of := as_id(request.GET.get("idea"))) is not None:
        idea = find(Idea.objects.visible_to(actor), of)
        rows = owed_votes(actor).filter(idea=idea)
    shown = paged(request, rows.select_related("idea", "contact", "company", "given_by"))
    context = {"shown": shown, "idea": idea, "tab": "voted", "tabs": tabs_for(actor), "may_send": actor.has(Role.PRODUCT)}
    return page(request, "answers/owed_votes.html", **context)


def tabs_for(actor: Actor) -> list[dict[str, Any]]:
    """The tabs, with how many wait in each of the first."""
    rows = Answer.objects.visible_to(actor)
    handed = rows.filter(state=AnswerState.HANDED)
    counts = {
        "waiting": rows.filter(state=AnswerState.WAITING).count(),
        "handed": (handed if actor.has(Role.PRODUCT) else handed.filter(owner=actor.person)).count(),
        "owed": owed(actor).count(),
        "voted": overdue_votes(actor).count(),
    }
    return [{"name": name, "label": label, "count": counts.get(name)} for name, label in TABS]
