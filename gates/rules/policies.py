"""Who may change a gate policy."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from roadmap.rules import sees


def may_adopt_policy(actor: Actor, product: Product) -> bool | Denied:
    """Policies are the admins' affair. Being an admin gives no say in a gate."""
    if not actor.has(Role.ADMIN):
        return Denied("Only an admin changes a gate policy.")
    return sees(actor, product)
