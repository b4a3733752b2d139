"""Who may do what with rules and leads."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from pqls.models import Pql
from roadmap.rules import sees

WRITERS = (Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)
WORKERS = (Role.SALES, Role.SUCCESS, Role.LEADERSHIP)
"""Who can be handed a lead."""
GIVERS = (Role.LEADERSHIP, Role.ADMIN)
"""Who may give anybody's lead to somebody else."""
ANSWERING = (*WORKERS, Role.ADMIN)


def may_write(actor: Actor, product: Product) -> bool | Denied:
    """Product managers, leadership and admins write the rules of products that they may see."""
    if not actor.has(*WRITERS):
        return Denied("Rules are written by product managers, leadership and admins.")
    return True if actor.is_system else sees(actor, product)


def may_answer(actor: Actor, pql: Pql) -> bool | Denied:
    """Whoever has the lead; one that nobody has, everybody who can be handed one."""
    if not actor.has(*WORKERS) or actor.person is None:
        return Denied("Leads are worked by sales, customer success and leadership.")
    if pql.owner_id is not None and not actor.is_person(pql.owner):
        return Denied(f"This lead is {pql.owner}'s. Leadership can give it to you.")
    return sees(actor, pql.product)


def may_assign(actor: Actor, pql: Pql) -> bool | Denied:
    """Whoever has the lead, leadership and admins; one that nobody has, everybody who can be handed one."""
    if actor.is_system or actor.has(*GIVERS):
        return True if actor.is_system else sees(actor, pql.product)
    return may_answer(actor, pql)
