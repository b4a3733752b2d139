"""The customers' own words, linked to the ideas that they support."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from feedback.models import Feedback, seen_by
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models.ideas import Idea

ME = settings.AUTH_USER_MODEL


class Importance(models.IntegerChoices):
    """How much what the customer said matters to them."""

    NOT_IMPORTANT = 0, "Not important"
    NICE_TO_HAVE = 1, "Nice to have"
    IMPORTANT = 2, "Important"
    CRITICAL = 3, "Critical"


class InsightQuerySet(models.QuerySet["Insight"]):
    """Questions about insights."""

    def visible_to(self, actor: Actor) -> Self:
        """Insights of which one may see both ends."""
        if actor.is_system:
            return self
        return self.filter(seen_by(actor, "feedback__"), idea__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Insights that nobody took back."""
        return self.filter(withdrawn_at=None)

    def wanted_by(self, companies: Any) -> Self:
        """Insights in the words of these companies, or in words that theirs were merged into."""
        merged = Feedback.objects.filter(company__in=companies, merged_into__isnull=False).values("merged_into")
        return self.filter(Q(feedback__company__in=companies) | Q(feedback__in=merged))


class Insight(Versioned):
    """A highlighted excerpt of a feedback, linked to an idea. ``start`` and ``end`` count characters of the feedback's text."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="insights")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="insights")
    excerpt = models.TextField(max_length=20_000)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    importance = models.PositiveSmallIntegerField(choices=Importance.choices, default=Importance.IMPORTANT)
    made_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="insights")
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ("-importance", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("feedback", "idea", "start", "end"), condition=Q(withdrawn_at=None), name="insight_once",
                violation_error_message="These words support this idea already.",
            ),
            models.CheckConstraint(name="insight_excerpt_is_somewhere", condition=Q(end__gt=F("start"))),
        )  # fmt: skip
        indexes = (models.Index(fields=("idea", "withdrawn_at"), name="insight_idea"),)

    def __str__(self) -> str:
        return self.excerpt[:80]

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id
