"""The verbs of triage as forms: for one feedback and for many, as a dialog and as a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.forms import ActorForm
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page
from feedback import actions, forms
from feedback.actions.bulk import MOST, VERBS
from feedback.events import FeedbackEvent
from feedback.models import Feedback, SetAsideReason, Tag
from feedback.views.answers import done, from_ranges, undo_address, undone
from history.actor import Role
from history.models import Event


@dataclass(frozen=True)
class Asking:
    """A verb that asks something first: its form, its words, and the event that it writes."""

    form: type[ActorForm]
    heading: str
    button: str
    said: Callable[[dict[str, Any]], str]
    kind: str
    icon: str
    initial: Callable[[Feedback], dict[str, Any]] = lambda row: {}
    ready: Callable[[Any], Any] = lambda value: value


ASKING: dict[str, Asking] = {
    "set-aside": Asking(
        forms.SetAsideForm, "Set aside", "Set aside",
        lambda values: f"set aside: {SetAsideReason(values['reason']).label.lower()}", FeedbackEvent.SET_ASIDE, "circle-slash",
    ),
    "snooze": Asking(
        forms.SnoozeForm, "Snooze", "Snooze", lambda values: f"asleep until {values['until']:%-d %B}", FeedbackEvent.SNOOZED,
        "alarm-clock",
    ),
    "assign": Asking(
        forms.AssignForm, "Assign", "Assign", lambda values: f"assigned to {values['assignee'] or 'nobody'}",
        FeedbackEvent.ASSIGNED, "user-check", lambda row: {"assignee": row.assignee_id},
    ),
    "tag": Asking(forms.TagForm, "Tags", "Change tags", lambda values: "tagged", FeedbackEvent.TAGGED, "tag"),
    "move": Asking(
        forms.MoveForm, "Product", "Move", lambda values: f"moved to {values['product'] or 'no product'}", FeedbackEvent.EDITED,
        "package", lambda row: {"product": row.product_id},
    ),
}  # fmt: skip
AT_ONCE: dict[str, tuple[str, str]] = {
    "archive": ("archived", FeedbackEvent.ARCHIVED),
    "unarchive": ("brought back", FeedbackEvent.UNARCHIVED),
    "wake": ("awake", FeedbackEvent.WOKE),
    "reopen": ("back in the inbox", FeedbackEvent.REOPENED),
    "undo-set-aside": ("back in the inbox", ""),
}


@door(Role.PRODUCT)
def one(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb on one feedback."""
    feedback = find(Feedback.objects.visible_to(actor_of(request)), pk)
    return run(request, [feedback], verb, is_bulk=False)


@door(Role.PRODUCT)
def many(request: HttpRequest, verb: str) -> HttpResponse:
    """A verb on all that were picked."""
    asked = request.POST.getlist("id") or request.GET.getlist("id")
    ids = {int(pk) for pk in asked if pk.isdigit() and len(pk) < 19}
    rows = list(Feedback.objects.visible_to(actor_of(request)).filter(pk__in=list(ids)[: MOST + 1]))
    if not rows or len(rows) != len(set(asked)):
        raise Http404
    return run(request, rows, verb, is_bulk=True)


def run(request: HttpRequest, rows: list[Feedback], verb: str, *, is_bulk: bool) -> HttpResponse:
    """Ask what there is to ask, do it, and say so."""
    actor = actor_of(request)
    if verb in AT_ONCE:
        return at_once(request, rows, verb, is_bulk=is_bulk)
    if verb not in ASKING:
        raise Http404
    asking = ASKING[verb]
    initial = {} if is_bulk else asking.initial(rows[0])
    form = asking.form(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: act(rows, verb, is_bulk=is_bulk, actor=actor, **form.cleaned_data)):
        text = f"{named(rows)} {asking.said(form.cleaned_data)}."
        return done(request, rows, text, undo=undo_address(actor, rows, asking.kind))
    return page(
        request, f"feedback/verbs/{verb}.html", form=form, rows=rows, asking=asking, is_bulk=is_bulk, verb=verb,
        tags=Tag.objects.all()[:100], status=422 if form.is_bound else 200,
    )  # fmt: skip


def at_once(request: HttpRequest, rows: list[Feedback], verb: str, *, is_bulk: bool) -> HttpResponse:
    """A verb that has nothing to ask, except by a link whether one means it."""
    if request.method != "POST":
        return page(
            request,
            "feedback/verbs/sure.html",
            rows=rows,
            verb=verb,
            is_bulk=is_bulk,
            heading=verb.replace("-", " ").capitalize(),
        )
    said, kind = AT_ONCE[verb]
    actor = actor_of(request)
    act(rows, verb, is_bulk=is_bulk, actor=actor)
    undo = undo_address(actor, rows, kind) if kind else ""
    return done(request, rows, f"{named(rows)} {said}.", undo=undo)


def act(rows: list[Feedback], verb: str, *, is_bulk: bool, **values: Any) -> Any:
    """One verb on one, or all or nothing on many."""
    return actions.do_to_all(verb, rows, **values) if is_bulk else VERBS[verb](rows[0], **values)


def named(rows: list[Feedback]) -> str:
    """What it was done to, as the toast says it."""
    return rows[0].key if len(rows) == 1 else f"{len(rows)} feedback"


@door(Role.PRODUCT)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a duplicate into the feedback that stays."""
    actor = actor_of(request)
    feedback = find(Feedback.objects.visible_to(actor), pk)
    into = Feedback.objects.visible_to(actor).filter(pk=as_id(request.GET.get("into"))).first()
    initial = {"into": into, "into_words": f"{into.key} {into}" if into else ""}
    form = forms.MergeForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.merge_duplicate(feedback, actor=actor, into=form.cleaned_data["into"])):
        undo = undo_address(actor, [feedback], FeedbackEvent.MERGED)
        return done(request, [feedback], f"{feedback.key} merged into {form.cleaned_data['into'].key}.", undo=undo)
    options = f"{reverse('feedback:options')}?but={pk}"
    return page(
        request, "feedback/verbs/merge.html", form=form, feedback=feedback, options_url=options,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Separate a duplicate again."""
    actor = actor_of(request)
    feedback = actions.unmerge(find(Feedback.objects.visible_to(actor), pk), actor=actor)
    undo = undo_address(actor, [feedback], FeedbackEvent.UNMERGED)
    return done(request, [feedback], f"{feedback.key} stands for itself again.", undo=undo)


@require_POST
@door()
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow; sent with ``stop``, follow no more."""
    actor = actor_of(request)
    feedback = find(Feedback.objects.visible_to(actor), pk)
    stops = bool(request.POST.get("stop"))
    (actions.unfollow if stops else actions.follow)(feedback, actor=actor)
    kind = FeedbackEvent.UNFOLLOWED if stops else FeedbackEvent.FOLLOWED
    text = f"You no longer follow {feedback.key}." if stops else f"You follow {feedback.key}: you hear what becomes of it."
    return done(request, [feedback], text, undo=undo_address(actor, [feedback], kind))


@require_POST
@door()
def undo(request: HttpRequest, steps: str) -> HttpResponse:
    """Undo one's own steps, all of them or none."""
    actor = actor_of(request)
    own = Event.objects.visible_to(actor).filter(actor=actor.person, subject_type=Feedback._meta.label_lower)
    events = list(own.filter(pk__in=from_ranges(steps)).select_related("words", "actor"))
    visible = Feedback.objects.visible_to(actor).filter(pk__in={event.subject_id for event in events})
    if not events or visible.count() != len({event.subject_id for event in events}):
        raise Http404
    rows = actions.undo_steps(events, actor=actor)
    return undone(request, rows, "Undone." if len(rows) == 1 else f"Undone for {len(rows)}.")
