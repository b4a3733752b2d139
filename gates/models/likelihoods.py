"""Who is likely to adopt, beside a projection. Never summed: the projection's share does not come from here."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from gates.models.projections import Projection
from history import clock
from history.actor import Actor
from people.models import Product


class LikelihoodStatus(models.TextChoices):
    """Whether anything was learned."""

    OK = "ok", "Learned"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence", "Not enough data"


class LikelihoodQuerySet(models.QuerySet["Likelihood"]):
    """Questions about likelihoods."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the ideas one may see."""
        return self if actor.is_system else self.filter(projection__idea__product__in=Product.objects.visible_to(actor))


class Likelihood(models.Model):
    """What earlier launches tell of who adopts: how good that is out of time, what goes with it, and who is likely.

    ``likely`` holds the likeliest units by id, with a probability; ``drivers`` are associations; ``bins`` what was said against
    what happened.
    """

    projection = models.OneToOneField(Projection, on_delete=models.PROTECT, related_name="likelihood")
    status = models.CharField(max_length=30, choices=LikelihoodStatus.choices)
    reasons = models.JSONField(default=list, blank=True)
    method = models.CharField(max_length=60, blank=True)
    n = models.PositiveIntegerField()
    positives = models.PositiveIntegerField()
    tried = models.PositiveIntegerField(default=0)
    brier = models.FloatField(null=True, blank=True)
    base_brier = models.FloatField(null=True, blank=True)
    others_brier = models.FloatField(null=True, blank=True)
    bins: Any = models.JSONField(default=list, blank=True)
    drivers: Any = models.JSONField(default=list, blank=True)
    scored = models.PositiveIntegerField(default=0)
    likely: Any = models.JSONField(default=list, blank=True)
    training_from = models.DateField(null=True, blank=True)
    training_to = models.DateField(null=True, blank=True)
    model_version = models.CharField(max_length=60)
    seed = models.BigIntegerField()
    input_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    objects = LikelihoodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="likelihood_abstains_or_says",
                condition=Q(status="insufficient_evidence", scored=0) | Q(status="ok", brier__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Who is likely: {self.projection}"

    @property
    def has_numbers(self) -> bool:
        """Whether anything was learned."""
        return self.status == LikelihoodStatus.OK
