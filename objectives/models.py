"""What we want to achieve: objectives with key results, in cycles, checked in on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from doors import formats
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

    page = "objectives:cycle"

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

    @property
    def takes_check_ins(self) -> bool:
        """Whether it runs or is being graded."""
        return self.state in (CycleState.RUNNING, CycleState.GRADING)

    @property
    def is_closed(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.state == CycleState.CLOSED

    @property
    def elapsed(self) -> Decimal:
        """The share of its days that have passed, between 0 and 1."""
        days = Decimal((clock.today() - self.starts_on).days) / (self.ends_on - self.starts_on).days
        return max(Decimal(0), min(Decimal(1), days))


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
    page = "objectives:objective"

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title

    @property
    def progress(self) -> Decimal | None:
        """The mean of how far its key results are; nothing to say without any."""
        shares = [key_result.progress for key_result in self.current_key_results]
        return sum(shares, Decimal(0)) / len(shares) if shares else None

    @property
    def current_key_results(self) -> list[KeyResult]:
        """Its key results that are not archived, from what was fetched if it was."""
        return [key_result for key_result in self.key_results.all() if key_result.archived_at is None]


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


STALE_AFTER = timedelta(days=14)


class KeyResultQuerySet(models.QuerySet["KeyResult"]):
    """Questions about key results."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of objectives that one may see."""
        return self if actor.is_system else self.filter(objective__in=Objective.objects.visible_to(actor))

    def current(self) -> Self:
        """Key results that are not archived."""
        return self.filter(archived_at=None, objective__archived_at=None)

    def with_last_check_in(self) -> Self:
        """Each with what was said of it last: ``last_at``, ``last_confidence``, ``last_comment``."""
        last = CheckIn.objects.standing().filter(key_result=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(
            last_at=Subquery(last.values("at")[:1]),
            last_confidence=Subquery(last.values("confidence")[:1]),
            last_comment=Subquery(last.values("comment")[:1]),
        )

    def due(self) -> Self:
        """Key results of running cycles that nobody has checked in on for a fortnight."""
        since = clock.now() - STALE_AFTER
        rows = self.current().with_last_check_in().filter(objective__cycle__state=CycleState.RUNNING)
        return rows.filter(Q(last_at__lt=since) | Q(last_at=None, objective__cycle__starts_on__lt=timezone.localdate(since)))


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
    page = "objectives:key_result"

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="key_result_goes_somewhere",
                condition=~Q(baseline=F("target")),
                violation_error_message="The target must differ from the baseline.",
            ),
            models.CheckConstraint(
                name="key_result_goes_its_way",
                condition=Q(direction="up", target__gte=F("baseline")) | Q(direction="down", target__lte=F("baseline")),
                violation_error_message="Higher is better asks for a target above the baseline, lower for one below it.",
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

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked in for a fortnight of a running cycle; asks for ``with_last_check_in``."""
        cycle = self.objective.cycle
        if cycle.state != CycleState.RUNNING or self.archived_at is not None:
            return False
        last = timezone.localdate(self.last_at) if self.last_at else cycle.starts_on  # type: ignore[attr-defined]
        return clock.today() - last > STALE_AFTER

    def say(self, value: Decimal) -> str:
        """A value in the key result's own unit: "52%", "$141k", "Yes"."""
        return say(value, self.unit)

    @property
    def said(self) -> dict[str, str]:
        """Baseline, current value and target, each in its unit."""
        return {name: self.say(getattr(self, name)) for name in ("baseline", "current", "target")}


def say(value: Decimal, unit: str) -> str:
    """A value in its unit."""
    if unit == Unit.YES_NO:
        return "Yes" if value >= 1 else "No"
    if unit == Unit.MONEY:
        return formats.money(value)
    return formats.number(value) + ("%" if unit == Unit.PERCENT else "")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Questions about check-ins."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of key results that one may see."""
        return self if actor.is_system else self.filter(key_result__in=KeyResult.objects.visible_to(actor))

    def standing(self) -> Self:
        """Check-ins that were not taken back."""
        return self.filter(undone_at=None)


class CheckIn(models.Model):
    """What a key result stood at, how confident its owner is (0–10), and why."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="check_ins")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    confidence = models.PositiveSmallIntegerField(validators=[MinValueValidator(0), MaxValueValidator(10)])
    comment = models.TextField(blank=True, max_length=5000)
    by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.CheckConstraint(name="confidence_0_to_10", condition=Q(confidence__lte=10)),)

    def __str__(self) -> str:
        return f"{self.key_result}: {self.said}"

    @property
    def said(self) -> str:
        """Its value in the key result's unit."""
        return self.key_result.say(self.value)
