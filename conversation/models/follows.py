"""Who wants to hear what becomes of a record."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from conversation.models.about import About, AboutQuerySet
from conversation.topics import is_about_visible
from history import clock
from history.actor import Actor


class Why(models.TextChoices):
    """How somebody came to follow."""

    CHOSE = "chose", "Chose to"
    MADE = "made", "Made it"
    OWNS = "owns", "Owns it"
    COMMENTED = "commented", "Commented"
    MENTIONED = "mentioned", "Was mentioned"


class FollowQuerySet(AboutQuerySet):
    """Questions about followers."""

    def visible_to(self, actor: Actor) -> Self:
        """Who follows the records that one may see."""
        if actor.is_system:
            return self
        return self.standing().filter(is_about_visible(actor)) if actor.roles else self.none()

    def standing(self) -> Self:
        """Those who still follow."""
        return self.filter(stopped_at=None)


class Follow(About):
    """Somebody who follows a record. Who stopped stays here, so that nothing makes them follow again but themselves."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.CHOSE)
    since = models.DateTimeField(default=clock.now, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("subject_type", "subject_id", "person"), name="follow_record_once"),)
        indexes = (models.Index(fields=("person", "-id"), name="follow_person"),)

    def __str__(self) -> str:
        return f"{self.person} follows {self.subject_type} {self.subject_id}"
