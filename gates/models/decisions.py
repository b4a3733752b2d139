"""Decisions and what hangs on them: proposals that wait for a signature, conditions, tripwires."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gates.figures.recommendation import Rule as FiredRule
from gates.models.reviews import GateReview
from gates.models.scores import Outcome
from gates.policy_rules import Comparator
from history import clock
from history.actor import Actor
from people.models import Product

ME = settings.AUTH_USER_MODEL

RULES = {
    FiredRule.FATAL: "A fatal must-meet failed",
    FiredRule.REPAIRABLE: "A repairable must-meet failed",
    FiredRule.UNDER_HURDLE: "The score is under its hurdle",
    FiredRule.UNSETTLED: "Something is unknown, stale or inconclusive",
    FiredRule.MINOR_GAP: "A minor gap",
    FiredRule.WAIVER: "A waiver",
    FiredRule.ALL_MET: "Every criterion is met",
}


class Basis(models.TextChoices):
    """What a decision rests on."""

    PANEL = "panel", "The panel's votes"
    CONDITIONS_MET = "conditions_met", "All conditions were met"
    CONDITION_LAPSED = "condition_lapsed", "A condition lapsed"
    CORRECTION = "correction", "A correction of the record"


class Override(models.TextChoices):
    """How a decision differs from the recommendation."""

    NONE = "", "As recommended"
    MILDER = "milder", "Milder than recommended"
    STRICTER = "stricter", "Stricter than recommended"


class OverrideReason(models.TextChoices):
    """Why the panel decided milder than the criteria recommend."""

    STRATEGY = "strategy", "Strategic weight that the criteria miss"
    EVIDENCE_PENDING = "evidence_pending", "Evidence that is about to arrive"
    MEASURE_FLAWED = "measure_flawed", "The measure was flawed"
    OBLIGATION = "obligation", "A contract or the law"
    COST_OF_DELAY = "cost_of_delay", "Waiting costs more than being wrong"
    OTHER = "other", "Another reason"


class KillReason(models.TextChoices):
    """Why an idea ends at a gate."""

    NO_DEMAND = "no_demand", "Too few would use it"
    NO_OUTCOME = "no_outcome", "It did not help customers"
    NOT_VIABLE = "not_viable", "It does not sell"
    NOT_LAWFUL = "not_lawful", "Not lawful or not safe"
    OFF_STRATEGY = "off_strategy", "No longer our strategy"
    BETTER_WAY = "better_way", "A better way was found"
    OTHER = "other", "Another reason"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def visible_to(self, actor: Actor) -> Self:
        """Decisions on the ideas one may see."""
        return self if actor.is_system else self.filter(review__idea__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Decisions that no later record supersedes."""
        return self.filter(superseded_by=None)

    def saying(self, asked: str) -> Self:
        """Decisions whose idea, rationale, lessons or reason for an override hold every word; killed ideas teach by these."""
        said = "packet__words__body__said__"
        places = ("review__idea__title", *(f"{said}{name}" for name in ("rationale", "lessons", "override")))
        rows = self
        for word in asked.split()[:10]:
            rows = rows.filter(reduce(or_, (Q(**{f"{place}__icontains": word}) for place in places)))
        return rows


class Decision(models.Model):
    """A gate's answer: a record, never changed. Free text and names are in its packet's words.

    ``supersedes`` links a record that takes another's place: conditions met or lapsed, or a correction.
    """

    page = "gates:decision"

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="decisions")
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.PANEL)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    recommended = models.CharField(max_length=20, choices=Outcome.choices)
    rule = models.CharField(max_length=20, choices=[(rule.value, words) for rule, words in RULES.items()])
    override = models.CharField(max_length=10, choices=Override.choices, blank=True)
    override_reason = models.CharField(max_length=20, choices=OverrideReason.choices, blank=True)
    probability = models.DecimalField(
        "probability of success", max_digits=4, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    kill_reason = models.CharField(max_length=20, choices=KillReason.choices, blank=True)
    review_on = models.DateField(null=True, blank=True)
    forecast_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    forecast_due = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    second_signer = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="signed_decisions")
    decided_at = models.DateTimeField(default=clock.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("review",), condition=Q(supersedes=None), name="review_decided_once",
                violation_error_message="This review is decided already.",
            ),
            models.CheckConstraint(
                name="decision_milder_is_signed_and_forecast",
                condition=~Q(override="milder")
                | (~Q(override_reason="") & Q(second_signer__isnull=False, forecast_value__isnull=False)),
            ),
            models.CheckConstraint(
                name="decision_two_sign_apart",
                condition=Q(second_signer__isnull=True) | Q(decided_by__isnull=True) | ~Q(second_signer=models.F("decided_by")),
            ),
            models.CheckConstraint(
                name="decision_probability_is_one", condition=Q(probability__gte=0, probability__lte=1)
            ),
            models.CheckConstraint(name="decision_kill_says_why", condition=~Q(outcome="kill") | ~Q(kill_reason="")),
            models.CheckConstraint(name="decision_hold_says_when", condition=~Q(outcome="hold") | Q(review_on__isnull=False)),
        )  # fmt: skip
        indexes = (models.Index(fields=("outcome", "-decided_at"), name="decision_record"),)

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} at {self.review}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.review.idea.product_id

    @property
    def key(self) -> str:
        """The short name that people use: DEC-4."""
        return f"DEC-{self.pk}"

    @property
    def words(self) -> dict[str, Any]:
        """Rationale, lessons, dissent and names; empty once they were erased."""
        return self.packet.words.body or {}  # type: ignore[attr-defined]

    @property
    def lessons(self) -> str:
        """What we learned, where it ended an idea; empty once it was erased."""
        return self.words.get("said", {}).get("lessons", "")

    @property
    def rationale(self) -> str:
        """Why it was decided so; empty once it was erased."""
        return self.words.get("said", {}).get("rationale", "")


class Proposal(models.Model):
    """A milder decision that waits for its second signature. ``asked`` holds all that was said; it is emptied by erasure."""

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="proposals")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    asked = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, help_text="Of the evidence that it rests on.")
    made_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    is_signed = models.BooleanField(null=True, blank=True)
    declined_because = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("review",), condition=Q(closed_at=None), name="proposal_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} proposed at {self.review}"


class ConditionQuerySet(models.QuerySet["Condition"]):
    """Questions about conditions."""

    def visible_to(self, actor: Actor) -> Self:
        """Conditions of decisions on the ideas one may see."""
        return self if actor.is_system else self.filter(decision__review__idea__product__in=Product.objects.visible_to(actor))

    def open(self) -> Self:
        """Neither met nor lapsed, and the decision still waits for them."""
        return self.filter(settled_at=None, decision__superseded_by=None)


class Condition(models.Model):
    """What must be true for a conditional go to become a Go: owner, test and due day. Settled once: met, or lapsed."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    words = models.CharField("condition", max_length=300)
    test = models.CharField(max_length=500, help_text="How somebody else can tell that it is met.")
    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="gate_conditions")
    due = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    is_met = models.BooleanField(null=True, blank=True)
    verified_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(max_length=2000, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.CheckConstraint(
                name="condition_met_is_verified",
                condition=~Q(is_met=True) | Q(verified_by__isnull=False, settled_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("settled_at", "due"), name="condition_due"),)

    def __str__(self) -> str:
        return self.words

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.decision.product_id

    @property
    def is_lapsed(self) -> bool:
        """Whether its day went by unmet."""
        return self.is_met is False or (self.settled_at is None and self.due < clock.today())


class Tripwire(models.Model):
    """A measured value that would reopen a decision: it fires when the comparison holds."""

    class Fires(models.TextChoices):
        """On which side."""

        BELOW = "below", "falls below"
        ABOVE = "above", "rises above"
        NO_LONGER = "no_longer", "is no longer so"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="tripwires")
    measure = models.CharField(max_length=80)
    fires = models.CharField(max_length=10, choices=Fires.choices)
    threshold = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    fired_at = models.DateTimeField(null=True, blank=True)
    fired_value = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("decision", "measure", "fires"), name="tripwire_once"),
            models.CheckConstraint(name="tripwire_says_where", condition=Q(fires="no_longer") | Q(threshold__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.get_fires_display()} {self.threshold if self.threshold is not None else ''}".strip()


FIRES_FOR = {
    Comparator.AT_LEAST: Tripwire.Fires.BELOW,
    Comparator.AT_MOST: Tripwire.Fires.ABOVE,
    Comparator.IS_TRUE: Tripwire.Fires.NO_LONGER,
}
"""The tripwire that a met criterion suggests: that it would be met no longer."""
