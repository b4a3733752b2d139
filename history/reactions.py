"""Follow-ups: an upper app subscribes to what happens on the floors below it.

A reaction runs inside the verb's own transaction, so that it is never lost and never half done. What is slow or leaves the
house (mail, a call to another system) it hands to a job, which is a row in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from history.models import Event

Reaction = Callable[..., None]
Happened = Sequence[tuple[Event, Any]]
_reactions: dict[str, list[tuple[Reaction, bool]]] = defaultdict(list)


def on(*kinds: str, many: bool = False) -> Callable[[Reaction], Reaction]:
    """Subscribe ``reaction(event, subject, actor)`` to the kinds of event named.

    One that takes ``many`` is called as ``reaction(happened, actor)``, once for all of a kind that were written together,
    each an event with its subject; one alone is a list of one.
    """

    def subscribe(reaction: Reaction) -> Reaction:
        for kind in kinds:
            _reactions[str(kind)].append((reaction, many))
        return reaction

    return subscribe


def announce(happened: Happened, actor: Any) -> None:
    """Tell every subscriber, in the order they subscribed."""
    by_kind: dict[str, list[tuple[Event, Any]]] = defaultdict(list)
    for event, subject in happened:
        by_kind[event.kind].append((event, subject))
    for kind, of_kind in by_kind.items():
        for reaction, many in _reactions[kind]:
            if many:
                reaction(happened=of_kind, actor=actor)
                continue
            for event, subject in of_kind:
                reaction(event=event, subject=subject, actor=actor)
