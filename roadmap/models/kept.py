"""What product managers keep for ideas to draw on: of one product, or shared by all of them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from people.visibility import of_seen_products


class KeptQuerySet(models.QuerySet):
    """Questions about what is kept."""

    def visible_to(self, actor: Actor) -> Self:
        """What all products share, and what the products that one may see keep."""
        return self.filter(of_seen_products(actor))

    def current(self) -> Self:
        """What is not archived."""
        return self.filter(archived_at=None)

    def serving(self, product: Product | int | None) -> Self:
        """What ideas of a product may draw on: its own, and what all share."""
        return self.filter(Q(product=None) | Q(product=product))


class Kept(Versioned):
    """One thing kept. Without a product it is shared by all."""

    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_archived(self) -> bool:
        """Whether it was put away."""
        return self.archived_at is not None
