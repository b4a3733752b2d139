"""Who may do what with surveys."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from surveys.models import Survey

MAKERS = (Role.PRODUCT,)
KEEPERS = (Role.PRODUCT, Role.ADMIN)
TAKERS = (Role.PRODUCT, Role.SUCCESS, Role.ADMIN)


def may_see(actor: Actor, product: Product) -> bool | Denied:
    """Members of a restricted product, and everybody where it is open."""
    if actor.is_system or Product.objects.visible_to(actor).filter(pk=product.pk).exists():
        return True
    return Denied("You are no member of this product.")


def may_make(actor: Actor, product: Product) -> bool | Denied:
    """Product managers decide what is asked."""
    if not actor.has(*MAKERS):
        return Denied("Only product managers make, start and close surveys.")
    return may_see(actor, product)


def may_run(actor: Actor, survey: Survey) -> bool | Denied:
    """As with making it."""
    return may_make(actor, survey.product)


def may_keep_widget(actor: Actor, product: Product) -> bool | Denied:
    """Where the widget may be used is the product managers' affair, and the admins'."""
    if not actor.has(*KEEPERS):
        return Denied("Only product managers and admins keep widget keys.")
    return may_see(actor, product)


def may_bring_answers(actor: Actor, product: Product) -> bool | Denied:
    """Answers come from customers; colleagues bring in those that were given elsewhere."""
    if not actor.has(*TAKERS):
        return Denied("Answers are brought in by product managers, customer success and admins.")
    return may_see(actor, product)
