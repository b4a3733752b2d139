"""Who wants to hear what becomes of a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from conversation import rules
from conversation.events import ConversationEvent
from conversation.models import Follow, Why
from history import clock
from history.actor import Actor
from history.recording import record as write_down
from history.refusals import NotPossible, require
from people.models import Person


@transaction.atomic
def follow(record: Model, *, actor: Actor) -> Follow:
    """Hear from now on what becomes of a record."""
    require(rules.may_follow(actor))
    require(rules.sees(actor, record))
    row, is_new = (
        Follow.objects.on(record)
        .select_for_update()
        .get_or_create(person=actor.person, defaults=key_of(record) | {"why": Why.CHOSE})
    )
    if not is_new and row.stopped_at is None:
        raise NotPossible("You follow this already.")
    row.stopped_at = None
    row.save(update_fields=["stopped_at"])
    write_down(ConversationEvent.FOLLOWED, record, actor=actor)
    return row


@transaction.atomic
def unfollow(record: Model, *, actor: Actor) -> None:
    """Hear no more of a record, unless one is mentioned there."""
    require(rules.may_follow(actor))
    require(rules.sees(actor, record))
    if not Follow.objects.on(record).standing().filter(person=actor.person).update(stopped_at=clock.now()):
        raise NotPossible("You do not follow this.")
    write_down(ConversationEvent.UNFOLLOWED, record, actor=actor)


def begin_following(record: Model, people: Iterable[Person | int | None], *, why: str) -> None:
    """Let people follow by themselves what they made, own or speak about. Who stopped once is left alone."""
    begin_following_each((record, person, why) for person in people)


def begin_following_each(follows: Iterable[tuple[Model, Person | int | None, str]]) -> None:
    """The same for many records at once: each with whom, and why."""
    rows = {}
    for record, person, why in follows:
        pk = person.pk if isinstance(person, Person) else person
        if pk is not None:
            key = key_of(record)
            rows.setdefault((*key.values(), pk), Follow(**key, person_id=pk, why=why))
    if rows:
        Follow.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True)


def key_of(record: Model) -> dict[str, Any]:
    """How a row names its record."""
    return {"subject_type": record._meta.label_lower, "subject_id": record.pk}
