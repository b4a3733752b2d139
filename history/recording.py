"""Writing history down: the last line of every verb."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from history.actor import Actor
from history.canonical import digest
from history.models import Event, EventWords
from history.reactions import announce

_noted: ContextVar[list[Event] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[list[Event]]:
    """The events that are written within the block: whoever runs many verbs need not ask for each what it wrote."""
    outer, events = _noted.get(), []
    token = _noted.set(events)
    try:
        yield events
    finally:
        _noted.reset(token)
    if outer is not None:
        outer.extend(events)


@dataclass(frozen=True)
class Happening:
    """What happened to one record, before it is written.

    ``changes`` is ``{field: [before, after]}``; ``reason`` and ``words`` are free text or names; ``facts`` are codes,
    ids and numbers, which no erasure ever touches.
    """

    kind: str
    subject: models.Model
    about: models.Model | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    reason: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Its words and names, as they are kept beside the event."""
        body = {"label": str(self.subject)[:200]} | self.words
        body |= {"changes": self.changes} if self.changes else {}
        body |= {"reason": self.reason} if self.reason else {}
        if self.about is not None:
            body["about"] = str(self.about)[:200]
        return body

    def event(self, actor: Actor, words_digest: str) -> Event:
        """The row that is sealed."""
        subject, about = self.subject, self.about
        return Event(
            kind=str(self.kind), actor=actor.person, system=actor.system, via=actor.via,
            subject_type=subject._meta.label_lower, subject_id=subject.pk,
            about_type=about._meta.label_lower if about is not None else "", about_id=about.pk if about is not None else None,
            product_id=product_of(subject) or product_of(about),
            facts={name: as_fact(value) for name, value in self.facts.items()}, words_digest=words_digest,
        )  # fmt: skip


def record(
    kind: str,
    subject: models.Model,
    *,
    actor: Actor,
    about: models.Model | None = None,
    changes: dict[str, list[Any]] | None = None,
    reason: str = "",
    words: dict[str, Any] | None = None,
    **facts: Any,
) -> Event:
    """Write what happened and tell those who react to it. Call it last, inside the verb's transaction."""
    happening = Happening(kind, subject, about, changes or {}, reason, words or {}, facts)
    return record_many([happening], actor=actor)[0]


def record_many(happenings: Sequence[Happening], *, actor: Actor) -> list[Event]:
    """Write all that happened together, each its own event, and tell those who react to it."""
    kept = [EventWords(salt=secrets.token_hex(16), body=one.body()) for one in happenings]
    digests = (digest({"salt": words.salt, "body": words.body}) for words in kept)
    events = Event.objects.bulk_create(one.event(actor, sealed) for one, sealed in zip(happenings, digests, strict=True))
    for event, words in zip(events, kept, strict=True):
        words.event = event
    EventWords.objects.bulk_create(kept)
    if (noted := _noted.get()) is not None:
        noted.extend(events)
    announce([(event, one.subject) for event, one in zip(events, happenings, strict=True)], actor)
    return events


def product_of(record: models.Model | None) -> int | None:
    """The product that a record belongs to, which decides who may read about it; one that names several says which."""
    if record is None:
        return None
    if record._meta.label_lower == "people.product":
        return record.pk
    return getattr(record, "told_product_id", None) or getattr(record, "product_id", None)


def as_fact(value: Any) -> Any:
    """A fact as it is sealed: rows by id, numbers that JSON cannot hold exactly as text."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [as_fact(item) for item in value]
    return str(value)
