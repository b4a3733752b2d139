"""The verbs of gate meetings: plan, change, set the agenda, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.events import GateEvent
from gates.models.meetings import AgendaItem, GateMeeting
from gates.models.reviews import GateReview
from gates.rules.meetings import may_chair, may_keep_meeting, may_plan
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Person

MOST = 20
USUAL = 20
EDITABLE = {"title", "starts_at", "place", "chair"}


@transaction.atomic
def plan_meeting(
    *, title: str, starts_at: datetime, reviews: Sequence[GateReview], actor: Actor, chair: Person | None = None, place: str = ""
) -> GateMeeting:
    """Call a meeting over several reviews, in the order given."""
    require(may_plan(actor))
    chair = chair or actor.person
    if chair is None or not may_chair(chair):
        raise ValidationError({"chair": "A leader chairs the meeting."})
    if starts_at <= clock.now():
        raise ValidationError({"starts_at": "A meeting begins in the future."})
    meeting = GateMeeting(title=title.strip(), starts_at=starts_at, place=place.strip(), chair=chair, made_by=actor.person)
    meeting.full_clean()
    meeting.save()
    write_agenda(meeting, [(review, USUAL) for review in reviews], actor)
    record(GateEvent.MEETING_PLANNED, meeting, actor=actor, reviews=[review.pk for review in reviews])
    return meeting


@transaction.atomic
def change_meeting(meeting: GateMeeting, *, actor: Actor, version: int | None = None, **values: Any) -> GateMeeting:
    """Change when, where, what it is called, or who chairs it."""
    meeting = held_meeting(meeting, actor)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of a meeting: {', '.join(sorted(unknown))}.")
    if "chair" in values and not may_chair(values["chair"]):
        raise ValidationError({"chair": "A leader chairs the meeting."})
    if "starts_at" in values and values["starts_at"] != meeting.starts_at and values["starts_at"] <= clock.now():
        raise ValidationError({"starts_at": "A meeting begins in the future."})
    changes = change(meeting, values, version=version)
    if changes:
        record(GateEvent.MEETING_CHANGED, meeting, actor=actor, changes=changes)
    return meeting


@transaction.atomic
def set_agenda(meeting: GateMeeting, items: Sequence[tuple[GateReview, int]], *, actor: Actor) -> GateMeeting:
    """Say which reviews are taken, in which order, and how many minutes each has."""
    meeting = held_meeting(meeting, actor)
    before = list(meeting.items.values_list("review", flat=True))
    meeting.items.all().delete()
    write_agenda(meeting, items, actor, before)
    meeting.version += 1
    meeting.save(update_fields=["version"])
    record(GateEvent.AGENDA_SET, meeting, actor=actor, reviews=[review.pk for review, _ in items], before=before)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: GateMeeting, *, actor: Actor, reason: str = "") -> GateMeeting:
    """Call a meeting off. Its reviews go on without it."""
    meeting = held_meeting(meeting, actor)
    meeting.cancelled_at, meeting.version = clock.now(), meeting.version + 1
    meeting.save(update_fields=["cancelled_at", "version"])
    record(GateEvent.MEETING_CANCELLED, meeting, actor=actor, reason=reason.strip())
    return meeting


def held_meeting(meeting: GateMeeting, actor: Actor) -> GateMeeting:
    """The meeting, locked, if the actor keeps it and it still takes place."""
    meeting = GateMeeting.objects.select_for_update(of=("self",)).select_related("chair").get(pk=meeting.pk)
    require(may_keep_meeting(actor, meeting))
    if meeting.cancelled_at is not None:
        raise NotPossible("This meeting was cancelled.")
    return meeting


def write_agenda(
    meeting: GateMeeting, items: Sequence[tuple[GateReview, int]], actor: Actor, before: Sequence[int] = ()
) -> None:  # fmt: skip
    """The rows of an agenda. What was on it already may have been decided since; what is new still waits for its decision."""
    if not items:
        raise ValidationError({"reviews": "An agenda has at least one review."})
    if len(items) > MOST:
        raise ValidationError({"reviews": f"At most {MOST} reviews fit into one meeting."})
    if len({review.pk for review, _ in items}) < len(items):
        raise ValidationError({"reviews": "A review stands on the agenda twice."})
    seen = set(GateReview.objects.visible_to(actor).filter(pk__in=[one.pk for one, _ in items]).values_list("pk", flat=True))
    for position, (review, minutes) in enumerate(items, 1):
        if review.pk not in seen:
            raise ValidationError({"reviews": "Choose among the reviews that you may see."})
        if not review.is_open and review.pk not in before:
            raise ValidationError({"reviews": f"{review} is decided already."})
        item = AgendaItem(meeting=meeting, review=review, position=position, minutes=minutes)
        item.full_clean(validate_unique=False)
        item.save()
