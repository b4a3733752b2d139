"""Ideas, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from customers.models import Company, Contact
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import ANY_MEMBER, Policy
from doors.search import search
from history.actor import Role
from people.models import Person, Product
from roadmap import actions, rules
from roadmap.figures import with_idea_figures
from roadmap.models import Idea, IdeaState, Stage, Vote
from usage.models import Feature

LONG = 10_000
SHAPERS = roles(Role.PRODUCT)


class VoteShape(RecordShape):
    """A company's vote."""

    class Meta:
        model = Vote
        fields: ClassVar = ["id", "idea", "company", "contact", "words", "given_by", "at", "withdrawn_at"]


class IdeaShape(RecordShape):
    """An idea with its canvas, and what stands behind it as far as you may see."""

    key = serializers.CharField()
    features = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    insight_count = serializers.IntegerField()
    vote_count = serializers.IntegerField()
    company_count = serializers.IntegerField()
    arr = serializers.DecimalField(max_digits=20, decimal_places=2)
    deal_count = serializers.IntegerField()
    deal_amount = serializers.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        model = Idea
        fields: ClassVar = [
            "id", "key", "version", "product", "title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes",
            "owner", "state", "archive_reason", "stage", "stage_since", "stage_reason", "duplicate_of", "revived_from",
            "features", "created_by", "created_at", "insight_count", "vote_count", "company_count", "arr", "deal_count",
            "deal_amount",
        ]  # fmt: skip


class IdeaChange(Shape):
    """What one may change of an idea."""

    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    value = serializers.CharField(max_length=LONG, allow_blank=True, required=False, help_text="Value if solved.")
    hypothesis = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    target_outcomes = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    actual_outcomes = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    owner = Visible(Person, allow_null=True, required=False)


class IdeaMake(IdeaChange):
    """A new idea."""

    actual_outcomes = None
    product = Visible(Product)
    state = serializers.ChoiceField([IdeaState.UNSORTED, IdeaState.BACKLOG], required=False)
    revived_from = Visible(Idea, allow_null=True, required=False)


class ArchiveReason(Shape):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class StageMove(Shape):
    """Where to, and why."""

    stage = serializers.ChoiceField(Stage.choices)
    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class DuplicateOf(Shape):
    """The idea that says the same."""

    of = Visible(Idea)


class FeatureLinks(Shape):
    """All features of the idea; those not named are unlinked."""

    features = Visible(Feature, many=True)


class VoteMake(Shape):
    """Whose vote, through whom, in which words."""

    company = Visible(Company)
    contact = Visible(Contact, allow_null=True, required=False)
    words = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class VoteTake(Shape):
    """Whose vote."""

    company = Visible(Company)


class IdeaFilters(django_filters.FilterSet):
    """What a list of ideas can be narrowed by."""

    product = django_filters.NumberFilter()
    owner = django_filters.NumberFilter()
    state = django_filters.MultipleChoiceFilter(choices=IdeaState.choices)
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices)
    search = django_filters.CharFilter(method="find", max_length=200, label="Words of the title or the canvas.")

    class Meta:
        model = Idea
        fields: ClassVar = ["product", "owner", "state", "stage", "search"]

    def find(self, ideas: QuerySet[Idea], name: str, words: str) -> QuerySet[Idea]:
        """Ideas that hold every word."""
        return search(ideas, words)


class IdeaCollection(Makes, Changes, Collection):
    """Ideas: possible changes with the evidence behind them."""

    model = Idea
    shape = IdeaShape
    make_shape = IdeaMake
    change_shape = IdeaChange
    filterset_class = IdeaFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> QuerySet[Idea]:
        return with_idea_figures(super().records(), self.request.actor).prefetch_related("features")

    def show(self, record: Any, **options: Any) -> Response:
        """An idea as it now stands, counted anew."""
        return super().show(self.records().get(pk=record.pk) if isinstance(record, Idea) else record, **options)

    def make(self, data: dict[str, Any]) -> Idea:
        """Write down an idea."""
        return actions.create_idea(actor=self.request.actor, **data)

    def change(self, idea: Idea, data: dict[str, Any], version: int | None) -> Idea:
        """Change the canvas, the title or the owner."""
        return actions.edit_idea(idea, actor=self.request.actor, version=version, **data)

    @verb(policy=SHAPERS)
    def sort(self, idea: Idea) -> Idea:
        """Take an unsorted idea into the backlog."""
        return actions.sort_idea(idea, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def unsort(self, idea: Idea) -> Idea:
        """Put an idea back among the unsorted."""
        return actions.unsort_idea(idea, actor=self.request.actor)

    @verb(ArchiveReason, policy=SHAPERS)
    def archive(self, idea: Idea, reason: str) -> Idea:
        """Put an idea out of sight, for a reason."""
        return actions.archive_idea(idea, actor=self.request.actor, reason=reason)

    @verb(policy=SHAPERS)
    def unarchive(self, idea: Idea) -> Idea:
        """Bring an archived idea back."""
        return actions.unarchive_idea(idea, actor=self.request.actor)

    @verb(StageMove, policy=SHAPERS)
    def move_stage(self, idea: Idea, **to: Any) -> Idea:
        """Move an idea to another stage. Refused, with what is missing, where a gate stands before it."""
        return actions.move_stage(idea, actor=self.request.actor, version=self.seen_version(), **to)

    @verb(DuplicateOf, policy=SHAPERS)
    def mark_duplicate(self, idea: Idea, of: Idea) -> Idea:
        """Say that an idea is another one in other words."""
        return actions.mark_duplicate(idea, actor=self.request.actor, of=of)

    @verb(policy=SHAPERS)
    def clear_duplicate(self, idea: Idea) -> Idea:
        """Say that an idea stands on its own after all."""
        return actions.clear_duplicate(idea, actor=self.request.actor)

    @verb(FeatureLinks, policy=SHAPERS)
    def link_features(self, idea: Idea, features: list[Feature]) -> Idea:
        """Say in which features of the product the idea shows."""
        return actions.link_features(idea, actor=self.request.actor, features=features, version=self.seen_version())

    @verb(VoteMake, policy=roles(*rules.VOTERS), out=VoteShape, code=201)
    def vote(self, idea: Idea, **given: Any) -> Vote:
        """Give a company's vote. One a company."""
        return actions.vote(idea, actor=self.request.actor, **given)

    @verb(VoteTake, policy=roles(*rules.VOTERS), out=VoteShape)
    def withdraw_vote(self, idea: Idea, company: Company) -> Vote:
        """Take a company's vote back."""
        return actions.withdraw_vote_of(idea, company=company, actor=self.request.actor)

    @extend_schema(responses=VoteShape(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="votes", filterset_class=None)
    def votes(self, request: Request, pk: str | None = None, **kwargs: Any) -> Response:
        """The standing votes for an idea, the newest first."""
        self.refuse_unknown_parameters()
        rows = self.paginate_queryset(self.get_object().votes.standing().order_by("-id"))
        return self.get_paginated_response(VoteShape(rows, many=True, context=self.get_serializer_context()).data)

    votes.policy = ANY_MEMBER


routes = [("ideas", IdeaCollection)]
