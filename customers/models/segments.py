"""Segments that an organisation draws itself: the companies that fit written conditions, at any time anew."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from history import clock
from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL


class SegmentMatch(models.TextChoices):
    """How many of the conditions a company has to fit."""

    ALL = "all", "All of these"
    ANY = "any", "Any of these"


class SavedSegmentQuerySet(models.QuerySet["SavedSegment"]):
    """Questions about saved segments."""

    def visible_to(self, actor: Actor) -> Self:
        """As with companies: every member knows them."""
        return self if actor.is_system or actor.roles else self.none()

    def current(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)


class SavedSegment(Versioned):
    """Companies by conditions. Each condition is ``{"field": …, "is": …, "value": …}``; see ``customers.segments``."""

    page = "customers:segment"

    name = models.CharField(max_length=60)
    match = models.CharField(max_length=3, choices=SegmentMatch.choices, default=SegmentMatch.ALL)
    conditions: Any = models.JSONField(default=list)
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SavedSegmentQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                Lower("name"), condition=Q(archived_at=None), name="saved_segment_name_once",
                violation_error_message="There is a segment of this name already.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> str:
        """By what it is chosen, beside the segments of the market."""
        return f"saved-{self.pk}"
