"""What some floor knows of companies, as a number, for floors that do not know that floor: asked for by its name.

A signal answers for many companies at once: ``f(companies, product, actor) -> {company id: Signal}``. Companies that it knows
nothing of are left out; a signal that nobody sends is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from history.actor import Actor


@dataclass(frozen=True)
class Signal:
    """A part from 0 (bad) to 1 (good), and what it is in words, such as “NPS answers 9, 10 and 4”."""

    value: float
    says: str


Sender = Callable[[Collection[int], Any, Actor], dict[int, Signal]]
_senders: dict[str, Sender] = {}


def sends(name: str) -> Callable[[Sender], Sender]:
    """Answer for a signal."""

    def register(sender: Sender) -> Sender:
        _senders[name] = sender
        return sender

    return register


def signals(name: str, companies: Collection[int], product: Any, actor: Actor) -> dict[int, Signal]:
    """What the signal says of each company; nothing where nobody sends it."""
    sender = _senders.get(name)
    return sender(companies, product, actor) if sender is not None and companies else {}
