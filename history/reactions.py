"""Follow-ups: an upper app subscribes to what happens on the floors below it.

A reaction runs inside the verb's own transaction, so that it is never lost and never half done. What is slow or leaves the
house (mail, a call to another system) it hands to a job, which is a row in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from history.models import Event

Reaction = Callable[..., None]
_reactions: dict[str, list[Reaction]] = defaultdict(list)


def on(*kinds: str) -> Callable[[Reaction], Reaction]:
    """Subscribe ``reaction(event, subject, actor)`` to the kinds of event named."""

    def subscribe(reaction: Reaction) -> Reaction:
        for kind in kinds:
            _reactions[str(kind)].append(reaction)
        return reaction

    return subscribe


def announce(event: Event, subject: Any, actor: Any) -> None:
    """Tell every subscriber, in the order they subscribed."""
    for reaction in _reactions[event.kind]:
        reaction(event=event, subject=subject, actor=actor)
