"""Viability, for programs: as blind as the pages until the reveal."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from customers.models import Company, Deal
from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions import viability as actions
from gates.evidence.viability import results
from gates.models.accounts import AccountAtRisk, NamedAccount, Rung
from gates.models.viability import AskedAssessor, ViabilityAssessment, ViabilityCriterion, ViabilityRound
from history.actor import Role
from people.models import Person
from roadmap.models import Idea

OPENERS = roles(Role.PRODUCT, Role.LEADERSHIP)
ASSESSORS = roles(Role.SALES)


class ResultsShape(serializers.Serializer):
    """A revealed round's figures."""

    assessors = serializers.IntegerField(source="assessor_count")
    segments = serializers.ListField(child=serializers.CharField())
    totals = serializers.ListField(child=serializers.FloatField())
    mean = serializers.FloatField(source="spread.mean", default=None, allow_null=True)
    median = serializers.FloatField(source="spread.median", default=None, allow_null=True)
    deviation = serializers.FloatField(source="spread.deviation", default=None, allow_null=True)
    disagrees = serializers.BooleanField(source="disagreement.flagged", default=False)
    cannibalised = serializers.FloatField()
    expected = serializers.FloatField(source="expansion.expected", default=None, allow_null=True)
    p10 = serializers.FloatField(source="expansion.p10", default=None, allow_null=True)
    p50 = serializers.FloatField(source="expansion.p50", default=None, allow_null=True)
    p90 = serializers.FloatField(source="expansion.p90", default=None, allow_null=True)
    target_probability = serializers.FloatField(allow_null=True)
    top_share = serializers.FloatField(allow_null=True)
    concentration = serializers.FloatField(source="expansion.concentration", default=None, allow_null=True)
    coverage = serializers.FloatField(allow_null=True)
    pipeline_coverage = serializers.FloatField(allow_null=True)
    arr_at_risk_avoided = serializers.FloatField(source="risk.avoided", default=None, allow_null=True)
    win_rate = serializers.FloatField(source="win_rate.share", default=None, allow_null=True)


class AskedShape(RecordShape):
    """Who was asked."""

    class Meta:
        model = AskedAssessor
        fields: ClassVar = ["person", "segment", "asked_at"]


class RoundShape(RecordShape):
    """A round of assessments; its results are null until the reveal."""

    asked = AskedShape(many=True)
    given = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()

    class Meta:
        model = ViabilityRound
        fields: ClassVar = [
            "id", "version", "idea", "target_amount", "target_by", "deadline", "words", "again_after", "opened_by", "opened_at",
            "revealed_by", "revealed_at", "cancelled_at", "asked", "given", "results",
        ]  # fmt: skip

    def get_given(self, round: ViabilityRound) -> int:
        """How many have assessed it."""
        return len(round.assessments.all())

    def get_results(self, round: ViabilityRound) -> dict[str, Any] | None:
        """The figures, once revealed; only where one round is asked for."""
        if isinstance(self.parent, serializers.ListSerializer):
            return None
        came = results(round)
        return ResultsShape(came).data if came else None


class RoundMake(Shape):
    """Whom to ask, about what, until when."""

    idea = Visible(Idea)
    target_amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    target_by = serializers.DateField()
    deadline = serializers.DateField(required=False)
    assessors = Visible(Person, many=True, allow_empty=False)
    words = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    again_after = Visible(ViabilityRound, required=False, allow_null=True)


class MoreAssessors(Shape):
    """Who else is asked."""

    assessors = Visible(Person, many=True, allow_empty=False)


class AccountShape(RecordShape):
    """A named account."""

    class Meta:
        model = NamedAccount
        fields: ClassVar = ["company", "probability", "amount", "replaces", "deal", "rung", "evidence"]


class RiskShape(RecordShape):
    """A customer who may leave."""

    class Meta:
        model = AccountAtRisk
        fields: ClassVar = ["company", "arr", "without", "with_feature"]


class AssessmentShape(RecordShape):
    """What one salesperson expects."""

    accounts = AccountShape(many=True)
    risks = RiskShape(many=True)

    class Meta:
        model = ViabilityAssessment
        fields: ClassVar = [
            "id", "version", "round", "assessor", *ViabilityCriterion.values, "probability", "objections", "to_hear", "wrong_if",
            "accounts", "risks", "given_at",
        ]  # fmt: skip


class Rating(serializers.IntegerField):
    """A rating from 1 to 5; its anchors are on the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=5, **kwargs)


class Ratings(Shape):
    """The six anchored ratings."""

    pain_urgency = Rating()
    willingness_to_pay = Rating()
    reach = Rating()
    competitive_wins = Rating()
    pricing_fit = Rating()
    sales_readiness = Rating()


class Chance(serializers.DecimalField):
    """A probability."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=4, decimal_places=3, min_value=0, max_value=1, **kwargs)


class AccountNamed(Shape):
    """A company that would buy more."""

    company = Visible(Company)
    probability = Chance()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    replaces = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, help_text="Revenue of ours that would go in exchange."
    )
    deal = Visible(Deal, required=False, allow_null=True)
    rung = serializers.ChoiceField(Rung.choices, required=False, allow_blank=True, help_text="How far it has committed itself.")
    evidence = serializers.CharField(max_length=500, required=False, allow_blank=True)


class RiskNamed(Shape):
    """A customer who may leave; their ARR is known."""

    company = Visible(Company)
    without = Chance()
    with_feature = Chance()


class AssessmentMake(Shape):
    """An assessment. Given again before the reveal, it replaces what one said."""

    round = Visible(ViabilityRound)
    ratings = Ratings()
    probability = Chance()
    wrong_if = serializers.CharField(max_length=4000)
    objections = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    to_hear = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    accounts = AccountNamed(many=True, required=False, max_length=200)
    risks = RiskNamed(many=True, required=False, max_length=200)


class RoundFilters(django_filters.FilterSet):
    """What a list of rounds can be narrowed by."""

    idea = django_filters.NumberFilter()

    class Meta:
        model = ViabilityRound
        fields: ClassVar = ["idea"]


class ViabilityRoundCollection(Makes, Collection):
    """Rounds of blind assessments."""

    model = ViabilityRound
    shape = RoundShape
    orderings = ("deadline", "opened_at")
    make_shape = RoundMake
    filterset_class = RoundFilters
    policies: ClassVar[dict[str, Policy]] = {"create": OPENERS}

    def records(self) -> QuerySet[ViabilityRound]:
        return super().records().select_related("idea").prefetch_related("asked", "assessments")

    def make(self, data: dict[str, Any]) -> ViabilityRound:
        """Ask salespeople."""
        return actions.open_round(actor=self.request.actor, **data)

    @verb(MoreAssessors, policy=OPENERS)
    def ask(self, round: ViabilityRound, assessors: list[Person]) -> ViabilityRound:
        """Ask further salespeople."""
        return actions.ask_more(round, actor=self.request.actor, assessors=assessors)

    @verb(policy=OPENERS)
    def reveal(self, round: ViabilityRound, **nothing: Any) -> ViabilityRound:
        """Show everybody what everybody said."""
        return actions.reveal(round, actor=self.request.actor, version=self.seen_version())

    @verb(policy=OPENERS)
    def cancel(self, round: ViabilityRound, **nothing: Any) -> ViabilityRound:
        """Call the round off; what was said stays sealed."""
        return actions.cancel_round(round, actor=self.request.actor)


class AssessmentFilters(django_filters.FilterSet):
    """What a list of assessments can be narrowed by; ``objection`` finds revealed ones by the words of their objections."""

    round = django_filters.NumberFilter()
    objection = django_filters.CharFilter(method="objecting", max_length=100)

    def objecting(self, rows: Any, name: str, words: str) -> Any:
        """Revealed ones whose objections have these words."""
        return rows.objecting(words)

    class Meta:
        model = ViabilityAssessment
        fields: ClassVar = ["round"]


class ViabilityAssessmentCollection(Makes, Collection):
    """Assessments: one's own, and everybody's once their round is revealed."""

    model = ViabilityAssessment
    shape = AssessmentShape
    orderings = ("given_at",)
    make_shape = AssessmentMake
    filterset_class = AssessmentFilters
    policies: ClassVar[dict[str, Policy]] = {"create": ASSESSORS}

    def records(self) -> QuerySet[ViabilityAssessment]:
        return super().records().prefetch_related("accounts", "risks")

    def make(self, data: dict[str, Any]) -> ViabilityAssessment:
        """Assess, alone."""
        return actions.assess(data.pop("round"), actor=self.request.actor, version=self.seen_version(), **data)


routes = [("viability-rounds", ViabilityRoundCollection), ("viability-assessments", ViabilityAssessmentCollection)]
