"""Who may put ideas in order, and who may rate."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from priorities.models import RatingRound
from roadmap.rules import may_shape

RATERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP)


def may_prioritise(actor: Actor, product: Product) -> bool | Denied:
    """Estimates, schemes and rounds of a product are its product managers' affair."""
    return may_shape(actor, product)


def may_rate(actor: Actor, rating_round: RatingRound) -> bool | Denied:
    """Whoever was asked, and may see the product still."""
    if actor.person is None or not rating_round.seats.filter(person=actor.person).exists():
        return Denied("You were not asked to rate in this round.")
    if not Product.objects.visible_to(actor).filter(pk=rating_round.product_id).exists():
        return Denied("You are no member of this product.")
    return True
