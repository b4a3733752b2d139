"""What else is done with a user's events than taking them: handing them on, forgetting them, knowing them again."""

from __future__ import annotations

from collections.abc import Iterable

from usage.rollups import hand_on
from usage.store import Event, store


def move_events(from_user: int, to_user: int) -> None:
    """Let one user's events be another's, and what was counted of them."""
    store().move(from_user, to_user)
    hand_on(from_user, to_user)


def forget_events(user: int) -> None:
    """Empty what a user's events carry; that something was done stays counted."""
    store().forget(user)


def latest_events(user: int, most: int) -> list[Event]:
    """What a user did last."""
    return store().latest(most, user_id=user)


def known_events(product: int, message_ids: Iterable[str]) -> dict[str, tuple[str, int, dict]]:
    """What is kept under message ids: the event's name, its user's row, its properties."""
    found = store().find(product, dict.fromkeys(message_ids))
    return {key: (event.name, event.user_id, event.properties) for key, event in found.items()}
