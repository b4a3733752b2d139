"""What one does with a lead, on its page, in the pane, and with several at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.forms import ActorForm
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, next_address, page, toast
from history.refusals import NotAllowed, NotPossible
from pqls import actions, rules
from pqls.forms import (
    AssignForm,
    BulkAssignForm,
    BulkRejectForm,
    BulkSnoozeForm,
    LeadForm,
    LostForm,
    OpportunityForm,
    RejectForm,
    SnoozeForm,
    WonForm,
)
from pqls.models import Pql
from pqls.views.leads import visible

MOST_AT_ONCE = 200
ASKING: dict[str, tuple[type[LeadForm], Callable[..., Pql], str, str, str]] = {
    "rejection": (RejectForm, actions.reject_pql, "Reject this lead", "Reject", "Rejected"),
    "opportunity": (OpportunityForm, actions.make_opportunity, "It became an opportunity", "Make it so", "Now an opportunity:"),
    "win": (WonForm, actions.win_pql, "The deal was won", "Won", "Won"),
    "loss": (LostForm, actions.lose_pql, "Nothing came of it", "Lost", "Lost"),
    "snooze": (SnoozeForm, actions.snooze_pql, "Put it off", "Snooze", "Snoozed"),
    "assignment": (AssignForm, actions.assign_pql, "Give it to somebody", "Give", "Given on:"),
}  # fmt: skip
MANY: dict[str, tuple[type[ActorForm], Callable[..., Pql], str, str]] = {
    "rejection": (BulkRejectForm, actions.reject_pql, "Reject these leads", "Reject"),
    "snooze": (BulkSnoozeForm, actions.snooze_pql, "Put these off", "Snooze"),
    "assignment": (BulkAssignForm, actions.assign_pql, "Give these to somebody", "Give"),
}


def done(request: HttpRequest, text: str, *, pk: int | None = None, undo: str = "") -> HttpResponse:
    """Say what was done. Whatever page is open is renewed in its place."""
    toast(request, text, undo=undo)
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"renew": "", "close-dialog": ""})})
    return redirect(next_address(request, reverse("pqls:pql", args=[pk]) if pk else reverse("pqls:pqls")))


@require_POST
@door(*rules.ANSWERING)
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lead up."""
    found = actions.accept_pql(find(visible(request), pk), actor=actor_of(request), words=request.POST.get("words", ""))
    return done(request, f"Accepted {found}.", pk=pk, undo=reverse("pqls:step_back", args=[pk]))


@require_POST
@door(*rules.ANSWERING)
def step_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last step back."""
    found = actions.step_back(find(visible(request), pk), actor=actor_of(request))
    return done(request, f"{found} is {found.get_state_display().lower()} again.", pk=pk)


@require_POST
@door(*rules.ANSWERING)
def waking(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it wait again."""
    found = actions.wake_pql(find(visible(request), pk), actor=actor_of(request))
    return done(request, f"{found} waits again.", pk=pk)


@require_POST
@door(*rules.ANSWERING)
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what nobody has."""
    actor = actor_of(request)
    found = actions.assign_pql(find(visible(request), pk), to=actor.person, actor=actor)
    return done(request, f"{found} is yours.", pk=pk)


@door(*rules.ANSWERING)
def asking(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb that asks for words first."""
    if verb not in ASKING:
        raise Http404
    found, actor = find(visible(request), pk), actor_of(request)
    kind, act, heading, button, told = ASKING[verb]
    form = kind(request.POST or None, actor=actor, pql=found)
    if form.is_valid() and attempt(form, lambda: act(found, actor=actor, **form.cleaned_data)):
        undo = reverse("pqls:step_back", args=[pk]) if verb in ("rejection", "opportunity", "win", "loss") else ""
        return done(request, f"{told} {found}.", pk=pk, undo=undo)
    return shown(request, form, heading, button, pql=found)


@door(*rules.ANSWERING)
def many(request: HttpRequest, verb: str) -> HttpResponse:
    """A verb on all that were picked: what may not be is left as it is, and said."""
    rows = picked(request)
    if verb == "acceptance":
        if request.method != "POST":
            raise Http404
        return told_of_many(request, rows, lambda one: actions.accept_pql(one, actor=actor_of(request)))
    if verb not in MANY:
        raise Http404
    kind, act, heading, button = MANY[verb]
    form = kind(request.POST if request.method == "POST" else None, actor=actor_of(request))
    if form.is_valid():
        return told_of_many(request, rows, lambda one: act(one, actor=form.actor, **form.cleaned_data))
    return shown(request, form, heading, button, rows=rows)


def picked(request: HttpRequest) -> list[Pql]:
    """The leads that were picked. A hidden and a missing id give the same 404; so does nothing at all, and too much."""
    asked = request.POST.getlist("id") or request.GET.getlist("id")
    ids = {as_id(one) for one in asked}
    rows = list(visible(request).filter(pk__in=[one for one in ids if one is not None]).order_by("id")[: MOST_AT_ONCE + 1])
    if not rows or len(rows) > MOST_AT_ONCE or len(rows) != len(ids):
        raise Http404
    return rows


def told_of_many(request: HttpRequest, rows: list[Pql], act: Callable[[Pql], Pql]) -> HttpResponse:
    """Do it to each, and say to how many it was done and why not to the others."""
    count, refused = 0, []
    for one in rows:
        try:
            act(one)
            count += 1
        except (NotAllowed, NotPossible, ValidationError) as error:
            refused.append(f"{one}: {error.messages[0] if isinstance(error, ValidationError) else error}")
    text = f"Done with {count} of {len(rows)}."
    if refused:
        text += f" {refused[0]}" + (f" And {len(refused) - 1} more." if len(refused) > 1 else "")
    return done(request, text)


def shown(request: HttpRequest, form: Form, heading: str, button: str, **context: Any) -> HttpResponse:
    """A form as it opens, or with what is wrong."""
    return page(
        request, "pqls/form.html", form=form, heading=heading, button=button, status=422 if form.is_bound else 200, **context
    )
