"""How a product's growth is measured: what counts as activated, what is earned of a sale, what winning customers cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from customers.models import Motion
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from usage.models import Feature

WEIGHTS = {"usage": 3, "milestones": 2, "survey": 2, "requests": 1, "owner": 2}
"""What the parts of a customer's health weigh, unless the team says otherwise."""


def usual_weights() -> dict[str, int]:
    """A copy of the usual weights."""
    return dict(WEIGHTS)


class OfProduct(models.QuerySet[Any]):
    """Rows that belong to a product, seen with it."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))


class GrowthSettings(Versioned):
    """What the team agreed on for one product. Nothing said is nothing computed.

    A user is *activated* with ``activation_uses`` uses of ``activation_feature`` within ``activation_days`` of signing up.
    ``gross_margin`` is a share of one. ``paid_days`` and ``trial_days`` are the windows of free-to-paid and trial-to-paid.
    """

    page = "growth:settings"

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="growth")
    activation_feature = models.ForeignKey(Feature, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    activation_uses = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)])
    activation_days = models.PositiveSmallIntegerField(default=7, validators=[MinValueValidator(1), MaxValueValidator(365)])
    invite_feature = models.ForeignKey(Feature, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accept_feature = models.ForeignKey(Feature, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    gross_margin = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    paid_days = models.PositiveSmallIntegerField(default=90, validators=[MinValueValidator(1), MaxValueValidator(730)])
    trial_days = models.PositiveSmallIntegerField(default=30, validators=[MinValueValidator(1), MaxValueValidator(365)])
    weights: Any = models.JSONField(default=usual_weights)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfProduct.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="growth_margin_is_a_share", condition=Q(gross_margin=None) | Q(gross_margin__range=(Decimal(0), Decimal(1)))
            ),
        )

    def __str__(self) -> str:
        return f"Growth of {self.product}"


class AcquisitionSpend(Versioned):
    """What was spent in one month to win customers of a product, by motion; no motion: on both alike."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="acquisition_spend")
    month = models.DateField()
    motion = models.CharField("growth motion", max_length=20, choices=Motion.choices, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfProduct.as_manager()

    class Meta:
        ordering = ("-month", "motion", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "month", "motion"), condition=Q(removed_at=None), name="spend_once_a_month",
                violation_error_message="This month and motion has its amount already. Change it instead.",
            ),
            models.CheckConstraint(name="spend_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="spend_of_a_whole_month", condition=Q(month__day=1)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.product}, {self.month:%B %Y}, {self.get_motion_display() or 'both motions'}"
