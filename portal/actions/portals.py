"""The verbs of a portal's settings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from portal import rules
from portal.events import PortalEvent
from portal.models import Portal

EDITABLE = ("slug", "title", "greeting", "audience", "shown", "is_moderated", "is_indexed")


@transaction.atomic
def make_portal(product: Product, *, actor: Actor, **values: Any) -> Portal:
    """Give a product its portal. It is off until somebody opens it."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_keep_portal(actor, product))
    if product.archived_at is not None:
        raise NotPossible(f"{product} is archived and takes no portal.")
    if Portal.objects.filter(product=product).exists():
        raise NotPossible(f"{product} has a portal already.")
    known(values)
    portal = Portal(product=product, **({"slug": product.key, "title": product.name} | tidied(values)))
    portal.full_clean()
    portal.save()
    record(PortalEvent.MADE, portal, actor=actor, audience=portal.audience)
    return portal


@transaction.atomic
def change_portal(portal: Portal, *, actor: Actor, version: int | None = None, **values: Any) -> Portal:
    """Open or close a portal, and say what it shows."""
    portal = Portal.objects.select_for_update(of=("self",)).select_related("product").get(pk=portal.pk)
    require(rules.may_keep_portal(actor, portal.product))
    known(values)
    changes = change(portal, tidied(values), version=version)
    if changes:
        record(PortalEvent.CHANGED, portal, actor=actor, changes=changes, audience=portal.audience)
    return portal


def known(values: dict[str, Any]) -> None:
    """Only what is a setting may be set."""
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This is no setting of a portal."))


def tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Words without blanks around them, line ends as everybody counts them."""
    return {name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value for name, value in values.items()}
