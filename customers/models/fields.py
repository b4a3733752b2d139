"""What an organisation wants to know of its customers beside what every organisation does: fields of its own."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from doors.fields.model import OwnField
from history import clock
from history.actor import Actor
from history.versions import Versioned


class CompanyFieldQuerySet(models.QuerySet["CompanyField"]):
    """Questions about fields."""

    def visible_to(self, actor: Actor) -> Self:
        """As with companies."""
        return self if actor.is_system or actor.roles else self.none()

    def current(self) -> Self:
        """Fields that are not archived."""
        return self.filter(archived_at=None)


class CompanyField(OwnField, Versioned):
    """One field of every company."""

    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CompanyFieldQuerySet.as_manager()
    page = "customers:field"

    class Meta(OwnField.Meta):
        constraints = (
            models.UniqueConstraint(
                Lower("name"), condition=Q(archived_at=None), name="company_field_name_once",
                violation_error_message="There is a field of this name already.",
            ),
        )  # fmt: skip
