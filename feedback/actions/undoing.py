"""Taking a step back: each step that history holds knows the step that undoes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from customers.models import Company, Contact
from feedback import rules
from feedback.actions import following, merging, triage
from feedback.actions.intake import edit_feedback
from feedback.actions.moving import locked, moved
from feedback.actions.sorting import assign, tag
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState, SetAside, Tag
from history.actor import Actor
from history.models import Event
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Person, Product


@transaction.atomic
def undo_steps(events: Iterable[Event], *, actor: Actor) -> list[Feedback]:
    """Undo one's own steps, the last one first: all of them or none."""
    undone = []
    for event in sorted(events, key=lambda one: -one.pk):
        if not actor.is_person(event.actor) or event.kind not in INVERSES:
            raise NotPossible("This step cannot be undone.")
        feedback = Feedback.objects.get(pk=event.subject_id)
        INVERSES[event.kind](event, feedback, actor)
        undone.append(feedback)
    return undone


def sleep_or_wake(event: Event, feedback: Feedback, actor: Actor) -> None:
    """Back to the day it was snoozed to before, or awake."""
    was = parse_datetime(event.facts["was"]) if event.facts.get("was") else None
    if was is not None and timezone.localdate(was) > timezone.localdate():
        triage.snooze(feedback, actor=actor, until=timezone.localdate(was))
    else:
        triage.wake(feedback, actor=actor)


def sleep_again(event: Event, feedback: Feedback, actor: Actor) -> None:
    """Back to the day it would have slept until."""
    until = parse_datetime(event.facts["was"])
    assert until is not None  # noqa: S101 (the event was written with it)
    triage.snooze(feedback, actor=actor, until=timezone.localdate(until))


def assign_back(event: Event, feedback: Feedback, actor: Actor) -> None:
    """Back to whose it was, unless somebody has given it to a third since."""
    feedback = locked(feedback)
    if feedback.assignee_id != event.facts["now"]:
        raise NotPossible(f"{feedback.key} was assigned to {feedback.assignee or 'nobody'} since.")
    assign(feedback, actor=actor, assignee=Person.objects.filter(pk=event.facts["was"]).first())


def tag_back(event: Event, feedback: Feedback, actor: Actor) -> None:
    """The tags that were added come off, those taken off come back."""

    def names(ids: list[int]) -> list[str]:
        return list(Tag.objects.filter(pk__in=ids).values_list("name", flat=True))

    tag(feedback, actor=actor, add=names(event.facts["removed"]), remove=names(event.facts["added"]))


def edit_back(event: Event, feedback: Feedback, actor: Actor) -> None:
    """What we wrote about it is as before the edit."""
    models: dict[str, Any] = {"product": Product, "company": Company, "contact": Contact}
    changes = (event.words.body or {}).get("changes", {})
    values = {name: before for name, (before, _) in changes.items() if name not in models}
    for name, model in models.items():
        if name in changes:
            values[name] = model.objects.filter(pk=event.facts[f"was_{name}"]).first()
    edit_feedback(feedback, actor=actor, **values)


@transaction.atomic
def close_again(event: Event, feedback: Feedback, actor: Actor) -> None:
    """Out of the inbox again, to where it was, with the set-aside that stood."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    if feedback.state != FeedbackState.INBOX or feedback.merged_into_id is not None:
        raise NotPossible(f"{feedback.key} was moved on since.")
    if event.facts.get("set_aside"):
        SetAside.objects.filter(pk=event.facts["set_aside"]).update(undone_at=None)
    was = event.facts["was"]
    kind = FeedbackEvent.ARCHIVED if was == FeedbackState.ARCHIVED else FeedbackEvent.REVIEWED
    changes = moved(feedback, state=was)
    record(kind, feedback, actor=actor, changes=changes, was=FeedbackState.INBOX)


INVERSES: dict[str, Callable[[Event, Feedback, Actor], Any]] = {
    FeedbackEvent.SET_ASIDE: lambda event, feedback, actor: triage.undo_set_aside(feedback, actor=actor),
    FeedbackEvent.SNOOZED: sleep_or_wake,
    FeedbackEvent.WOKE: sleep_again,
    FeedbackEvent.ARCHIVED: lambda event, feedback, actor: triage.unarchive(feedback, actor=actor),
    FeedbackEvent.UNARCHIVED: lambda event, feedback, actor: triage.archive(feedback, actor=actor),
    FeedbackEvent.REOPENED: close_again,
    FeedbackEvent.MERGED: lambda event, feedback, actor: merging.unmerge(feedback, actor=actor),
    FeedbackEvent.UNMERGED: lambda event, feedback, actor: merging.merge_duplicate(
        feedback, actor=actor, into=Feedback.objects.get(pk=event.about_id or 0)
    ),
    FeedbackEvent.ASSIGNED: assign_back,
    FeedbackEvent.TAGGED: tag_back,
    FeedbackEvent.EDITED: edit_back,
    FeedbackEvent.FOLLOWED: lambda event, feedback, actor: following.unfollow(feedback, actor=actor),
    FeedbackEvent.UNFOLLOWED: lambda event, feedback, actor: following.follow(feedback, actor=actor),
    FeedbackEvent.GIVEN: lambda event, feedback, actor: triage.archive(feedback, actor=actor),
}
