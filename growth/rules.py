"""Who may record revenue, say how growth is measured, and tell how customers are doing."""

from __future__ import annotations

from customers.models import Company
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from usage.rules import may_see

RECORDERS = (Role.PRODUCT, Role.SUCCESS, Role.ADMIN)
AGREERS = (Role.PRODUCT,)
SPENDERS = (Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)
KNOWERS = (Role.SUCCESS, Role.SALES)


def may_record_revenue(actor: Actor) -> bool | Denied:
    """Product managers, customer success and admins bring in what billing says."""
    if actor.has(*RECORDERS):
        return True
    return Denied("Revenue is recorded by product managers, customer success and admins.")


def may_agree(actor: Actor, product: Product) -> bool | Denied:
    """Product managers say what counts: activation, margin, weights, milestones."""
    if not actor.has(*AGREERS):
        return Denied("Only product managers say how growth is measured.")
    return may_see(actor, product)


def may_spend(actor: Actor, product: Product) -> bool | Denied:
    """Product managers, leadership and admins say what winning customers cost."""
    if not actor.has(*SPENDERS):
        return Denied("What winning customers cost is said by product managers, leadership and admins.")
    return may_see(actor, product)


def may_tell(actor: Actor, product: Product, company: Company) -> bool | Denied:
    """Customer success, and whoever owns the company in sales: marks of milestones, outcomes, how they are doing."""
    if not (actor.has(Role.SUCCESS) or (actor.has(*KNOWERS) and actor.is_person(company.owner))):
        return Denied("Customer success tells this, and the company’s owner.")
    return may_see(actor, product)
