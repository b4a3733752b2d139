"""Telling what happened: an event as a sentence, with before and after, and the page of what it was done to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from history.actor import Actor
from history.kinds import sentence
from history.models import Event

ERASED = "(erased)"
PADDED = re.compile(r"-?\d+\.\d{3,5}0")  # money has two decimals, and a version's name seldom four


@dataclass(frozen=True)
class Change:
    """A field's value before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Telling:
    """An event, ready to be read: who, what as a sentence, when, why, and what changed."""

    event: Event
    actor_name: str
    sentence: SafeString
    at: datetime
    reason: str = ""
    changes: list[Change] = field(default_factory=list)


def tell(event: Event, reader: Actor | None = None) -> Telling:
    """One event as people read it; for a ``reader``, with links only to pages that open for them."""
    words = getattr(event, "words", None)
    body: dict[str, Any] = (words.body if words is not None else None) or {}
    actor_name = str(event.actor) if event.actor is not None else event.system[:1].upper() + event.system[1:]
    told = format_html(
        as_template(sentence(event.kind)),
        actor=format_html("<strong>{}</strong>", actor_name),
        subject=linked(event.subject_type, event.subject_id, body.get("label", ERASED), reader),
        about=linked(event.about_type, event.about_id, body.get("about", ERASED), reader),
    )
    changes = [Change(name.replace("_", " "), *map(unpadded, pair)) for name, pair in body.get("changes", {}).items()]
    return Telling(event, actor_name, told, event.at, str(body.get("reason", "")), changes)


def unpadded(value: Any) -> Any:
    """A measure without the zeros that only say how exactly its column keeps it: 66.0000 is 66. All else stays as it is."""
    return value.rstrip("0").rstrip(".") if isinstance(value, str) and PADDED.fullmatch(value) else value


def as_template(text: str) -> str:
    """The sentence with only the three places that it may have."""
    return text if all(place in ("actor", "subject", "about") for place in places_of(text)) else "{actor} changed {subject}"


def places_of(text: str) -> list[str]:
    """The names in braces."""
    return [part.split("}")[0] for part in text.split("{")[1:]]


def tell_all(events: Iterable[Event], reader: Actor) -> list[Telling]:
    """Several events, for a reader; give them with ``actor`` and ``words`` joined."""
    return [tell(event, reader) for event in events]


def linked(kind: str, pk: int | None, label: str, reader: Actor | None = None) -> SafeString:
    """A record's label, as a link where its kind has a page."""
    address = address_of(kind, pk)
    if not address or (reader is not None and not opens(address, reader)):
        return format_html("<span>{}</span>", label)
    return format_html('<a href="{}">{}</a>', address, label)


def address_of(kind: str, pk: int | None) -> str:
    """The page of a record: its model names it in ``page``."""
    if not kind or pk is None:
        return ""
    try:
        name = getattr(apps.get_model(kind), "page", "")
        return reverse(name, args=[pk]) if name else ""
    except (LookupError, NoReverseMatch):
        return ""


def opens(address: str, reader: Actor) -> bool:
    """Whether the page at an address lets the reader in, by the policy that its view declares."""
    policy = getattr(resolve(address).func, "policy", None)
    return policy is None or bool(policy.admits(reader))
