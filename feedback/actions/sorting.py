"""Whose a feedback is, and under which words it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from feedback import rules
from feedback.actions.moving import locked, moved
from feedback.events import FeedbackEvent
from feedback.models import Feedback, Tag
from history.actor import Actor, Role
from history.recording import record
from history.refusals import require
from people.models import Person

MOST_TAGS = 20


@transaction.atomic
def assign(feedback: Feedback, *, actor: Actor, assignee: Person | None) -> Feedback:
    """Make a feedback a product manager's to triage, or nobody's."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    if assignee is not None and not (assignee.is_active and Role.PRODUCT in assignee.role_set):
        raise ValidationError({"assignee": f"{assignee} does not triage. Choose a product manager."})
    if assignee is not None and not rules.may_see_product(Actor(person=assignee), feedback.product):
        raise ValidationError({"assignee": f"{assignee} is no member of {feedback.product}."})
    was = feedback.assignee_id
    if was == (assignee.pk if assignee else None):
        return feedback
    changes = moved(feedback, assignee=assignee)
    record(FeedbackEvent.ASSIGNED, feedback, actor=actor, changes=changes, was=was, now=assignee)
    return feedback


@transaction.atomic
def tag(feedback: Feedback, *, actor: Actor, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Feedback:
    """Put words on a feedback by which people sort, and take others off."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    before = set(feedback.tags.all())
    after = (before - set(tags_named(remove, make=False))) | set(tags_named(add))
    return retag(feedback, before, after, actor=actor)


def retag(feedback: Feedback, before: set[Tag], after: set[Tag], *, actor: Actor) -> Feedback:
    """Give a locked feedback these tags and write it down, if anything differs."""
    if len(after) > MOST_TAGS:
        raise ValidationError({"tags": f"At most {MOST_TAGS} tags."})
    added, removed = after - before, before - after
    if added or removed:
        feedback.tags.set(after)
        moved(feedback)
        record(
            FeedbackEvent.TAGGED, feedback, actor=actor, changes={"tags": [words_of(before), words_of(after)]},
            added=sorted(one.pk for one in added), removed=sorted(one.pk for one in removed),
        )  # fmt: skip
    return feedback


def words_of(tags: Iterable[Tag]) -> str:
    """Tags as one reads them."""
    return ", ".join(sorted(one.name for one in tags))


def tags_named(names: Iterable[str], *, make: bool = True) -> list[Tag]:
    """The tags of these names, whatever their case; those that are missing are made."""
    wanted = sorted({" ".join(name.lower().split()) for name in names} - {""})
    if any(len(name) > 40 for name in wanted):
        raise ValidationError({"tags": "A tag has at most 40 characters."})
    if make and wanted:
        Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=wanted))
