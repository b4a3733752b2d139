"""Gate reviews: one attempt of one idea at one gate, with its criteria and its panel."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gates.models.policies import GatePolicy, standing_policy
from gates.policy_rules import Comparator, Gate, Kind, PolicyRules
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL


class ReviewState(models.TextChoices):
    """How far a review is."""

    DRAFT = "draft", "Draft"
    LOCKED = "locked", "Locked"
    READY = "ready", "Ready"
    SCORING = "scoring", "Scoring"
    DISCUSSION = "discussion", "Discussion"
    SIGNING = "signing", "Second signature"
    DECIDED = "decided", "Decided"


class GateReviewQuerySet(models.QuerySet["GateReview"]):
    """Questions about reviews."""

    def visible_to(self, actor: Actor) -> Self:
        """Reviews of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))

    def open(self) -> Self:
        """Reviews not yet decided."""
        return self.exclude(state=ReviewState.DECIDED)

    def whole(self) -> Self:
        """With all that a page of reviews shows of each."""
        return self.select_related("idea__product", "idea__owner", "owner", "policy").prefetch_related(
            "seats__person", "decisions"
        )


class GateReview(Versioned):
    """One attempt of one idea at one gate. ``round`` is the round of scoring; the owner runs the review."""

    page = "gates:review"

    MOVES = {
        ReviewState.DRAFT: {ReviewState.LOCKED},
        ReviewState.LOCKED: {ReviewState.LOCKED, ReviewState.READY},
        ReviewState.READY: {ReviewState.SCORING},
        ReviewState.SCORING: {ReviewState.DISCUSSION},
        ReviewState.DISCUSSION: {ReviewState.SCORING, ReviewState.SIGNING, ReviewState.DECIDED},
        ReviewState.SIGNING: {ReviewState.DISCUSSION, ReviewState.DECIDED},
        ReviewState.DECIDED: set(),
    }

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="gate_reviews")
    gate = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(3)])
    attempt = models.PositiveSmallIntegerField(default=1, editable=False)
    previous = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="following")
    state = models.CharField(max_length=20, choices=ReviewState.choices, default=ReviewState.DRAFT)
    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="owned_reviews")
    policy = models.ForeignKey(GatePolicy, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews")
    question = models.TextField("what is asked", max_length=2000, blank=True)
    looks = models.JSONField(default=list, blank=True, help_text="After how many companies the pilot is looked at.")
    what_changed = models.TextField(max_length=5000, blank=True, help_text="Since the attempt before.")
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    scoring_until = models.DateTimeField(null=True, blank=True)
    revealed_round = models.PositiveSmallIntegerField(default=0, editable=False)
    escalated_round = models.PositiveSmallIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    revealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GateReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea", "gate"), condition=~Q(state="decided"), name="review_open_once",
                violation_error_message="This idea has an open review at this gate.",
            ),
            models.UniqueConstraint(fields=("idea", "gate", "attempt"), name="review_attempt_once"),
            models.CheckConstraint(name="review_at_one_of_three_gates", condition=Q(gate__gte=1, gate__lte=3)),
            models.CheckConstraint(
                name="review_locked_under_a_policy", condition=Q(state="draft") | Q(policy__isnull=False, locked_at__isnull=False)
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("state", "gate", "-id"), name="review_portfolio"),)

    def __str__(self) -> str:
        again = f", attempt {self.attempt}" if self.attempt > 1 else ""
        return f"Gate {self.gate} {self.gate_name} of {self.idea}{again}"

    @property
    def product_id(self) -> int:
        """The product of its idea, which decides who may read about it."""
        return self.idea.product_id

    @property
    def key(self) -> str:
        """The short name that people use: GATE-7."""
        return f"GATE-{self.pk}"

    @property
    def gate_name(self) -> str:
        """Engagement, Pilot or Viability."""
        return Gate(str(self.gate)).label

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its decision."""
        return self.state != ReviewState.DECIDED

    @property
    def is_revealed(self) -> bool:
        """Whether the scores of the current round are there for everybody."""
        return self.round > 0 and self.revealed_round >= self.round

    @cached_property
    def rules(self) -> PolicyRules:
        """The rules that it runs under: the policy it was locked under; a draft sees the one in force. Its own looks count."""
        policy = self.policy or standing_policy(self.idea.product_id)
        return replace(policy.rules, looks=tuple(self.looks)) if self.looks else policy.rules

    def may_move_to(self, state: str) -> bool:
        """Whether the state machine knows this move."""
        return state in self.MOVES[ReviewState(self.state)]


class CriteriaSet(models.Model):
    """The criteria of a review, version by version: 1 until it is locked, one more with each amendment."""

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="criteria_sets")
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(max_length=2000, blank=True)
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("review", "number"), name="criteria_version_once"),)

    def __str__(self) -> str:
        return f"criteria {self.number} of {self.review}"


class Criterion(models.Model):
    """A test fixed beforehand. ``key`` is the same in every version, so that answers find it again."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    help = models.CharField(max_length=300, blank=True)
    is_fatal = models.BooleanField(default=False)
    measure = models.CharField(max_length=80, blank=True)
    comparator = models.CharField(max_length=10, choices=Comparator.choices, blank=True)
    threshold = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=1)
    anchors = models.JSONField(default=list, blank=True, help_text="What 0, 5 and 10 mean.")

    class Meta:
        ordering = ("position", "id")
        verbose_name_plural = "criteria"
        constraints = (
            models.UniqueConstraint(fields=("criteria_set", "key"), name="criterion_once"),
            models.UniqueConstraint(
                fields=("criteria_set", "name"), name="criterion_name_once",
                violation_error_message="Two criteria have the same name.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_judged_by_people(self) -> bool:
        """Whether gatekeepers answer it; the computed value does otherwise."""
        return not self.measure

    @property
    def is_must(self) -> bool:
        """Whether it must be met."""
        return self.kind == Kind.MUST


class SeatKind(models.TextChoices):
    """What somebody does on a panel."""

    GATEKEEPER = "gatekeeper", "Gatekeeper"
    VOICE = "voice", "Voice"


class PanelSeat(models.Model):
    """Somebody's place on a panel. A gatekeeper scores and votes; a voice is heard, of sales or of customer success.

    Who has a conflict of interest is recused and counts no more, neither above nor below the line.
    """

    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="panel_seats")
    kind = models.CharField(max_length=12, choices=SeatKind.choices, default=SeatKind.GATEKEEPER)
    seated_at = models.DateTimeField(default=clock.now)
    declared_at = models.DateTimeField(null=True, blank=True)
    has_conflict = models.BooleanField(null=True, blank=True)
    conflict = models.TextField(max_length=1000, blank=True)
    recused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "person"),
                name="seat_once",
                violation_error_message="This person had a seat on this panel already.",
            ),
            models.CheckConstraint(
                name="seat_declared_says_what", condition=Q(declared_at__isnull=True) | Q(has_conflict__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} on {self.review}"

    @property
    def is_gatekeeper(self) -> bool:
        """Whether it scores and votes."""
        return self.kind == SeatKind.GATEKEEPER
