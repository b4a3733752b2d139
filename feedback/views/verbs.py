"""The verbs of triage as forms: for one feedback and for many, as a dialog and as a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.forms import ActorForm
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page
from feedback import actions, forms
from feedback.actions.bulk import VERBS
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
    template: str = "feedback/verbs/_base.html"
    key: str = ""
    values: Callable[[dict[str, Any]], dict[str, Any]] = lambda cleaned: cleaned
    for_one: bool = True
    initial_for_many: Callable[[QuerySet[Feedback]], dict[str, Any]] = lambda rows: {}


def first_to_stay(rows: QuerySet[Feedback]) -> dict[str, Any]:
    """The one that stays unless somebody chooses another: into which most are merged already, or else what was said first."""
    standing = rows.filter(merged_into=None).annotate(merged=Count("duplicates"))
    stays = standing.order_by("-merged", "said_at", "pk").first()
    return {"into": stays.pk if stays else None, "into_words": f"{stays.key} {stays}" if stays else ""}


ASKING: dict[str, Asking] = {
    "set-aside": Asking(
        forms.SetAsideForm, "Set aside", "Set aside",
        lambda values: f"set aside: {SetAsideReason(values['reason']).label.lower()}", FeedbackEvent.SET_ASIDE, "circle-slash",
        template="feedback/verbs/set-aside.html", key="d",
    ),
    "snooze": Asking(
        forms.SnoozeForm, "Snooze", "Snooze", lambda values: f"asleep until {values['until']:%-d %B}", FeedbackEvent.SNOOZED,
        "alarm-clock", template="feedback/verbs/snooze.html", key="h",
    ),
    "assign": Asking(
        forms.AssignForm, "Assign", "Assign", lambda values: f"assigned to {values['assignee'] or 'nobody'}",
        FeedbackEvent.ASSIGNED, "user-check", lambda row: {"assignee": row.assignee_id},
        template="feedback/verbs/assign.html", key="a",
    ),
    "tag": Asking(
        forms.TagForm, "Tags", "Change tags", lambda values: "tagged", FeedbackEvent.TAGGED, "tag",
        template="feedback/verbs/tag.html", key="t",
    ),
    "merge": Asking(
        forms.MergeForm, "Merge", "Merge", lambda values: f"merged into {values['into'].key}", FeedbackEvent.MERGED,
        "git-merge", template="feedback/verbs/merge-many.html", key="m", for_one=False, initial_for_many=first_to_stay,
        values=lambda cleaned: {"into": cleaned["into"]},
    ),
    "move": Asking(
        forms.MoveForm, "Product", "Move", lambda values: f"moved to {values['product'] or 'no product'}", FeedbackEvent.EDITED,
        "package", lambda row: {"product": row.product_id}, template="feedback/verbs/move.html", key="p",
    ),
}  # fmt: skip


def offer_asking(verb: str, asking: Asking) -> None:
    """Let an upper floor's verb be asked for, for many."""
    ASKING[verb] = asking


AT_ONCE: dict[str, tuple[str, str]] = {
    "archive": ("archived", FeedbackEvent.ARCHIVED),
    "unarchive": ("brought back", FeedbackEvent.UNARCHIVED),
    "wake": ("awake", FeedbackEvent.WOKE),
    "reopen": ("back in the inbox", FeedbackEvent.REOPENED),
    "undo-set-aside": ("back in the inbox", FeedbackEvent.SET_ASIDE_UNDONE),
}


@door(Role.PRODUCT)
def one(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb on one feedback."""
    feedback = find(Feedback.objects.visible_to(actor_of(request)), pk)
    return run(request, [feedback], verb)


def run(request: HttpRequest, rows: list[Feedback], verb: str) -> HttpResponse:
    """Ask what there is to ask, do it to one, and say so."""
    actor = actor_of(request)
    if verb in AT_ONCE:
        return at_once(request, rows[0], verb)
    if verb not in ASKING or not ASKING[verb].for_one:
        raise Http404
    asking = ASKING[verb]
    form = asking.form(request.POST or None, actor=actor, initial=asking.initial(rows[0]))
    if form.is_valid() and attempt(form, lambda: VERBS[verb].run(rows[0], actor=actor, **asking.values(form.cleaned_data))):
        text = f"{rows[0].key} {asking.said(form.cleaned_data)}."
        return done(request, rows, text, undo=undo_address(actor, rows, asking.kind))
    return page(
        request, asking.template, form=form, rows=rows, asking=asking, verb=verb, tags=Tag.objects.all()[:100],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def at_once(request: HttpRequest, feedback: Feedback, verb: str) -> HttpResponse:
    """A verb that has nothing to ask, except by a link whether one means it."""
    said, kind = AT_ONCE[verb]
    if request.method != "POST":
        return page(request, "feedback/verbs/sure.html", rows=[feedback], verb=verb, heading=VERBS[verb].words)
    actor = actor_of(request)
    VERBS[verb].run(feedback, actor=actor)
    return done(request, [feedback], f"{feedback.key} {said}.", undo=undo_address(actor, [feedback], kind))


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
