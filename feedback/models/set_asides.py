"""The reviewed end of a feedback that supports no idea, and why."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from customers.segments import label as segment_label
from feedback.models.feedback import Feedback, seen_by
from history import clock
from history.actor import Actor

ME = settings.AUTH_USER_MODEL


class SetAsideReason(models.TextChoices):
    """Why a feedback supports no idea."""

    PRAISE = "praise", "Praise, nothing to change"
    SOLVED = "solved", "Already solved"
    QUESTION = "question", "A question, answered"
    NOT_OUR_MARKET = "not_our_market", "Not whom we build for"
    UNCLEAR = "unclear", "Too unclear to use"
    SPAM = "spam", "Spam"
    OTHER = "other", "Another reason"


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    """Questions about set-asides."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of feedback that one may see."""
        return self.filter(seen_by(actor, "feedback__"))

    def standing(self) -> Self:
        """Those that hold."""
        return self.filter(undone_at=None)

    def watching(self) -> Self:
        """Those that hold, and wait for something."""
        return self.standing().filter(~Q(revisit_on=None) | ~Q(revisit_count=None) | ~Q(revisit_segment=""))

    def triggered(self) -> Self:
        """Those that came back by themselves."""
        return self.exclude(triggered_at=None)


class SetAside(models.Model):
    """The reviewed end of a feedback that supports no idea. Undone, it stays with its date of undoing.

    What would bring it back by itself: a day, a number of others that say the same, or one that says so from a segment.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="set_asides")
    reason = models.CharField(max_length=20, choices=SetAsideReason.choices)
    words = models.TextField(blank=True, max_length=2000)
    look_again_when = models.CharField(max_length=200, blank=True, help_text="What would make you look at this again?")
    revisit_on = models.DateField(null=True, blank=True)
    revisit_count = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    revisit_segment = models.CharField(max_length=20, blank=True)
    revisit_words = models.CharField(max_length=200, blank=True, help_text="What one that says the same would hold.")
    checked_at = models.DateTimeField(null=True, editable=False)
    triggered_at = models.DateTimeField(null=True, editable=False)
    triggered_why = models.CharField(max_length=300, blank=True, editable=False)
    by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("undone_at", "checked_at"), name="set_aside_watched"),)
        constraints = (models.UniqueConstraint(fields=("feedback",), condition=Q(undone_at=None), name="set_aside_once"),)

    def __str__(self) -> str:
        return f"{self.feedback}: {self.get_reason_display()}"

    @property
    def product_id(self) -> int | None:
        """The product of its feedback."""
        return self.feedback.product_id

    @property
    def triggers(self) -> list[str]:
        """What would bring it back, in words."""
        saying = f" saying “{self.revisit_words}”" if self.revisit_words else " alike"
        found = [f"on {self.revisit_on:%-d %B %Y}"] if self.revisit_on else []
        found += [f"at {self.revisit_count} more{saying}"] if self.revisit_count else []
        found += [f"when one{saying} comes from {segment_label(self.revisit_segment)}"] if self.revisit_segment else []
        return found
