"""Gate 1's evidence: how many will use it, projected from what was known at an origin. Projections are only ever added."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from history import clock
from history.actor import Actor
from roadmap.models import Idea
from usage.models import CountedUnit, Feature

ME = settings.AUTH_USER_MODEL


class ProbeKind(models.TextChoices):
    """What the feature's own trial is, if there is one."""

    RELEASED = "released", "Its own first weeks, for everybody who was there at the release"
    EXPOSED = "exposed", "A trial: those who met it, told by an event"
    NONE = "none", "None yet: earlier features alone"


class ProbeSelection(models.TextChoices):
    """How those in the probe came to be in it."""

    RANDOM = "random", "By lot, or everybody"
    OPT_IN = "opt_in", "They asked for it"
    FAKE_DOOR = "fake_door", "They clicked a door that leads nowhere yet"


class ProjectionStatus(models.TextChoices):
    """What a projection rests on."""

    OK = "ok", "Projected"
    REFERENCE_ONLY = "reference_only", "From earlier features only"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence", "Not enough data"


class ProjectionQuerySet(models.QuerySet["Projection"]):
    """Questions about projections."""

    def visible_to(self, actor: Actor) -> Self:
        """Projections of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__in=Idea.objects.visible_to(actor))

    def with_numbers(self) -> Self:
        """Those that did not abstain."""
        return self.exclude(status=ProjectionStatus.INSUFFICIENT_EVIDENCE)


class Projection(models.Model):
    """Which share of the eligible will use a feature at a horizon, as it could be known at the origin.

    ``inputs`` are the canonical inputs and ``input_hash`` seals what of them was used; ``intervals`` and ``fan`` hold counts and
    shares. What came of it is a row of its own.
    """

    page = "gates:projection"

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="projections")
    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="projections")
    unit = models.CharField(max_length=10, choices=CountedUnit.choices)
    origin = models.DateField()
    horizon = models.PositiveSmallIntegerField(validators=[MinValueValidator(2), MaxValueValidator(104)])
    threshold = models.DecimalField(max_digits=5, decimal_places=4, validators=[MinValueValidator(0), MaxValueValidator(1)])
    minimum_uses = models.PositiveSmallIntegerField()
    probe_kind = models.CharField(max_length=10, choices=ProbeKind.choices)
    probe_selection = models.CharField(max_length=10, choices=ProbeSelection.choices, blank=True)
    exposure_event = models.CharField(max_length=120, blank=True)
    probe_n = models.PositiveIntegerField(null=True, blank=True)
    probe_adopters = models.PositiveIntegerField(null=True, blank=True)
    elapsed = models.PositiveSmallIntegerField(default=0)
    eligible = models.PositiveIntegerField()
    status = models.CharField(max_length=30, choices=ProjectionStatus.choices)
    reasons = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=dict, blank=True)
    median = models.FloatField(null=True, blank=True)
    median_count = models.PositiveIntegerField(null=True, blank=True)
    intervals = models.JSONField(default=list, blank=True)
    fan = models.JSONField(default=list, blank=True)
    probability = models.FloatField(null=True, blank=True)
    reference_ids = models.JSONField(default=list, blank=True)
    backtest = models.JSONField(default=dict, blank=True)
    method = models.CharField(max_length=200)
    model_version = models.CharField(max_length=60)
    seed = models.BigIntegerField()
    inputs = models.JSONField()
    input_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = ProjectionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("idea", "-id"), name="projection_idea"),)
        constraints = (
            models.CheckConstraint(
                name="projection_abstains_or_has_numbers",
                condition=Q(status="insufficient_evidence", median=None, probability=None)
                | (~Q(status="insufficient_evidence") & Q(median__isnull=False, probability__isnull=False)),
            ),
            models.CheckConstraint(name="projection_horizon_ahead", condition=Q(horizon__gt=F("elapsed"))),
        )

    def __str__(self) -> str:
        return f"{self.feature.name} at week {self.horizon}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id

    @property
    def has_numbers(self) -> bool:
        """Whether it says a number rather than why it cannot."""
        return self.status != ProjectionStatus.INSUFFICIENT_EVIDENCE

    @property
    def due_on(self) -> date:
        """The day on which what came of it can be counted."""
        if self.probe_kind == ProbeKind.RELEASED and self.feature.released_on:
            return self.feature.released_on + timedelta(weeks=self.horizon)
        return self.origin + timedelta(weeks=self.horizon)

    @property
    def is_due(self) -> bool:
        """Whether its horizon has passed."""
        return self.due_on <= clock.today()

    @property
    def likely_range(self) -> tuple[float, float] | None:
        """Low and high of the 80 % interval; None without numbers."""
        found = self.interval(80)
        return (found["low"], found["high"]) if found else None

    def interval(self, level: int) -> dict[str, Any] | None:
        """The interval of ``level`` percent: low, high, low_count, high_count."""
        return next((one for one in self.intervals if one["level"] == level), None)


class ProjectionActual(models.Model):
    """What came of a projection, counted once its horizon had passed."""

    projection = models.OneToOneField(Projection, on_delete=models.PROTECT, related_name="actual")
    adopters = models.PositiveIntegerField()
    share = models.FloatField()
    is_inside = models.JSONField(default=dict, blank=True, help_text="Whether each interval held, by its level.")
    reached = models.BooleanField(help_text="Whether the share reached the threshold.")
    counted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.adopters} of {self.projection.eligible}"
