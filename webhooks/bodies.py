"""What a message says: that something happened, to what, by whom and when; not what it says.

Whoever hears of it asks the API for the rest with a token, and so reads what that token's person may read. Nothing that is
blind, restricted or somebody's words ever lies in a message.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from history.models import Event
from history.telling import address_of


def body_of(event: Event, position: int) -> str:
    """The body that tells of an event; ``position`` is its place in history's chain."""
    data = {
        "id": event.pk, "position": position, "actor": event.actor_id, "system": event.system or None, "via": event.via,
        "product": event.product_id, "subject": record_of(event.subject_type, event.subject_id),
        "about": record_of(event.about_type, event.about_id) if event.about_type else None,
    }  # fmt: skip
    return as_text({"type": event.kind, "timestamp": event.at.isoformat(), "data": data})


def record_of(kind: str, pk: int | None) -> dict[str, Any]:
    """A record by its kind, its id and its page."""
    page = address_of(kind, pk)
    return {"type": kind, "id": pk, "page": settings.PUBLIC_URL + page if page else None}


def body_of_test(at: datetime) -> str:
    """A body that means nothing."""
    return as_text({"type": "webhook.test", "timestamp": at.isoformat(), "data": {}})


def as_text(body: dict[str, Any]) -> str:
    """The body as it is sent and signed."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)
