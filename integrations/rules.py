"""Who may bring things in from other tools."""

from __future__ import annotations

from feedback.rules import may_see_product
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product


def may_import(actor: Actor, product: Product | None = None) -> bool | Denied:
    """Product managers bring in whole files, into products that they may see."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers import files of feedback.")
    return may_see_product(actor, product)


def may_keep_mail(actor: Actor, product: Product) -> bool | Denied:
    """Admins and product managers say where a product listens."""
    if not actor.has(Role.ADMIN, Role.PRODUCT):
        return Denied("Only admins and product managers say where a product takes mail.")
    return may_see_product(actor, product)


def may_receive(actor: Actor) -> bool | Denied:
    """Mail is taken by the door for mail, or by whoever tries a mailbox on the command line."""
    return True if actor.is_system else Denied("Mail comes in by itself.")
