"""Reopenings: what a decision rested on is no longer so. Somebody of its panel says whether it stands all the same."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from gates.models.decisions import Decision
from history import clock
from history.actor import Actor
from people.models import Product

ME = settings.AUTH_USER_MODEL


class Cause(models.TextChoices):
    """What became otherwise."""

    TRIPWIRE = "tripwire", "A tripwire fired"
    WAIVER = "waiver", "A waiver ran out"
    SCOPE = "scope", "The idea changed"


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    """Questions about reopenings."""

    def visible_to(self, actor: Actor) -> Self:
        """Reopenings of decisions on the ideas one may see."""
        return self if actor.is_system else self.filter(decision__review__idea__product__in=Product.objects.visible_to(actor))

    def waiting(self) -> Self:
        """Those that nobody has answered, of decisions that stand."""
        return self.filter(answered_at=None, decision__superseded_by=None)

    def counting(self) -> Self:
        """Those that let a decision be taken anew: unanswered, or answered with “it stands no longer”."""
        return self.exclude(still_stands=True)


class Reopening(models.Model):
    """One thing that a decision rested on and that became otherwise. ``what`` says which: measures, criteria and fields."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reopenings")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    what = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)
    still_stands = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("decision", "cause"), condition=Q(answered_at=None), name="reopening_waits_once"),
            models.CheckConstraint(
                name="reopening_answered_by_somebody",
                condition=Q(answered_at=None, still_stands=None)
                | Q(answered_at__isnull=False, still_stands__isnull=False, answered_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_cause_display()}: {self.what}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.decision.product_id
