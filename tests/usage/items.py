"""Usage as a client would send it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from usage.items import Item, read_item

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def track(user: str, event: str, *, at: datetime = MONDAY, message_id: str = "", **more) -> dict:
    """Somebody did something."""
    return {
        "type": "track", "userId": user, "event": event, "timestamp": at.isoformat(),
        "messageId": message_id or f"{user}-{event}-{at.isoformat()}", **more,
    }  # fmt: skip


def group(user: str, group_id: str, **traits) -> dict:
    """Somebody belongs to a company."""
    return {"type": "group", "userId": user, "groupId": group_id, "traits": traits, "timestamp": MONDAY.isoformat()}


def identify(user: str, **traits) -> dict:
    """What is known of somebody."""
    return {"type": "identify", "userId": user, "traits": traits, "timestamp": MONDAY.isoformat()}


def read(*raw: dict) -> list[Item]:
    """Items as the verb takes them."""
    return [read_item(item) for item in raw]


def day(number: int) -> datetime:
    """So many days after that Monday."""
    return MONDAY + timedelta(days=number)
