"""Writing history down: the last line of every verb."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models

from history.actor import Actor
from history.canonical import digest
from history.models import Event, EventWords
from history.reactions import announce


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
    """Write what happened and tell those who react to it. Call it last, inside the verb's transaction.

    ``changes`` is ``{field: [before, after]}``; ``reason`` and ``words`` are free text or names; ``facts`` are codes,
    ids and numbers, which no erasure ever touches.
    """
    body = {"label": str(subject)[:200]} | (words or {})
    body |= {"changes": changes} if changes else {}
    body |= {"reason": reason} if reason else {}
    if about is not None:
        body["about"] = str(about)[:200]
    salt = secrets.token_hex(16)
    event = Event.objects.create(
        kind=str(kind), actor=actor.person, system=actor.system, via=actor.via,
        subject_type=subject._meta.label_lower, subject_id=subject.pk,
        about_type=about._meta.label_lower if about is not None else "", about_id=about.pk if about is not None else None,
        product_id=product_of(subject) or product_of(about),
        facts={name: as_fact(value) for name, value in facts.items()}, words_digest=digest({"salt": salt, "body": body}),
    )  # fmt: skip
    EventWords.objects.create(event=event, salt=salt, body=body)
    announce(event, subject, actor)
    return event


def product_of(record: models.Model | None) -> int | None:
    """The product that a record belongs to, which decides who may read about it."""
    if record is None:
        return None
    if record._meta.label_lower == "people.product":
        return record.pk
    return getattr(record, "product_id", None)


def as_fact(value: Any) -> Any:
    """A fact as it is sealed: rows by id, numbers that JSON cannot hold exactly as text."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [as_fact(item) for item in value]
    return str(value)
