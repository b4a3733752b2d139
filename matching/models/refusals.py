"""What people said no to."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from feedback.models import Feedback
from history import clock
from roadmap.models import Idea


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Questions about refusals."""

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(withdrawn_at=None)


class Refusal(models.Model):
    """Somebody's word that a feedback does not support an idea: it is not suggested again."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="refusals")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="refusals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("feedback", "idea"), condition=Q(withdrawn_at=None), name="refusal_once"),)
        indexes = (models.Index(fields=("idea", "withdrawn_at"), name="refusal_idea"),)

    def __str__(self) -> str:
        return f"{self.feedback} does not support {self.idea}"
