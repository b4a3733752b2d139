"""Who may do what with ideas, votes and the roadmap."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from roadmap.models import Idea, Vote

VOTERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)


def may_shape(actor: Actor, product: Product) -> bool | Denied:
    """Ideas, initiatives and the roadmap of a product are the product managers' affair, among those who may see it."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers edit ideas and the roadmap.")
    return sees(actor, product)


def may_keep(actor: Actor, product: Product | None) -> bool | Denied:
    """Personas, templates and fields of ideas are the product managers' affair; those of a product among its members."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers keep personas, jobs, templates and fields of ideas.")
    return True if product is None else sees(actor, product)


def may_vote(actor: Actor, idea: Idea) -> bool | Denied:
    """Whoever talks with customers may vote for one."""
    if not actor.has(*VOTERS):
        return Denied("Viewers read. Ask somebody who talks with the customer to vote for them.")
    return sees(actor, idea.product)


def may_withdraw(actor: Actor, vote: Vote) -> bool | Denied:
    """Whoever gave a vote takes it back; the product managers keep the list clean."""
    if actor.is_person(vote.given_by) and actor.has(*VOTERS):
        return sees(actor, vote.idea.product)
    return may_shape(actor, vote.idea.product)


def sees(actor: Actor, product: Product) -> bool | Denied:
    """A restricted product is its members' affair."""
    if not product.is_restricted or Product.objects.visible_to(actor).filter(pk=product.pk).exists():
        return True
    return Denied("You are no member of this product.")
