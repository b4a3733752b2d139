"""Who may do what with views of the roadmap."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from publishing.models import RoadmapView
from roadmap.models import Initiative
from roadmap.rules import may_shape


def may_publish(actor: Actor, product: Product | None) -> bool | Denied:
    """What others read of the roadmap is the product managers' affair, among those who may see the product."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers say what others read of the roadmap.")
    return may_shape(actor, product) if product is not None else True


def may_word(actor: Actor, view: RoadmapView, initiative: Initiative) -> bool | Denied:
    """Both the view and the initiative have to be one's own to speak of."""
    return may_publish(actor, view.product) and may_shape(actor, initiative.product)


def may_react(view: RoadmapView) -> bool | Denied:
    """Where readers are asked for words, and the view is still there."""
    if view.archived_at is not None or not view.takes_reactions:
        return Denied("Nothing is taken in here.")
    return True
