"""Records of which two may turn out to be one. The one that goes stays as a pointer: its old address still leads there."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from history.actor import Actor
from history.versions import Versioned


class MergeableQuerySet(models.QuerySet[Any]):
    """Questions about records that may be pointers to what they were merged into."""

    def visible_to(self, actor: Actor) -> Self:
        """Every member of the organisation knows its customers; a visitor knows none. A merged one is but a pointer."""
        return self.or_pointers_visible_to(actor).filter(merged_into=None)

    def pointers_visible_to(self, actor: Actor) -> Self:
        """Those that were merged into others."""
        return self.or_pointers_visible_to(actor).exclude(merged_into=None)

    def or_pointers_visible_to(self, actor: Actor) -> Self:
        """Both: who holds an old id learns from it where to look now."""
        return self if actor.is_system or actor.roles else self.none()

    def telling_pointers(self) -> Self:
        """Each with whether others were merged into it."""
        merged = self.model._default_manager.filter(merged_into=models.OuterRef("pk"))
        return self.annotate(is_pointed_at=models.Exists(merged))


class Mergeable(Versioned):
    """A record that can be merged into another of its kind."""

    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def standing(self) -> Any:
        """Itself, or the one that it was merged into."""
        return self if self.merged_into is None else self.merged_into.standing
