"""The capabilities of a product that its usage events tell of."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product


class CountedUnit(models.TextChoices):
    """What adoption counts."""

    COMPANY = "company", "Companies"
    USER = "user", "Users"


class FeatureQuerySet(models.QuerySet["Feature"]):
    """Questions about features."""

    def visible_to(self, actor: Actor) -> Self:
        """Features of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Features that are not archived."""
        return self.filter(archived_at=None)


class Feature(Versioned):
    """A named capability of a product, recognised by its usage events.

    ``released_on`` is when the first of its users could use it; adoption is measured from that day.
    """

    page = "usage:feature"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="features")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, max_length=2000)
    event_names = models.JSONField(default=list)
    properties = models.JSONField(default=dict, blank=True, help_text="Properties that an event must carry to count.")
    minimum_uses = models.PositiveSmallIntegerField(default=1, help_text="How often it must be used to count as adopted.")
    released_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "name"),
                name="feature_name_once",
                violation_error_message="This product has a feature of this name already.",
            ),
            models.CheckConstraint(name="feature_minimum_uses", condition=Q(minimum_uses__gte=1)),
        )

    def __str__(self) -> str:
        return self.name
