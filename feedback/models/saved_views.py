"""What people look at often, by name."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about saved views."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that others share."""
        if actor.is_system:
            return self
        return self.filter(Q(owner=actor.person) | Q(is_shared=True)) if actor.roles else self.none()


class SavedView(Versioned):
    """A person's named filter of the inbox; a shared one is everybody's."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField(default=False)
    query = models.CharField(max_length=1000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="saved_view_name_once"),)

    def __str__(self) -> str:
        return self.name
