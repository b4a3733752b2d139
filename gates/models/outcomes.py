"""What a pilot's companies were promised, and what came of it: entered by hand, by file, by a program, or from usage."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from gates.models.pilots import Pilot, PilotCompany, PilotState
from history import clock
from history.actor import Actor
from history.versions import Versioned
from usage.models import Feature

ME = settings.AUTH_USER_MODEL


class UsageMeasure(models.TextChoices):
    """What of a feature's usage at the company is its value."""

    USERS = "users", "Users who use it"
    SHARE = "share", "Share of its active users who use it, in %"
    USES = "uses", "Times that it is used"
    DAYS = "days", "Days on which it is used"


class Direction(models.TextChoices):
    """Which way the metric should go."""

    UP = "up", "Rise"
    DOWN = "down", "Fall"
    HOLD = "hold", "Stay where it is"


class PilotOutcomeQuerySet(models.QuerySet["PilotOutcome"]):
    """Questions about outcomes."""

    def visible_to(self, actor: Actor) -> Self:
        """Outcomes of the pilots one may see."""
        return self if actor.is_system else self.filter(place__pilot__in=Pilot.objects.visible_to(actor))

    def open(self) -> Self:
        """Of running pilots, with no value yet, and still expected."""
        return self.filter(
            place__pilot__state=PilotState.LOCKED, place__dropped_out_at=None, place__withdrawal_approved_at=None
        ).exclude(Exists(OutcomeValue.objects.standing().filter(outcome=OuterRef("pk"))))


class PilotOutcome(Versioned):
    """The one primary outcome that a company was promised, fixed before it was exposed."""

    place = models.OneToOneField(PilotCompany, on_delete=models.PROTECT, related_name="outcome")
    metric = models.CharField(max_length=160)
    unit = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    baseline = models.DecimalField(max_digits=16, decimal_places=4)
    target = models.DecimalField(max_digits=16, decimal_places=4)
    tolerance = models.DecimalField(
        max_digits=16, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(Decimal("0.0001"))],
        help_text="To maintain a metric: give or take how much?",
    )  # fmt: skip
    minimum_change = models.DecimalField(
        "smallest change that matters", max_digits=16, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.0001"))],
    )  # fmt: skip
    due_on = models.DateField()
    measured_how = models.CharField("how it is measured", max_length=300, blank=True)
    feature = models.ForeignKey(
        Feature, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Whose usage measures it by itself."
    )
    usage = models.CharField("what of its usage", max_length=10, choices=UsageMeasure.choices, blank=True)
    usage_days = models.PositiveSmallIntegerField(
        "over how many days", default=28, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    fixed_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    fixed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PilotOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                name="pilot_outcome_usage_is_whole",
                condition=Q(feature=None, usage="") | (Q(feature__isnull=False) & ~Q(usage="")),
                violation_error_message="To measure itself it needs both: a feature, and what of its usage counts.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric} at {self.place.company}"

    @property
    def product_id(self) -> int:
        """The product of its pilot."""
        return self.place.product_id

    @property
    def measures_itself(self) -> bool:
        """Whether the usage of a feature tells its value."""
        return self.feature_id is not None

    def clean(self) -> None:
        """The target lies the way the metric should go, and far enough to matter."""
        if self.feature is not None and self.feature.product_id != self.product_id:
            raise ValidationError({"feature": "Choose a feature of the product that the idea is about."})
        if self.baseline is None or self.target is None:
            return
        gap = self.target - self.baseline
        if self.direction == Direction.HOLD:
            if gap:
                raise ValidationError({"target": "To maintain, the target is the baseline."})
            if self.tolerance is None:
                raise ValidationError({"tolerance": "To maintain, say give or take how much."})
            return
        if not gap:
            raise ValidationError({"target": "The target is the baseline. Aim further, or choose to maintain with a tolerance."})
        if (gap > 0) != (self.direction == Direction.UP):
            raise ValidationError({"target": f"The metric should {self.get_direction_display().lower()}; this target does not."})
        if self.minimum_change is not None and abs(gap) < self.minimum_change:
            raise ValidationError({"target": "The target is nearer to the baseline than the smallest change that matters."})


class OutcomeValueQuerySet(models.QuerySet["OutcomeValue"]):
    """Questions about values."""

    def standing(self) -> Self:
        """Values that were not taken back."""
        return self.filter(taken_back=None)


class OutcomeValue(models.Model):
    """A value that was entered or counted. A correction is a further row; the latest stands. Rows are only added."""

    outcome = models.ForeignKey(PilotOutcome, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    measured_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    entered_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    objects = OutcomeValueQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.value} {self.outcome.unit}".strip()


class ValueTakenBack(models.Model):
    """That a value was a mistake, and stands no more: with the file that brought it, say. The value itself stays readable."""

    value = models.OneToOneField(OutcomeValue, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.value}, taken back"
