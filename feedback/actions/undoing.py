"""Taking a step back: each step that history holds knows the step that undoes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from customers.models import Company, Contact
from feedback import rules
from feedback.actions import merging, triage
from feedback.actions.intake import edit_feedback
from feedback.actions.moving import OneOrMany, Step, Stepping, Steps, one_or_many
from feedback.actions.sorting import assign, move_to, retagged
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState, Tag
from history.actor import Actor
from history.models import Event
from history.refusals import NotPossible, require
from people.models import Person, Product


@dataclass(frozen=True)
class Back:
    """What undoes a step: a verb, and what it takes. Those that are alike may be taken together.

    ``lists`` is what it takes of each alone, in a list that is one for all where they are taken together.
    """

    verb: Callable[..., Any]
    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)

    def take(self, feedback: Feedback, *, actor: Actor) -> None:
        """Undo the step."""
        self.verb(feedback, actor=actor, **self.values, **self.lists)

    def joined(self, others: Iterable[Back]) -> dict[str, Any]:
        """What the verb takes for this one and others that are alike."""
        lists = {name: [one for back in others for one in back.lists[name]] for name in self.lists}
        return self.values | lists

    @property
    def together(self) -> str:
        """What those that may be taken together have in common; nothing where the verb knows only one."""
        if not isinstance(self.verb, OneOrMany):
            return ""
        plain = {name: value.pk if isinstance(value, Model) else value for name, value in self.values.items()}
        return f"{self.verb.__name__} {sorted(plain.items())}"


def way_back(event: Event) -> Back:
    """What undoes a step, whoever took it."""
    if event.kind not in INVERSES:
        raise NotPossible("This step cannot be undone.")
    return INVERSES[event.kind](event)


@transaction.atomic
def undo_steps(events: Iterable[Event], *, actor: Actor) -> list[Feedback]:
    """Undo one's own steps, the last one first: all of them or none. Those that are alike are undone together."""
    last_first = sorted(events, key=lambda one: -one.pk)
    if not all(actor.is_person(event.actor) for event in last_first):
        raise NotPossible("This step cannot be undone.")
    is_once = len({event.subject_id for event in last_first}) == len(last_first)
    alike: dict[Any, list[tuple[Event, Back]]] = defaultdict(list)
    for event in last_first:
        back = way_back(event)
        alike[(is_once and back.together) or event.pk].append((event, back))
    for those in alike.values():
        take_all(those, actor=actor)
    return list(Feedback.objects.filter(pk__in=[event.subject_id for event in last_first]).order_by("-pk"))


def take_all(those: list[tuple[Event, Back]], *, actor: Actor) -> None:
    """Undo steps that are alike, or one; the first refusal is raised."""
    rows = list(Feedback.objects.filter(pk__in=[event.subject_id for event, _ in those]))
    backs = [back for _, back in those]
    if len(those) == 1:
        backs[0].take(rows[0], actor=actor)
        return
    for refusal in backs[0].verb.together(rows, actor=actor, **backs[0].joined(backs)).refused.values():
        raise refusal


@transaction.atomic
def step_back(event: Event, *, actor: Actor) -> Feedback:
    """Undo one step, whoever took it: the verb that undoes it asks whether the actor may."""
    back = way_back(event)
    feedback = Feedback.objects.get(pk=event.subject_id)
    back.take(feedback, actor=actor)
    return feedback


def offer_inverse(kind: str, inverse: Callable[[Event], Back]) -> None:
    """Let an upper floor's step on a feedback be undone too."""
    INVERSES[kind] = inverse


def sleep_or_wake(event: Event) -> Back:
    """Back to the day it was snoozed to before, or awake."""
    was = parse_datetime(event.facts["was"]) if event.facts.get("was") else None
    if was is not None and timezone.localdate(was) > timezone.localdate():
        return Back(triage.snooze, {"until": timezone.localdate(was)})
    return Back(triage.wake)


def sleep_again(event: Event) -> Back:
    """Back to the day it would have slept until."""
    until = parse_datetime(event.facts["was"])
    assert until is not None  # noqa: S101 (the event was written with it)
    return Back(triage.snooze, {"until": timezone.localdate(until)})


@one_or_many("assignee")
def assign_back(*, actor: Actor, was: int | None, now: int | None) -> Stepping:
    """Back to whose it was, unless somebody has given it to a third since."""
    assigned = assign.verb(actor=actor, assignee=Person.objects.filter(pk=was).first())

    def step(feedback: Feedback) -> Steps:
        if feedback.assignee_id != now:
            raise NotPossible(f"{feedback.key} was assigned to {feedback.assignee or 'nobody'} since.")
        return assigned(feedback)

    return step


@one_or_many("tags")
def tag_back(*, actor: Actor, added: list[int], removed: list[int]) -> Stepping:
    """The tags that were added come off, those taken off come back."""
    require(rules.may_triage(actor))
    off, on = set(added), set(Tag.objects.filter(pk__in=removed))

    def step(feedback: Feedback) -> Step | None:
        require(rules.may_triage(actor, feedback))
        before = set(feedback.tags.all())
        return retagged(feedback, before, {one for one in before if one.pk not in off} | on)

    return step


@one_or_many("submitted_by")
def move_back(*, actor: Actor, was: int | None) -> Stepping:
    """About the product again that it was about before."""
    return move_to.verb(actor=actor, product=Product.objects.filter(pk=was).first())


def edit_back(event: Event) -> Back:
    """What we wrote about it is as before the edit."""
    models: dict[str, Any] = {"product": Product, "company": Company, "contact": Contact}
    changes = (event.words.body or {}).get("changes", {})
    if set(changes) == {"product"}:
        return Back(move_back, {"was": event.facts["was_product"]})
    values = {name: before for name, (before, _) in changes.items() if name not in models}
    for name, model in models.items():
        if name in changes:
            values[name] = model.objects.filter(pk=event.facts[f"was_{name}"]).first()
    return Back(edit_feedback, values)


@one_or_many("set_asides")
def close_again(*, actor: Actor, was: str, aside: int | None) -> Stepping:
    """Out of the inbox again, to where it was, with the set-aside that stood."""
    kind = FeedbackEvent.ARCHIVED if was == FeedbackState.ARCHIVED else FeedbackEvent.REVIEWED

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        if feedback.state != FeedbackState.INBOX or feedback.merged_into_id is not None:
            raise NotPossible(f"{feedback.key} was moved on since.")
        stood = next((one for one in feedback.set_asides.all() if one.pk == aside), None)
        if stood is not None:
            stood.undone_at = None
        return Step(kind, feedback, {"state": was}, {"was": FeedbackState.INBOX}, also=stood)

    return step


def closed_again(event: Event) -> Back:
    """Where it was, and with which set-aside."""
    return Back(close_again, {"was": event.facts["was"], "aside": event.facts.get("set_aside")})


INVERSES: dict[str, Callable[[Event], Back]] = {
    FeedbackEvent.SET_ASIDE: lambda event: Back(triage.undo_set_aside),
    FeedbackEvent.SET_ASIDE_UNDONE: closed_again,
    FeedbackEvent.SNOOZED: sleep_or_wake,
    FeedbackEvent.WOKE: sleep_again,
    FeedbackEvent.ARCHIVED: lambda event: Back(triage.unarchive),
    FeedbackEvent.UNARCHIVED: lambda event: Back(triage.archive),
    FeedbackEvent.REOPENED: closed_again,
    FeedbackEvent.MERGED: lambda event: Back(merging.unmerge),
    FeedbackEvent.UNMERGED: lambda event: Back(merging.merge_duplicate, {"into": Feedback.objects.get(pk=event.about_id or 0)}),
    FeedbackEvent.ASSIGNED: lambda event: Back(assign_back, {"was": event.facts["was"], "now": event.facts["now"]}),
    FeedbackEvent.TAGGED: lambda event: Back(tag_back, {"added": event.facts["added"], "removed": event.facts["removed"]}),
    FeedbackEvent.EDITED: edit_back,
    FeedbackEvent.GIVEN: lambda event: Back(triage.archive),
}
