"""Grades: what a key result came to when its cycle ended."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from objectives.models.objectives import Objective

ME = settings.AUTH_USER_MODEL


class GradeQuerySet(models.QuerySet["Grade"]):
    """Questions about grades."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of key results that one may see."""
        return self if actor.is_system else self.filter(key_result__objective__in=Objective.objects.visible_to(actor))

    def standing(self) -> Self:
        """Grades that nobody withdrew or replaced: at most one for a key result."""
        return self.filter(withdrawn_at=None)


class Grade(models.Model):
    """What a key result came to, between 0 and 1: ``computed`` from where it stood, and ``judged`` by somebody with a reason.

    A judgement stands beside the computed grade and never in its place. A new grade replaces the one before, which stays.
    """

    key_result = models.ForeignKey("objectives.KeyResult", on_delete=models.PROTECT, related_name="grades")
    computed = models.DecimalField(max_digits=5, decimal_places=4)
    judged = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    reason = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = GradeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="grade_computed_0_to_1", condition=Q(computed__gte=0, computed__lte=1)),
            models.CheckConstraint(name="grade_judged_0_to_1", condition=Q(judged=None) | Q(judged__gte=0, judged__lte=1)),
            models.CheckConstraint(name="grade_judgement_has_a_reason", condition=Q(judged=None) | ~Q(reason="")),
            models.UniqueConstraint(fields=("key_result",), condition=Q(withdrawn_at=None), name="grade_stands_once"),
        )

    def __str__(self) -> str:
        return f"{self.key_result}: {self.score:.2f}"

    @property
    def score(self) -> Decimal:
        """The grade that counts for the objective: the judgement where there is one."""
        return self.computed if self.judged is None else self.judged
