"""What floors above know of a contact, and forget with them: each says how, and is asked when a contact is erased.

``f(contact, emails, actor)`` lets go of it, in the transaction of the erasure and before the contact itself is blank; ``emails``
are all that the contact had, those of who was merged into them among these. It answers how many records it let go of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from customers.models import Contact
from history.actor import Actor

Forgetter = Callable[[Contact, Collection[str], Actor], int]
_forgetters: dict[str, Forgetter] = {}


def forgets(name: str) -> Callable[[Forgetter], Forgetter]:
    """Register how a kind of record is forgotten, by the name that history counts it under, such as “product_users”."""

    def register(forgetter: Forgetter) -> Forgetter:
        _forgetters[name] = forgetter
        return forgetter

    return register


def forget_all(contact: Contact, emails: Collection[str], actor: Actor) -> dict[str, int]:
    """Let every floor forget, and tell how many records each let go of."""
    return {name: forgetter(contact, emails, actor) for name, forgetter in _forgetters.items()}
