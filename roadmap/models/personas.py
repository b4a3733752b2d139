"""Whom ideas are for, and what those people are trying to get done."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from roadmap.models.ideas import Idea
from roadmap.models.kept import Kept

TAKEN = "There is a persona of this name already."


class Persona(Kept):
    """A kind of person whom the product serves."""

    name = models.CharField(max_length=80)
    does = models.TextField("what they do", blank=True, max_length=2000)
    goals = models.TextField(blank=True, max_length=2000)
    pains = models.TextField(blank=True, max_length=2000)
    ideas: Any = models.ManyToManyField(Idea, blank=True, related_name="personas")

    page = "roadmap:persona"

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                Lower("name"), "product", condition=Q(archived_at=None), name="persona_name_once_a_product",
                violation_error_message=TAKEN,
            ),
            models.UniqueConstraint(
                Lower("name"), condition=Q(archived_at=None, product=None), name="persona_shared_name_once",
                violation_error_message=TAKEN,
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class JobToBeDone(Kept):
    """What somebody is trying to get done, whatever product they use for it."""

    when = models.CharField(max_length=300, help_text="The situation.")
    want = models.CharField("I want", max_length=300, help_text="What they would do.")
    so_that = models.CharField(max_length=300, blank=True, help_text="What they get of it.")
    ideas: Any = models.ManyToManyField(Idea, blank=True, related_name="jobs")

    page = "roadmap:job"

    class Meta:
        ordering = ("id",)
        verbose_name = "job to be done"
        verbose_name_plural = "jobs to be done"

    def __str__(self) -> str:
        return f"When {self.when}, I want {self.want}" + (f", so that {self.so_that}" if self.so_that else "")
