"""Who may run experiments."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from roadmap.rules import sees

RUNNERS = (Role.PRODUCT, Role.LEADERSHIP)


def may_run(actor: Actor, product: Product) -> bool | Denied:
    """Product managers and leaders plan, run and conclude experiments of the products that they may see."""
    if actor.person is None or not actor.has(*RUNNERS):
        return Denied("Only product managers and leadership run experiments.")
    return sees(actor, product)
