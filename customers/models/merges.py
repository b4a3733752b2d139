"""Two companies, or two contacts, that turned out to be one: which stayed, what moved, and whether it was undone."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models.companies import Company, Contact
from history import clock
from history.actor import Actor
from history.moving import RowsMoved

ME = settings.AUTH_USER_MODEL
Record = Company | Contact


class MergeKind(models.TextChoices):
    """What was merged."""

    COMPANY = "company", "Companies"
    CONTACT = "contact", "Contacts"

    @property
    def model(self) -> type[Record]:
        """Company or Contact."""
        return Company if self is MergeKind.COMPANY else Contact


class MergeQuerySet(models.QuerySet["Merge"]):
    """Questions about merges."""

    def visible_to(self, actor: Actor) -> Self:
        """As with companies: every member knows them."""
        return self if actor.is_system or actor.roles else self.none()

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """One merge. ``changes`` are the values that the one that stayed took from the other: ``{field: [before, after]}``.

    The merged record stays as a pointer to the other, under which whatever still uses its name, its domains or its id in the
    CRM finds the other.
    """

    kind = models.CharField(max_length=10, choices=MergeKind.choices)
    gone_id = models.BigIntegerField()
    stays_id = models.BigIntegerField()
    gone_name = models.CharField(max_length=160)
    stays_name = models.CharField(max_length=160)
    changes: Any = models.JSONField(default=dict)
    was_archived_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("kind", "stays_id"), name="merge_stays"),)
        constraints = (
            models.UniqueConstraint(fields=("kind", "gone_id"), condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(name="not_merged_into_itself", condition=~Q(gone_id=models.F("stays_id"))),
        )

    def __str__(self) -> str:
        return f"{self.gone_name} into {self.stays_name}"


class MovedRows(RowsMoved):
    """Some of the rows that moved along."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")

    class Meta(RowsMoved.Meta):
        pass
