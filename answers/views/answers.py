"""One answer: read, mended, sent, handed over, told, or not given."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from answers import actions, rules
from answers.forms import AnswerForm, DropForm, HandOverForm, TellForm
from answers.models import Answer
from doors.forms import ActorForm
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, asks_for_part, attempt, find, page, toast
from feedback.models import Feedback
from history.actor import Role
from roadmap.models import Vote


def readable(request: HttpRequest) -> Any:
    """Answers with everything that reading one takes."""
    joined = ("contact__silence", "company__owner", "owner", "idea__wording", "product", "settled_by")
    return Answer.objects.visible_to(actor_of(request)).select_related(*joined)


@door()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer, as a page and beside the list; whoever may changes its words here."""
    found = find(readable(request), pk)
    form = form_of(request, found)
    if form.is_bound and form.is_valid():
        verb = actions.send_answer if "send" in request.POST else actions.edit_answer
        if attempt(form, lambda: verb(found, actor=form.actor, **form.values())):
            sent = "send" in request.POST
            return done(request, [found], f"Sent to {found.recipient}." if sent else "Saved.", leaves=sent)
    return shown(request, found, form)


def form_of(request: HttpRequest, found: Answer) -> AnswerForm:
    """The form of its words."""
    initial = {"subject": found.subject, "text": found.text, "version": found.version}
    return AnswerForm(request.POST or None, actor=actor_of(request), initial=initial, prefix=None)


def shown(request: HttpRequest, found: Answer, form: AnswerForm) -> HttpResponse:
    """The answer as it is read, with what may be done."""
    actor = actor_of(request)
    template = "answers/_reading.html" if asks_for_part(request) and request.GET.get("pane") else "answers/answer.html"
    rows = Feedback.objects.visible_to(actor).filter(answers=found).select_related("company", "contact").order_by("-said_at")
    votes = Vote.objects.visible_to(actor).filter(answers=found).select_related("idea", "company", "given_by").order_by("-at")
    return page(
        request, template, answer=found, form=form, spoken=list(rows[:10]), votes=list(votes[:10]),
        may_answer=rules.may_answer(actor, found), may_tell=rules.may_tell(actor, found),
        panels=render_panels("answer", request, found), status=422 if form.is_bound else 200,
    )  # fmt: skip


ASKING: dict[str, tuple[type[ActorForm], Callable[..., Answer], str, str]] = {
    "hand-over": (HandOverForm, actions.hand_over, "Hand to the account owner", "Handed over: {} is told in person."),
    "told": (TellForm, actions.tell_answer, "Told in person", "Noted: {} was told."),
    "drop": (DropForm, actions.drop_answer, "Give no answer", "{} gets no answer to this."),
}
AT_ONCE: dict[str, tuple[Callable[..., Answer], str]] = {
    "take-back": (actions.take_back, "Back among your drafts: {}."),
    "revive": (actions.revive_answer, "Waits again: {}."),
}


@door(*rules.TELLERS)
def verb(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A verb on an answer: asks what there is to ask, does it, and says so."""
    found, actor = find(readable(request), pk), actor_of(request)
    if name in AT_ONCE:
        if request.method != "POST":
            return redirect(found.get_absolute_url())
        run, said = AT_ONCE[name]
        run(found, actor=actor)
        return done(request, [found], said.format(found.recipient))
    if name not in ASKING:
        raise Http404
    kind, run, heading, said = ASKING[name]
    form = kind(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: run(found, actor=actor, **form.cleaned_data)):
        return done(request, [found], said.format(found.recipient))
    return page(request, "answers/verb.html", form=form, answer=found, heading=heading, status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def send_many(request: HttpRequest) -> HttpResponse:
    """Send several drafts as they stand: all of them or none."""
    actor, asked = actor_of(request), {int(pk) for pk in request.POST.getlist("id") if pk.isdigit() and len(pk) < 19}
    rows = list(readable(request).filter(pk__in=asked))
    if not rows or len(rows) != len(asked) or len(rows) > 200:
        raise Http404
    with transaction.atomic():
        for row in rows:
            actions.send_answer(row, actor=actor)
    return done(request, rows, f"{len(rows)} answer{'' if len(rows) == 1 else 's'} sent.")


@require_POST
@door(Role.PRODUCT)
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an answer to a feedback that nothing else called for."""
    actor = actor_of(request)
    made = actions.draft_by_hand(find(Feedback.objects.visible_to(actor), pk), actor=actor)
    return redirect(made.get_absolute_url())


@require_POST
@door(Role.PRODUCT)
def to_voter(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an answer to somebody who voted, that nothing else called for."""
    actor = actor_of(request)
    made = actions.draft_to_voter(find(Vote.objects.visible_to(actor), pk), actor=actor)
    return redirect(made.get_absolute_url())


def done(request: HttpRequest, rows: list[Answer], text: str, *, leaves: bool = True) -> HttpResponse:
    """Say what was done. The list lets go of what left it, and the next one opens; an answer's own page is renewed."""
    toast(request, text)
    if not getattr(request, "htmx", False):
        return redirect(reverse("answers:waiting") if leaves else rows[0].get_absolute_url())
    own = urlsplit(request.htmx.current_url or "").path == rows[0].get_absolute_url()  # type: ignore[attr-defined]
    gone: dict[str, Any] = {"rows-gone": {"ids": [f"answer-{row.pk}" for row in rows]}} if leaves and not own else {"renew": ""}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"close-dialog": "", **gone})})
