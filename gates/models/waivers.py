"""Waivers: a criterion excused for a while, with a control in its place."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gates.models.reviews import GateReview
from history import clock
from history.actor import Actor
from people.models import Product

ME = settings.AUTH_USER_MODEL


class WaiverQuerySet(models.QuerySet["Waiver"]):
    """Questions about waivers."""

    def visible_to(self, actor: Actor) -> Self:
        """Waivers of reviews one may see."""
        return self if actor.is_system else self.filter(review__idea__product__in=Product.objects.visible_to(actor))

    def valid(self) -> Self:
        """Granted, and not run out."""
        return self.filter(is_granted=True, until__gte=clock.today())

    def overdue(self) -> Self:
        """Granted, run out, and not yet noted as such."""
        return self.filter(is_granted=True, lapsed_at=None, until__lt=clock.today())

    def waiting(self) -> Self:
        """Asked for, not yet answered."""
        return self.filter(answered_at=None)


class Waiver(models.Model):
    """One criterion of one review, excused until a day: asked by one, granted by another."""

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="waivers")
    criterion_key = models.CharField(max_length=40)
    criterion_name = models.CharField(max_length=120)
    why = models.TextField(max_length=2000)
    control = models.TextField("compensating control", max_length=2000)
    until = models.DateField()
    asked_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    is_granted = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("review", "criterion_key"),
                condition=(Q(is_granted__isnull=True) | Q(is_granted=True)) & Q(lapsed_at=None),
                name="waiver_once_per_criterion", violation_error_message="This criterion has a waiver, or one was asked for.",
            ),
            models.CheckConstraint(
                name="waiver_granted_by_another", condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by"))
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"waiver of “{self.criterion_name}”"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.review.product_id

    @property
    def is_valid(self) -> bool:
        """Whether it excuses its criterion today."""
        return bool(self.is_granted) and self.until >= clock.today()
