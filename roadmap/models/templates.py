"""How ideas of one kind begin: what their canvas asks before anybody wrote a word."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from roadmap.models.kept import Kept

TAKEN = "There is a template of this name already."
PREFILLED = ("problem", "value", "hypothesis", "target_outcomes", "notes")


class IdeaTemplate(Kept):
    """A canvas that is filled in beforehand, with questions or with what such ideas share."""

    name = models.CharField(max_length=80)
    about = models.CharField("when to use it", max_length=200, blank=True)
    problem = models.TextField(blank=True, max_length=5000)
    value = models.TextField("value if solved", blank=True, max_length=5000)
    hypothesis = models.TextField(blank=True, max_length=5000)
    target_outcomes = models.TextField(blank=True, max_length=5000)
    notes = models.TextField("functional notes", blank=True, max_length=5000)

    page = "roadmap:template"

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                Lower("name"), "product", condition=Q(archived_at=None), name="template_name_once_a_product",
                violation_error_message=TAKEN,
            ),
            models.UniqueConstraint(
                Lower("name"), condition=Q(archived_at=None, product=None), name="template_shared_name_once",
                violation_error_message=TAKEN,
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def sections(self) -> dict[str, str]:
        """What it says in each section that it fills in."""
        return {name: getattr(self, name) for name in PREFILLED if getattr(self, name)}
