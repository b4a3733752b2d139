"""Sealing: the only verb that history has of its own."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from history import clock
from history.canonical import digest
from history.models import Event, Seal

logger = logging.getLogger(__name__)
START = "0" * 64


def chain_hash(previous: str, position: int, event: Event) -> str:
    """The hash of an event at its place: it covers the event and the hash before it."""
    return digest({"previous": previous, "position": str(position), "event": event.sealed_content()})


@transaction.atomic
def seal_events(*, limit: int = 2000) -> int:
    """Put the next unsealed events into the chain and return how many there were.

    Writers never wait for this: they only insert events, and one that commits late simply gets a later place.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('throughline.history.seal'))")
    last = Seal.objects.order_by("-position").first()
    position, previous = (last.position, last.hash) if last else (0, START)
    seals = []
    for event in Event.objects.unsealed().order_by("id")[:limit]:
        position += 1
        previous = chain_hash(previous, position, event)
        seals.append(Seal(position=position, event=event, hash=previous, sealed_at=clock.now()))
    Seal.objects.bulk_create(seals, batch_size=500)
    if seals:
        transaction.on_commit(lambda: note_head(position, previous))
    return len(seals)


def note_head(position: int, head: str) -> None:
    """Write the chain's head outside the database: a chain alone cannot tell that its tail was cut off."""
    path = Path(settings.HISTORY_HEAD_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"count": position, "head": head, "at": clock.now().isoformat()}) + "\n")
    logger.info("history sealed: count=%s head=%s", position, head)
