"""Whose a feedback is, and under which words it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from feedback import rules
from feedback.actions.moving import Step, Stepping, one_or_many
from feedback.events import FeedbackEvent
from feedback.models import Feedback, Tag
from history.actor import Actor, Role
from history.refusals import require
from people.models import Person, Product

MOST_TAGS = 20


@one_or_many("assignee")
def assign(*, actor: Actor, assignee: Person | None) -> Stepping:
    """Make a feedback a product manager's to triage, or nobody's."""
    require(rules.may_triage(actor))
    if assignee is not None and not (assignee.is_active and Role.PRODUCT in assignee.role_set):
        raise ValidationError({"assignee": f"{assignee} does not triage. Choose a product manager."})

    def step(feedback: Feedback) -> Step | None:
        require(rules.may_triage(actor, feedback))
        if assignee is not None and not rules.may_see_product(Actor(person=assignee), feedback.product):
            raise ValidationError({"assignee": f"{assignee} is no member of {feedback.product}."})
        was, now = feedback.assignee_id, assignee.pk if assignee is not None else None
        if was == now:
            return None
        return Step(FeedbackEvent.ASSIGNED, feedback, {"assignee": assignee}, {"was": was, "now": now})

    return step


@one_or_many("submitted_by")
def move_to(*, actor: Actor, product: Product | None) -> Stepping:
    """Say which product a feedback is about, or that it is about none."""
    require(rules.may_see_product(actor, product))

    def step(feedback: Feedback) -> Step | None:
        require(rules.may_edit(actor, feedback))
        if feedback.product == product:
            return None
        return Step(FeedbackEvent.EDITED, feedback, {"product": product}, {"was_product": feedback.product_id})

    return step


@one_or_many("tags")
def tag(*, actor: Actor, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Stepping:
    """Put words on a feedback by which people sort, and take others off."""
    require(rules.may_triage(actor))
    off, on = set(tags_named(remove, make=False)), set(tags_named(add))

    def step(feedback: Feedback) -> Step | None:
        require(rules.may_triage(actor, feedback))
        before = set(feedback.tags.all())
        return retagged(feedback, before, (before - off) | on)

    return step


def retagged(feedback: Feedback, before: set[Tag], after: set[Tag]) -> Step | None:
    """Give a feedback these tags, if anything differs."""
    if len(after) > MOST_TAGS:
        raise ValidationError({"tags": f"At most {MOST_TAGS} tags."})
    if before == after:
        return None
    facts = {"added": sorted(one.pk for one in after - before), "removed": sorted(one.pk for one in before - after)}
    return Step(FeedbackEvent.TAGGED, feedback, facts=facts, tags=(before, after))


def tags_named(names: Iterable[str], *, make: bool = True) -> list[Tag]:
    """The tags of these names, whatever their case; those that are missing are made."""
    wanted = sorted({" ".join(name.lower().split()) for name in names} - {""})
    if any(len(name) > 40 for name in wanted):
        raise ValidationError({"tags": "A tag has at most 40 characters."})
    found = list(Tag.objects.filter(name__in=wanted)) if wanted else []
    if not make or len(found) == len(wanted):
        return found
    Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=wanted))
