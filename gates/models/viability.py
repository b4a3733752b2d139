"""Gate 3's evidence: what salespeople, each alone, expect of a feature. Nobody sees another's before the reveal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product, Segment
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL
RATED = [MinValueValidator(1), MaxValueValidator(5)]
PROBABILITY = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


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

    def objecting(self, words: str = "") -> Self:
        """Revealed ones that expect objections, with these words in them; never one of an open round, not even one's own."""
        rows = self.filter(round__revealed_at__isnull=False).exclude(objections="")
        for word in words.split()[:10]:
            rows = rows.filter(Q(objections__icontains=word) | Q(to_hear__icontains=word))
        return rows


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
    def objection_lines(self) -> list[tuple[str, str]]:
        """Each objection with what they would need to hear, line by line; an answer too many goes with the last."""
        against = [line.strip() for line in self.objections.splitlines() if line.strip()]
        answers = [line.strip() for line in self.to_hear.splitlines() if line.strip()]
        last = max(0, len(against) - 1)
        return [(one, " ".join(answers[at:] if at == last else answers[at : at + 1])) for at, one in enumerate(against)]

    @property
    def ratings(self) -> dict[str, int]:
        """The six ratings by criterion."""
        return {criterion.value: getattr(self, criterion.value) for criterion in ViabilityCriterion}


def usual_deadline() -> date:
    """A week is enough for an assessment."""
    return clock.today() + timedelta(days=7)
