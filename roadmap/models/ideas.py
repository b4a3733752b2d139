"""Possible changes, and the canvas that argues for each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from usage.models import Feature

ME = settings.AUTH_USER_MODEL


class IdeaState(models.TextChoices):
    """Whether we consider it."""

    UNSORTED = "unsorted", "Unsorted"
    BACKLOG = "backlog", "Backlog"
    ARCHIVED = "archived", "Archived"


class Stage(models.TextChoices):
    """How far the work on an idea is; kept apart from its state. The first six follow one another."""

    ASSESSMENT = "assessment", "Assessment"
    DISCOVERY = "discovery", "Discovery"
    PILOT = "pilot", "Pilot"
    DELIVERY = "delivery", "Delivery"
    VALIDATION = "validation", "Validation"
    DONE = "done", "Done"
    NOT_DOING = "not_doing", "Not doing"
    DUPLICATE = "duplicate", "Duplicate"
    FAILED_EXPERIMENT = "failed_experiment", "Failed experiment"


PATH = (Stage.ASSESSMENT, Stage.DISCOVERY, Stage.PILOT, Stage.DELIVERY, Stage.VALIDATION, Stage.DONE)
NEED_A_REASON = (Stage.NOT_DOING, Stage.FAILED_EXPERIMENT)


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Questions about ideas."""

    def visible_to(self, actor: Actor) -> Self:
        """Ideas of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Ideas that are not archived."""
        return self.exclude(state=IdeaState.ARCHIVED)

    def late(self) -> Self:
        """Ideas of the backlog that have been in their stage for longer than their product expects."""
        rows = self.filter(state=IdeaState.BACKLOG).exclude(own_stage__days=None)
        expected = set(rows.order_by().values_list("own_stage__days", flat=True))
        late = Q(pk=None)
        for days in expected:
            late |= Q(own_stage__days=days, stage_since__lte=clock.now() - timedelta(days=days + 1))
        return rows.filter(late)


class Idea(Versioned):
    """A possible change, and the canvas that argues for it."""

    page = "roadmap:idea"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="ideas")
    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True, max_length=10_000)
    value = models.TextField("value if solved", blank=True, max_length=10_000)
    hypothesis = models.TextField(blank=True, max_length=10_000)
    target_outcomes = models.TextField(blank=True, max_length=10_000)
    actual_outcomes = models.TextField(blank=True, max_length=10_000)
    notes = models.TextField("functional notes", blank=True, max_length=10_000)
    custom: Any = models.JSONField("own fields", default=dict, blank=True)
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas")
    state = models.CharField(max_length=20, choices=IdeaState.choices, default=IdeaState.UNSORTED)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.ASSESSMENT)
    own_stage = models.ForeignKey("OwnStage", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    stage_since = models.DateTimeField(default=clock.now, editable=False)
    stage_reason = models.TextField(blank=True, max_length=2000)
    archived_from = models.CharField(max_length=20, choices=IdeaState.choices, blank=True, editable=False)
    archive_reason = models.TextField(blank=True, max_length=2000)
    revived_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="revivals")
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    features = models.ManyToManyField(Feature, blank=True, related_name="ideas")
    created_by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("product", "state", "-id"), name="idea_product"),)
        constraints = (
            models.CheckConstraint(name="idea_not_its_own_duplicate", condition=~Q(duplicate_of=F("id"))),
            models.CheckConstraint(
                name="idea_duplicate_says_of_which",
                condition=Q(stage="duplicate", duplicate_of__isnull=False)
                | (~Q(stage="duplicate") & Q(duplicate_of__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_stage_display(self) -> str:  # type: ignore[no-redef]
        """What its product calls the stage; what everybody does, where it has none of its own."""
        return self.own_stage.name if self.own_stage is not None else str(Stage(self.stage).label)

    @property
    def days_in_stage(self) -> int:
        """For how many days it has been in its stage."""
        return (clock.now() - self.stage_since).days

    @property
    def is_late(self) -> bool:
        """Whether it has been in its stage for longer than its product expects."""
        expected = self.own_stage.days if self.own_stage is not None else None
        return expected is not None and self.state == IdeaState.BACKLOG and self.days_in_stage > expected

    @property
    def key(self) -> str:
        """The short name that people use: IDEA-41."""
        return f"IDEA-{self.pk}"

    @property
    def is_archived(self) -> bool:
        """Whether it was put out of sight."""
        return self.state == IdeaState.ARCHIVED
