"""What a panel said: scorecards round by round, statements and ballots. Rows are only added; the newest of a person counts."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gates.figures.recommendation import Outcome as _Outcome
from gates.models.reviews import Criterion, GateReview
from history import clock

ME = settings.AUTH_USER_MODEL


class Outcome(models.TextChoices):
    """What a gate can decide, from the mildest to the severest."""

    GO = _Outcome.GO.value, "Go"
    CONDITIONAL_GO = _Outcome.CONDITIONAL_GO.value, "Conditional go"
    HOLD = _Outcome.HOLD.value, "Hold"
    RECYCLE = _Outcome.RECYCLE.value, "Recycle"
    KILL = _Outcome.KILL.value, "Kill"


class Confidence(models.TextChoices):
    """How sure a gatekeeper is of what they scored."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Scorecard(models.Model):
    """One gatekeeper's answers to what people judge, in one round. The comment may be erased with the person."""

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="scorecards")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="scorecards")
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.MEDIUM)
    comment = models.TextField(max_length=5000, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("review", "round", "person", "-id"), name="scorecard_newest"),)

    def __str__(self) -> str:
        return f"scorecard of {self.person}, round {self.round}"


class Score(models.Model):
    """One answer: yes or no to a must-meet, 0 to 10 to a should-meet."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.DecimalField(
        max_digits=4, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(10)]
    )
    is_met = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("scorecard", "criterion"), name="score_once"),
            models.CheckConstraint(
                name="score_is_a_number_or_a_yes",
                condition=Q(value__isnull=False, is_met__isnull=True) | Q(value__isnull=True, is_met__isnull=False),
            ),
            models.CheckConstraint(name="score_from_0_to_10", condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=10)),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value if self.is_met is None else self.is_met}"


class Leaning(models.TextChoices):
    """Where a statement leans."""

    FOR = "for", "For it"
    AGAINST = "against", "Against it"
    OPEN = "open", "Neither"


class Statement(models.Model):
    """What somebody on the panel said in words: the voices are heard so, and the gatekeepers discuss so."""

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="gate_statements")
    round = models.PositiveSmallIntegerField()
    leaning = models.CharField(max_length=10, choices=Leaning.choices, default=Leaning.OPEN)
    words = models.TextField(max_length=5000, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"statement of {self.person}"


class Ballot(models.Model):
    """One vote for an outcome, with its reason and the voter's own probability of success."""

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="ballots")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="ballots")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    words = models.TextField(max_length=5000, null=True, blank=True)
    probability = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="ballot_probability_is_one",
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
            ),
        )
        indexes = (models.Index(fields=("review", "round", "person", "-id"), name="ballot_newest"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_outcome_display()}"
