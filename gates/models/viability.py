"""Gate 3's evidence: what salespeople, each alone, expect of a feature. Nobody sees another's before the reveal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from customers.models import Company, Deal
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product, Segment
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL
RATED = [MinValueValidator(1), MaxValueValidator(5)]
PROBABILITY = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]
NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class ViabilityCriterion(models.TextChoices):
    """What each assessor rates from 1 to 5."""

    PAIN_URGENCY = "pain_urgency", "Urgency of the pain"
    WILLINGNESS_TO_PAY = "willingness_to_pay", "Evidence of willingness to pay"
    REACH = "reach", "Reach"
    COMPETITIVE_WINS = "competitive_wins", "Effect on competitive wins"
    PRICING_FIT = "pricing_fit", "Fit of pricing and packaging"
    SALES_READINESS = "sales_readiness", "Sales readiness"


ANCHORS: Mapping[str, tuple[str, ...]] = {
    ViabilityCriterion.PAIN_URGENCY: (
        "Nobody has raised it",
        "Comes up when asked",
        "Raised unasked by some",
        "Blocks work at several",
        "Deals or renewals stop over it",
    ),
    ViabilityCriterion.WILLINGNESS_TO_PAY: (
        "Expected for free",
        "Liked, price never discussed",
        "A price was discussed",
        "A price was accepted in words",
        "Paid for, or in a signed offer",
    ),
    ViabilityCriterion.REACH: (
        "One account",
        "A handful of accounts",
        "One segment",
        "Most of my segment",
        "Several segments",
    ),
    ViabilityCriterion.COMPETITIVE_WINS: (
        "No deal turned on it",
        "Mentioned in a deal",
        "Weighed in a deal",
        "Decided a deal",
        "Decides deals again and again",
    ),
    ViabilityCriterion.PRICING_FIT: (
        "Fits no plan of ours",
        "Needs a new price model",
        "Fits with exceptions",
        "Fits a plan with small changes",
        "Fits as it is",
    ),
    ViabilityCriterion.SALES_READINESS: (
        "I could not explain it",
        "I could explain it",
        "I could show it",
        "I could sell it with help",
        "I could sell it tomorrow",
    ),
}
"""What each rating means, from 1 to 5, so that two people's 4 is the same 4."""


class ViabilityRoundQuerySet(models.QuerySet["ViabilityRound"]):
    """Questions about rounds."""

    def visible_to(self, actor: Actor) -> Self:
        """Rounds of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))

    def awaiting(self, actor: Actor) -> Self:
        """Open rounds in which this person was asked and has not assessed yet."""
        given = ViabilityAssessment.objects.filter(assessor=actor.person).values("round")
        return self.filter(revealed_at=None, cancelled_at=None, asked__person=actor.person).exclude(pk__in=given)


class ViabilityRound(Versioned):
    """One blind round of assessments of an idea: will ``target_amount`` of upsell come by ``target_by``?"""

    page = "gates:viability"

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="viability_rounds")
    target_amount = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])
    target_by = models.DateField()
    deadline = models.DateField()
    words = models.TextField("what they should know", blank=True, max_length=4000)
    again_after = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="again")
    opened_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    revealed_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    revealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ViabilityRoundQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea",), condition=Q(revealed_at=None, cancelled_at=None), name="viability_round_open_once",
                violation_error_message="A round is open for this idea already.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Viability of {self.idea}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id

    @property
    def is_open(self) -> bool:
        """Whether it still takes assessments."""
        return self.revealed_at is None and self.cancelled_at is None

    @property
    def is_revealed(self) -> bool:
        """Whether everybody may see what everybody said."""
        return self.revealed_at is not None

    @property
    def is_past_deadline(self) -> bool:
        """Whether its last day is over."""
        return self.deadline < clock.today()


class AskedAssessor(models.Model):
    """A salesperson who was asked to assess."""

    round = models.ForeignKey(ViabilityRound, on_delete=models.PROTECT, related_name="asked")
    person = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="asked_to_assess")
    segment = models.CharField(max_length=20, blank=True, help_text="The segment they sold to when they were asked.")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "person"), name="assessor_asked_once"),)

    def __str__(self) -> str:
        return str(self.person)

    @property
    def segment_name(self) -> str:
        """The segment in words; empty where it was not known."""
        return Segment(self.segment).label if self.segment else ""


class ViabilityAssessmentQuerySet(models.QuerySet["ViabilityAssessment"]):
    """Questions about assessments."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; the others' only once their round is revealed."""
        if actor.is_system:
            return self
        rows = self.filter(round__in=ViabilityRound.objects.visible_to(actor))
        return rows.filter(Q(assessor=actor.person) | Q(round__revealed_at__isnull=False))


class ViabilityAssessment(Versioned):
    """What one salesperson expects, by themselves. It may be changed until the reveal, and never after."""

    round = models.ForeignKey(ViabilityRound, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="viability_assessments")
    pain_urgency = models.PositiveSmallIntegerField(ViabilityCriterion.PAIN_URGENCY.label, validators=RATED)
    willingness_to_pay = models.PositiveSmallIntegerField(ViabilityCriterion.WILLINGNESS_TO_PAY.label, validators=RATED)
    reach = models.PositiveSmallIntegerField(ViabilityCriterion.REACH.label, validators=RATED)
    competitive_wins = models.PositiveSmallIntegerField(ViabilityCriterion.COMPETITIVE_WINS.label, validators=RATED)
    pricing_fit = models.PositiveSmallIntegerField(ViabilityCriterion.PRICING_FIT.label, validators=RATED)
    sales_readiness = models.PositiveSmallIntegerField(ViabilityCriterion.SALES_READINESS.label, validators=RATED)
    probability = models.DecimalField("probability of the target", max_digits=4, decimal_places=3, validators=PROBABILITY)
    objections = models.TextField(blank=True, max_length=4000)
    to_hear = models.TextField("what they would need to hear", blank=True, max_length=4000)
    wrong_if = models.TextField("what would make me wrong", max_length=4000)
    given_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ViabilityAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("round", "assessor"), name="assessment_once",
                violation_error_message="You have assessed this already. Change your assessment instead.",
            ),
            models.CheckConstraint(name="assessment_probability", condition=Q(probability__gte=0, probability__lte=1)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"An assessment of {self.round.idea}"

    @property
    def product_id(self) -> int:
        """The product of its round's idea."""
        return self.round.product_id

    @property
    def ratings(self) -> dict[str, int]:
        """The six ratings by criterion."""
        return {criterion.value: getattr(self, criterion.value) for criterion in ViabilityCriterion}


class Rung(models.TextChoices):
    """How far an account has committed itself, in what it costs to take back: words, time, reputation, money."""

    NONE = "", "Nothing yet"
    SAID = "said", "Said so"
    TIME = "time", "Gives time: a pilot, a workshop"
    NAME = "name", "Gives its name: a reference, an introduction upwards"
    LETTER = "letter", "Wrote it down: a letter of intent"
    MONEY = "money", "Signed or paid"


class NamedAccount(models.Model):
    """An existing company that an assessor expects to buy more, how likely, and by how much a year.

    ``replaces`` is revenue of ours that would go in exchange; ``deal`` the opportunity in the CRM that it is.
    """

    assessment = models.ForeignKey(ViabilityAssessment, on_delete=models.CASCADE, related_name="accounts")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    probability = models.DecimalField(max_digits=4, decimal_places=3, validators=PROBABILITY)
    amount = models.DecimalField(max_digits=14, decimal_places=2, validators=NOT_NEGATIVE)
    replaces = models.DecimalField("revenue it replaces", max_digits=14, decimal_places=2, default=0, validators=NOT_NEGATIVE)
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField("commitment", max_length=10, choices=Rung.choices, default=Rung.NONE, blank=True)
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "company"), name="named_account_once", violation_error_message="Name each company once."
            ),
        )

    def __str__(self) -> str:
        return str(self.company)

    def clean(self) -> None:
        """A deal is one with this very company; what is replaced is no more than what comes."""
        if self.deal is not None and self.deal.company_id != self.company_id:
            raise ValidationError({"deal": f"This deal is not with {self.company}."})
        if self.replaces is not None and self.amount is not None and self.replaces > self.amount:
            raise ValidationError({"replaces": "More would go than come: then it is no expansion."})


class AccountAtRisk(models.Model):
    """A customer who may leave: how likely without the feature, and with it."""

    assessment = models.ForeignKey(ViabilityAssessment, on_delete=models.CASCADE, related_name="risks")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    arr = models.DecimalField("ARR", max_digits=14, decimal_places=2, validators=NOT_NEGATIVE)
    without = models.DecimalField("probability without", max_digits=4, decimal_places=3, validators=PROBABILITY)
    with_feature = models.DecimalField("probability with", max_digits=4, decimal_places=3, validators=PROBABILITY)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "company"), name="account_at_risk_once", violation_error_message="Name each company once."
            ),
        )

    def __str__(self) -> str:
        return str(self.company)


def usual_deadline() -> date:
    """A week is enough for an assessment."""
    return clock.today() + timedelta(days=7)
