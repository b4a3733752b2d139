"""Check-ins: what was said of a key result."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from history import clock
from history.actor import Actor
from objectives.models.objectives import Objective

ME = settings.AUTH_USER_MODEL


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Questions about check-ins."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of key results that one may see."""
        return self if actor.is_system else self.filter(key_result__objective__in=Objective.objects.visible_to(actor))

    def standing(self) -> Self:
        """Check-ins that were neither taken back nor put right by another."""
        put_right = CheckIn.objects.filter(corrects=OuterRef("pk"), undone_at=None)
        return self.filter(~Exists(put_right), undone_at=None)


class CheckIn(models.Model):
    """What a key result stood at, how confident its owner is (0–10), and why.

    ``at`` is the moment that it speaks of, ``made_at`` when it was written: they differ where it ``corrects`` another.
    Without ``by`` it was counted, from the ``source`` that is named.
    """

    key_result = models.ForeignKey("objectives.KeyResult", on_delete=models.PROTECT, related_name="check_ins")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(10)])
    comment = models.TextField(blank=True, max_length=5000)
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(name="confidence_0_to_10", condition=Q(confidence__lte=10)),
            models.CheckConstraint(
                name="check_in_by_somebody_or_counted",
                condition=Q(by__isnull=False, confidence__isnull=False) | (Q(by=None, confidence=None) & ~Q(source="")),
            ),
            models.UniqueConstraint(
                fields=("corrects",), condition=Q(corrects__isnull=False, undone_at=None), name="check_in_corrected_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key_result}: {self.said}"

    @property
    def said(self) -> str:
        """Its value in the key result's unit."""
        return self.key_result.say(self.value)

    @property
    def is_counted(self) -> bool:
        """Whether nobody said it: it was counted."""
        return self.by_id is None
