"""A few words that a reader left on a card: feedback, and which card it was about."""

from __future__ import annotations

from django.db import models

from feedback.models import Feedback, shortened
from history import clock
from publishing.models.views import Card


class Reaction(models.Model):
    """Words about a card. They are feedback at once, and never show on the roadmap."""

    card = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="reactions")
    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="reaction")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return shortened(self.feedback.text, 60)

    @property
    def product_id(self) -> int | None:
        """The product that it is about."""
        return self.feedback.product_id
