"""An idea that held two: which part of its evidence went to a new one, and whether that was undone."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from history import clock
from history.actor import Actor
from people.models import Product
from roadmap.models.ideas import Idea

ME = settings.AUTH_USER_MODEL


class IdeaSplitQuerySet(models.QuerySet["IdeaSplit"]):
    """Questions about splits."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(source__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)


class IdeaSplit(models.Model):
    """One split. ``insights`` and ``votes`` are the ids of the rows of the new idea: those that moved, or, ``shared``, copies."""

    source = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="splits")
    made = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="split")
    shared = models.BooleanField(default=False)
    insights: Any = models.JSONField(default=list)
    votes: Any = models.JSONField(default=list)
    by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = IdeaSplitQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.made} from {self.source}"

    @property
    def product_id(self) -> int:
        """The product of both."""
        return self.source.product_id
