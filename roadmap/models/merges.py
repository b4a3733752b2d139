"""Two ideas that turned out to be one: which stayed, what moved, and whether it was undone."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from history import clock
from history.actor import Actor
from history.moving import RowsMoved
from people.models import Product
from roadmap.models.ideas import Idea, Stage

ME = settings.AUTH_USER_MODEL


class IdeaMergeQuerySet(models.QuerySet["IdeaMerge"]):
    """Questions about merges of ideas."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see: both ideas are of one product."""
        return self if actor.is_system else self.filter(stays__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)


class IdeaMerge(models.Model):
    """One merge. ``changes`` are the values that the idea that stayed took from the other: ``{field: [before, after]}``.

    The other stays as a duplicate of it, and keeps what it was (``was_…``) for the day when the two are told apart again.
    """

    page = "roadmap:idea_merge"

    gone = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merges_away")
    stays = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merges_here")
    changes: Any = models.JSONField(default=dict)
    was_duplicate = models.BooleanField(default=False)
    was_stage = models.CharField(max_length=20, choices=Stage.choices)
    was_own_stage = models.ForeignKey("OwnStage", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    was_stage_since = models.DateTimeField()
    was_stage_reason = models.TextField(blank=True)
    by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = IdeaMergeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("gone",), condition=Q(undone_at=None), name="idea_merged_once"),
            models.CheckConstraint(name="idea_not_merged_into_itself", condition=~Q(gone=F("stays"))),
        )

    def __str__(self) -> str:
        return f"{self.gone} into {self.stays}"

    @property
    def product_id(self) -> int:
        """The product of both."""
        return self.stays.product_id


class MovedIdeaRows(RowsMoved):
    """Some of the rows that moved along when two ideas were merged."""

    merge = models.ForeignKey(IdeaMerge, on_delete=models.CASCADE, related_name="moved")

    class Meta(RowsMoved.Meta):
        pass
