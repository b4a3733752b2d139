"""Funnels: steps that people are meant to take, and what was counted of those who did."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from usage.models.features import CountedUnit


class FunnelQuerySet(models.QuerySet["Funnel"]):
    """Questions about funnels."""

    def visible_to(self, actor: Actor) -> Self:
        """Funnels of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Funnels that are not archived."""
        return self.filter(archived_at=None)


class Funnel(Versioned):
    """Steps through a product that people are meant to take one after the other, and the days that they have for all of them.

    Each of the ``steps`` is ``{"feature": id}`` of this product, or ``{"event": name}``.
    """

    page = "usage:funnel"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="funnels")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, max_length=2000)
    unit = models.CharField("counts", max_length=10, choices=CountedUnit.choices, default=CountedUnit.USER)
    window_days = models.PositiveSmallIntegerField("days to go through", default=30)
    steps = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FunnelQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "name"),
                name="funnel_name_once",
                violation_error_message="This product has a funnel of this name already.",
            ),
            models.CheckConstraint(
                name="funnel_window",
                condition=Q(window_days__gte=1, window_days__lte=365),
                violation_error_message="A funnel has between 1 and 365 days.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class FunnelCount(models.Model):
    """What became of those who entered a funnel, counted from the daily counts, as of ``counted_at``; empty until it is.

    ``facts`` is the JSON of `usage.funnels.Passage`. ``is_stale`` says that something came in since.
    """

    funnel = models.OneToOneField(Funnel, on_delete=models.CASCADE, related_name="count")
    facts = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    is_stale = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.funnel_id} at {self.counted_at}"
