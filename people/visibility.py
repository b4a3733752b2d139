"""Who sees what: most things belong to a product, and restricted products are for their members."""

from __future__ import annotations

from django.db.models import Q

from history.actor import Actor


def of_seen_products(actor: Actor, path: str = "product") -> Q:
    """That the product at ``path`` is one that the actor may see, or that there is none.

    Asked of the product, never by a list of all the rows that may be seen: of those there may be very many.
    """
    if actor.is_system:
        return Q()
    if not actor.roles:
        return Q(pk__in=[])
    return Q(**{path: None}) | Q(**{f"{path}__in": actor.person.visible_products()})  # type: ignore[union-attr]
