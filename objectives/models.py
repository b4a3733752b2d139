"""What we want to achieve: objectives with key results, in cycles, checked in on."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product

ME = settings.AUTH_USER_MODEL


class CycleState(models.TextChoices):
    """How far a cycle is."""

    PLANNING = "planning", "Planning"
    RUNNING = "running", "Running"
    GRADING = "grading", "Grading"
    CLOSED = "closed", "Closed"


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Questions about cycles."""

    def visible_to(self, actor: Actor) -> Self:
        """Cycles are the organisation's: every member sees them."""
        return self if actor.is_system or actor.roles else self.none()


class Cycle(Versioned):
    """A span of time in which objectives are pursued, such as a quarter."""

    MOVES = {
        CycleState.PLANNING: {CycleState.RUNNING},
        CycleState.RUNNING: {CycleState.GRADING, CycleState.PLANNING},
        CycleState.GRADING: {CycleState.CLOSED, CycleState.RUNNING},
        CycleState.CLOSED: {CycleState.GRADING},
    }

    name = models.CharField(max_length=60, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=CycleState.choices, default=CycleState.PLANNING)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="cycle_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="A cycle ends after it starts.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    """Questions about objectives."""

    def visible_to(self, actor: Actor) -> Self:
        """The company's objectives, and those of products one may see."""
        if actor.is_system:
            return self
        if not actor.roles:
            return self.none()
        return self.filter(Q(product=None) | Q(product__in=actor.person.visible_products()))  # type: ignore[union-attr]

    def current(self) -> Self:
        """Objectives that are not archived."""
        return self.filter(archived_at=None)


class Objective(Versioned):
    """Something worth achieving in a cycle. Without a product it is the whole company's."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="objectives")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="objectives")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True, max_length=5000)
    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="objectives")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class Unit(models.TextChoices):
    """What a key result counts in."""

    NUMBER = "number", "Number"
    PERCENT = "percent", "Percent"
    MONEY = "money", "Money"
    YES_NO = "yes_no", "Yes or no"


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"


class KeyResultQuerySet(models.QuerySet["KeyResult"]):
    """Questions about key results."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of objectives that one may see."""
        return self if actor.is_system else self.filter(objective__in=Objective.objects.visible_to(actor))

    def current(self) -> Self:
        """Key results that are not archived."""
        return self.filter(archived_at=None, objective__archived_at=None)


class KeyResult(Versioned):
    """How we know: a metric that moves from a baseline to a target."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="key_results")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, choices=Unit.choices, default=Unit.NUMBER)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, default=Decimal(0))
    target = models.DecimalField(max_digits=16, decimal_places=4)
    current = models.DecimalField(max_digits=16, decimal_places=4)
    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="key_results")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = KeyResultQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="key_result_goes_somewhere",
                condition=~Q(baseline=F("target")),
                violation_error_message="The target must differ from the baseline.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def product_id(self) -> int | None:
        """The product of its objective, which decides who may see it."""
        return self.objective.product_id

    @property
    def progress(self) -> Decimal:
        """The share of the way from baseline to target, between 0 and 1."""
        way = (self.current - self.baseline) / (self.target - self.baseline)
        return max(Decimal(0), min(Decimal(1), way))


class CheckIn(models.Model):
    """What a key result stood at, how confident its owner is (0–10), and why."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="check_ins")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    confidence = models.PositiveSmallIntegerField(validators=[MinValueValidator(0), MaxValueValidator(10)])
    comment = models.TextField(blank=True, max_length=5000)
    by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.CheckConstraint(name="confidence_0_to_10", condition=Q(confidence__lte=10)),)

    def __str__(self) -> str:
        return f"{self.key_result}: {self.value}"
