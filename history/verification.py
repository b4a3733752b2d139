"""Reading the chain again from its start, to find whether anybody touched it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from history.actions import START, chain_hash
from history.canonical import digest
from history.models import Event, EventWords, Seal

Verifier = Callable[[], Iterator[str]]
_verifiers: list[Verifier] = []


def verifies(verifier: Verifier) -> Verifier:
    """Register ``f() -> faults``: an upper floor has sealed records of its own to read again."""
    _verifiers.append(verifier)
    return verifier


def faults() -> Iterator[str]:
    """Each thing wrong with history, in the order of the chain, as a sentence that names the place."""
    yield from _broken_links()
    yield from _changed_words()
    yield from _cut_tail()
    for verifier in _verifiers:
        yield from verifier()


def _broken_links() -> Iterator[str]:
    position, previous, previous_event = 0, START, None
    for seal in Seal.objects.order_by("position").select_related("event").iterator(chunk_size=2000):
        if seal.position != position + 1:
            yield f"Seals {position + 1} to {seal.position - 1} are missing (after event {previous_event})."
        position = seal.position
        expected = chain_hash(previous, position, seal.event)
        if seal.hash != expected:
            yield f"Seal {position} does not fit event {seal.event_id} ({seal.event.kind}): the event or the chain was changed."
        previous, previous_event = seal.hash, seal.event_id


def _changed_words() -> Iterator[str]:
    for words in (
        EventWords.objects.filter(body__isnull=False).select_related("event").order_by("event_id").iterator(chunk_size=2000)
    ):
        if digest({"salt": words.salt, "body": words.body}) != words.event.words_digest:
            yield f"The words of event {words.event_id} ({words.event.kind}) were changed."
    for event in Event.objects.filter(words=None).exclude(words_digest="").order_by("id").iterator(chunk_size=2000):
        yield f"The words of event {event.pk} ({event.kind}) were removed."


def _cut_tail() -> Iterator[str]:
    noted = _noted_heads()
    if not noted:
        return
    known = dict(Seal.objects.filter(position__in=list(noted)).values_list("position", "hash"))
    for count, head in sorted(noted.items()):
        if count not in known:
            yield f"The chain ends before seal {count}, which was noted outside the database: its tail was cut off."
            return
        if known[count] != head:
            yield f"Seal {count} is not the one that was noted outside the database: the chain was written anew."
            return


def _noted_heads() -> dict[int, str]:
    path = Path(settings.HISTORY_HEAD_FILE)
    if not path.exists():
        return {}
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {line["count"]: line["head"] for line in lines}
