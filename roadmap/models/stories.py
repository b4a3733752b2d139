"""User stories: what somebody would do with an idea, and how one can tell that it works."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.visibility import of_seen_products
from roadmap.models.ideas import Idea


class StoryQuerySet(models.QuerySet["Story"]):
    """Questions about stories."""

    def visible_to(self, actor: Actor) -> Self:
        """As with their ideas."""
        return self.filter(of_seen_products(actor, "idea__product"))

    def standing(self) -> Self:
        """Stories that were not removed."""
        return self.filter(removed_at=None)


class Story(Versioned):
    """As somebody, I want something, so that something. Each of its ``criteria`` is ``{"text": …, "is_met": …}``."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="stories")
    position = models.PositiveIntegerField(editable=False)
    role = models.CharField("as a", max_length=120)
    want = models.CharField("I want", max_length=400)
    so_that = models.CharField(max_length=400, blank=True)
    criteria: Any = models.JSONField("acceptance criteria", default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        verbose_name = "user story"
        verbose_name_plural = "user stories"

    def __str__(self) -> str:
        return f"As {self.role}, I want {self.want}" + (f", so that {self.so_that}" if self.so_that else "")

    @property
    def product_id(self) -> int:
        """The product of its idea, which decides who may see it."""
        return self.idea.product_id

    @property
    def met(self) -> int:
        """How many of its criteria are met."""
        return sum(one["is_met"] for one in self.criteria)

    @property
    def is_met(self) -> bool:
        """Whether it has criteria, and all of them are met."""
        return bool(self.criteria) and self.met == len(self.criteria)
