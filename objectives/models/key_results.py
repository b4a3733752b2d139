"""Key results: how we know."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from doors import formats
from history import clock
from history.actor import Actor
from history.versions import Versioned
from objectives.models.check_ins import CheckIn
from objectives.models.cycles import CycleState
from objectives.models.grades import Grade
from objectives.models.objectives import Objective
from people.models import Person

ME = settings.AUTH_USER_MODEL


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
    KEEP = "keep", "Keep within"


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
        """Each with what was said of it last: ``last_at``, and by somebody ``last_confidence`` and ``last_comment``."""
        last = CheckIn.objects.standing().filter(key_result=OuterRef("pk")).order_by("-at", "-id")
        said = last.exclude(by=None)
        return self.annotate(
            last_at=Subquery(last.values("at")[:1]),
            last_confidence=Subquery(said.values("confidence")[:1]),
            last_comment=Subquery(said.values("comment")[:1]),
        )

    def with_grade(self) -> Self:
        """Each with the grade that stands: ``grade_computed``, ``grade_judged``, ``grade_reason``; ``grade`` is what counts."""
        standing = Grade.objects.standing().filter(key_result=OuterRef("pk"))
        return self.annotate(
            grade_computed=Subquery(standing.values("computed")[:1]),
            grade_judged=Subquery(standing.values("judged")[:1]),
            grade_reason=Subquery(standing.values("reason")[:1]),
            grade=Coalesce("grade_judged", "grade_computed", output_field=models.DecimalField(max_digits=5, decimal_places=4)),
        )

    def due(self) -> Self:
        """Key results of running cycles that nobody has checked in on for a fortnight."""
        since = clock.now() - STALE_AFTER
        rows = self.current().with_last_check_in().filter(objective__cycle__state=CycleState.RUNNING)
        return rows.filter(Q(last_at__lt=since) | Q(last_at=None, objective__cycle__starts_on__lt=timezone.localdate(since)))

    def to_grade(self) -> Self:
        """Key results of cycles that are being graded, without a grade yet."""
        graded = Grade.objects.standing().filter(key_result=OuterRef("pk"))
        return self.current().filter(~Exists(graded), objective__cycle__state=CycleState.GRADING)

    def asked_of(self, person: Person) -> Self:
        """Those that somebody is asked about: their own, and those in their objectives whose owner has left."""
        return self.filter(Q(owner=person) | Q(owner__is_active=False, objective__owner=person))


class KeyResult(Versioned):
    """How we know: a metric that moves from a baseline to a target, or is kept within ``tolerance`` of it.

    With a ``source`` nobody types its value: it is counted from the record ``source_id``, such as a feature's usage.
    """

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="key_results")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, choices=Unit.choices, default=Unit.NUMBER)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, default=Decimal(0))
    target = models.DecimalField(max_digits=16, decimal_places=4)
    tolerance = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    current = models.DecimalField(max_digits=16, decimal_places=4)
    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="key_results")
    source = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="carried_to"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = KeyResultQuerySet.as_manager()
    page = "objectives:key_result"

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="key_result_goes_somewhere",
                condition=~Q(baseline=F("target")) | Q(direction="keep"),
                violation_error_message="The target must differ from the baseline.",
            ),
            models.CheckConstraint(
                name="key_result_goes_its_way",
                condition=Q(direction="up", target__gte=F("baseline"))
                | Q(direction="down", target__lte=F("baseline"))
                | Q(direction="keep"),
                violation_error_message="Higher is better asks for a target above the baseline, lower for one below it.",
            ),
            models.CheckConstraint(
                name="key_result_keeps_within",
                condition=Q(direction="keep", tolerance__isnull=False, tolerance__gte=0)
                | (~Q(direction="keep") & Q(tolerance=None)),
                violation_error_message="Only what is kept within bounds has a give or take, and that is never below zero.",
            ),
            models.CheckConstraint(
                name="key_result_source_is_whole",
                condition=Q(source="", source_id=None) | (~Q(source="") & Q(source_id__isnull=False)),
                violation_error_message="A source and what it counts go together.",
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
        """The share of the way from baseline to target, between 0 and 1; for what is kept within bounds, 1 inside them."""
        if self.direction == Direction.KEEP:
            return Decimal(abs(self.current - self.target) <= (self.tolerance or 0))
        way = (self.current - self.baseline) / (self.target - self.baseline)
        return max(Decimal(0), min(Decimal(1), way))

    @property
    def is_reached(self) -> bool:
        """Whether it is where it should be."""
        return self.progress >= 1

    @property
    def is_counted(self) -> bool:
        """Whether its value is counted, and nobody types it."""
        return bool(self.source)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked in for a fortnight of a running cycle; asks for ``with_last_check_in``."""
        cycle = self.objective.cycle
        if cycle.state != CycleState.RUNNING or self.archived_at is not None:
            return False
        last = timezone.localdate(self.last_at) if self.last_at else cycle.starts_on  # type: ignore[attr-defined]
        return clock.today() - last > STALE_AFTER

    @property
    def waits(self) -> bool:
        """Whether it waits for a check-in or for a grade; asks for ``with_last_check_in`` and ``with_grade``."""
        return self.is_stale or (self.objective.cycle.is_graded and self.grade is None)  # type: ignore[attr-defined]

    def say(self, value: Decimal) -> str:
        """A value in the key result's own unit: "52%", "$141k", "Yes"."""
        return say(value, self.unit)

    @property
    def said(self) -> dict[str, str]:
        """Baseline, current value and target, each in its unit: "52%", or "4% ± 1%" where it is kept within bounds."""
        told = {name: self.say(getattr(self, name)) for name in ("baseline", "current", "target")}
        if self.direction == Direction.KEEP:
            told["target"] += f" ± {self.say(self.tolerance or Decimal(0))}"
        return told


def say(value: Decimal, unit: str) -> str:
    """A value in its unit."""
    if unit == Unit.YES_NO:
        return "Yes" if value >= 1 else "No"
    if unit == Unit.MONEY:
        return formats.money(value)
    return formats.number(value) + ("%" if unit == Unit.PERCENT else "")
