"""The API door of what customers reach: milestones, marks, outcomes, and words on how they are doing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers.models import Company
from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from growth import actions
from growth.models import CompanyOutcome, HealthWord, Milestone, MilestoneMark, Word
from growth.rules import AGREERS, KNOWERS
from people.models import Product
from usage.models import Feature

AGREEING, KNOWING = roles(*AGREERS), roles(*KNOWERS)


class MilestoneShape(RecordShape):
    """A point at which companies got value; without a feature, somebody marks it."""

    class Meta:
        model = Milestone
        fields: ClassVar = ["id", "product", "name", "description", "feature", "uses", "created_at", "archived_at", "version"]


class MilestoneChange(Shape):
    """What of a milestone may change."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    feature = Visible(Feature, required=False, allow_null=True)
    uses = serializers.IntegerField(min_value=1, max_value=100_000, required=False)


class MilestoneMake(MilestoneChange):
    """A new milestone."""

    product = Visible(Product)


class MilestoneMarkIn(Shape):
    """Which company reached it, and when."""

    company = Visible(Company)
    reached_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class MilestoneMarkShape(RecordShape):
    """Somebody's word that a company reached a milestone."""

    class Meta:
        model = MilestoneMark
        fields: ClassVar = ["id", "milestone", "company", "reached_on", "note", "by", "at", "withdrawn_at"]


class MilestoneFilter(django_filters.FilterSet):
    """By product, words, and whether archived."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Milestone
        fields: ClassVar = ["product"]


class MilestoneCollection(Makes, Changes, Collection):
    """Milestones of a product."""

    model = Milestone
    shape = MilestoneShape
    orderings = ("name", "created_at")
    make_shape, change_shape = MilestoneMake, MilestoneChange
    filterset_class = MilestoneFilter
    policies: ClassVar[dict[str, Policy]] = {"create": AGREEING, "partial_update": AGREEING}

    def make(self, data: dict[str, Any]) -> Milestone:
        """Define a milestone."""
        return actions.define_milestone(actor=self.request.actor, **data)

    def change(self, milestone: Milestone, data: dict[str, Any], version: int | None) -> Milestone:
        """Change what a milestone is."""
        return actions.edit_milestone(milestone, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=AGREEING)
    def archive(self, milestone: Milestone, reason: str = "") -> Milestone:
        """Put a milestone away."""
        return actions.archive_milestone(milestone, reason=reason, actor=self.request.actor)

    @verb(policy=AGREEING)
    def restore(self, milestone: Milestone) -> Milestone:
        """Bring an archived milestone back."""
        return actions.restore_milestone(milestone, actor=self.request.actor)

    @verb(MilestoneMarkIn, policy=KNOWING, out=MilestoneMarkShape)
    def mark(self, milestone: Milestone, company: Company, reached_on: date | None = None, note: str = "") -> MilestoneMark:
        """Say that a company reached it."""
        return actions.mark_milestone(milestone, company=company, reached_on=reached_on, note=note, actor=self.request.actor)


class MarkFilter(django_filters.FilterSet):
    """By milestone and company, and whether it was taken back."""

    withdrawn = django_filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = MilestoneMark
        fields: ClassVar = ["milestone", "company"]


class MarkCollection(Collection):
    """Who reached which milestone, as people say."""

    model = MilestoneMark
    shape = MilestoneMarkShape
    orderings = ("reached_on", "at")
    filterset_class = MarkFilter

    @verb(ReasonIn, policy=KNOWING)
    def withdraw(self, mark: MilestoneMark, reason: str = "") -> MilestoneMark:
        """Take it back."""
        return actions.unmark_milestone(mark, reason=reason, actor=self.request.actor)


class CompanyOutcomeShape(RecordShape):
    """A line of a company's scorecard. ``attainment`` is the part of the way that is gone; null before a value."""

    attainment = serializers.FloatField(read_only=True, allow_null=True)
    is_met = serializers.BooleanField(read_only=True, allow_null=True)

    class Meta:
        model = CompanyOutcome
        fields: ClassVar = [
            "id", "company", "product", "metric", "unit", "baseline", "target", "due_on", "value", "valued_on", "attainment",
            "is_met", "created_at", "archived_at", "version",
        ]  # fmt: skip


class CompanyOutcomeChange(Shape):
    """What of a line may change."""

    metric = serializers.CharField(max_length=200)
    unit = serializers.CharField(max_length=30, required=False, allow_blank=True)
    baseline = serializers.DecimalField(max_digits=14, decimal_places=4)
    target = serializers.DecimalField(max_digits=14, decimal_places=4)
    due_on = serializers.DateField(required=False, allow_null=True)


class CompanyOutcomeMake(CompanyOutcomeChange):
    """A new line."""

    company = Visible(Company)
    product = Visible(Product)


class CompanyValueIn(Shape):
    """What was measured, and on which day."""

    value = serializers.DecimalField(max_digits=14, decimal_places=4)
    on = serializers.DateField(required=False)


class OutcomeFilter(django_filters.FilterSet):
    """By company and product, and whether archived."""

    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = CompanyOutcome
        fields: ClassVar = ["company", "product"]


class OutcomeCollection(Makes, Changes, Collection):
    """What customers want to reach, and how far they are."""

    model = CompanyOutcome
    shape = CompanyOutcomeShape
    orderings = ("metric", "created_at")
    make_shape, change_shape = CompanyOutcomeMake, CompanyOutcomeChange
    filterset_class = OutcomeFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KNOWING, "partial_update": KNOWING}

    def records(self) -> Any:
        """With the company's owner, who may tell of it."""
        return super().records().select_related("company", "product")

    def make(self, data: dict[str, Any]) -> CompanyOutcome:
        """Write down what a customer wants to reach."""
        return actions.set_outcome(actor=self.request.actor, **data)

    def change(self, outcome: CompanyOutcome, data: dict[str, Any], version: int | None) -> CompanyOutcome:
        """Change it."""
        return actions.edit_outcome(outcome, actor=self.request.actor, version=version, **data)

    @verb(CompanyValueIn, policy=KNOWING)
    def enter_value(self, outcome: CompanyOutcome, value: Decimal, on: date | None = None) -> CompanyOutcome:
        """Enter what was measured."""
        return actions.enter_value(outcome, value=value, on=on, actor=self.request.actor)

    @verb(ReasonIn, policy=KNOWING)
    def archive(self, outcome: CompanyOutcome, reason: str = "") -> CompanyOutcome:
        """Put a line away."""
        return actions.archive_outcome(outcome, reason=reason, actor=self.request.actor)

    @verb(policy=KNOWING)
    def restore(self, outcome: CompanyOutcome) -> CompanyOutcome:
        """Bring an archived line back."""
        return actions.restore_outcome(outcome, actor=self.request.actor)


class HealthWordShape(RecordShape):
    """How somebody who knows a company sees them."""

    class Meta:
        model = HealthWord
        fields: ClassVar = ["id", "company", "product", "word", "reason", "by", "at"]


class HealthWordMake(Shape):
    """A word, and why."""

    company = Visible(Company)
    product = Visible(Product)
    word = serializers.ChoiceField(Word.choices)
    reason = serializers.CharField(max_length=1000)


class WordFilter(django_filters.FilterSet):
    """By company and product."""

    class Meta:
        model = HealthWord
        fields: ClassVar = ["company", "product", "word"]


class WordCollection(Makes, Collection):
    """What was said of how customers are doing; the latest of each counts for their health."""

    model = HealthWord
    shape = HealthWordShape
    orderings = ("at",)
    make_shape = HealthWordMake
    filterset_class = WordFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KNOWING}

    def make(self, data: dict[str, Any]) -> HealthWord:
        """Say how a customer is doing."""
        return actions.give_word(actor=self.request.actor, **data)
