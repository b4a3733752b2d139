"""Who may do what with usage: its sources, its events and the features that they tell of."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from usage.models import Feature, Funnel, ProductUser

DEFINERS = (Role.PRODUCT,)
TAKERS = (Role.PRODUCT, Role.ADMIN)


def may_take(actor: Actor, product: Product) -> bool | Denied:
    """A source with its key, product managers and admins; of products that they may see."""
    if not actor.has(*TAKERS):
        return Denied("Usage events are brought in by product managers, admins, and sources with a key.")
    return may_see(actor, product)


def may_see(actor: Actor, product: Product) -> bool | Denied:
    """Members of a restricted product, and everybody where it is open."""
    if actor.is_system or Product.objects.visible_to(actor).filter(pk=product.pk).exists():
        return True
    return Denied("You are no member of this product.")


def may_keep_sources(actor: Actor, product: Product) -> bool | Denied:
    """Keys are the admins' affair."""
    return may_see(actor, product) if actor.has(Role.ADMIN) else Denied("Only an admin may do this.")


def may_erase(actor: Actor, user: ProductUser) -> bool | Denied:
    """What cannot be brought back is the admins' affair."""
    return may_see(actor, user.product) if actor.has(Role.ADMIN) else Denied("Only an admin erases what is known of a person.")


def may_define(actor: Actor, product: Product) -> bool | Denied:
    """Product managers say what a feature is."""
    if not actor.has(*DEFINERS):
        return Denied("Only product managers say what counts as a feature.")
    return may_see(actor, product)


def may_edit(actor: Actor, feature: Feature) -> bool | Denied:
    """As with defining it."""
    return may_define(actor, feature.product)


def may_edit_funnel(actor: Actor, funnel: Funnel) -> bool | Denied:
    """Whoever may say what a feature is says what a funnel is."""
    return may_define(actor, funnel.product)
