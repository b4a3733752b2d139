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
from doors.fields.shapes import CustomValue, with_value
from doors.policy import ANY_MEMBER, Policy
from doors.search import search
from history.actor import Role
from people.models import Person, Product
from roadmap import actions, rules
from roadmap.api.merges import IdeaMergeShape, IdeaMergesOut, MergeHere, MergeInto
from roadmap.api.moving import MovesMany
from roadmap.api.splits import IdeaSplitShape, SplitOff
from roadmap.models import (
    Idea,
    IdeaField,
    IdeaMerge,
    IdeaSplit,
    IdeaState,
    IdeaTemplate,
    JobToBeDone,
    OwnStage,
    Persona,
    Stage,
    Vote,
)
from roadmap.ordering import ideas_in_order
from roadmap.tally import tally_ideas
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
    stage_name = serializers.CharField(source="get_stage_display", help_text="What its product calls the stage.")
    days_in_stage = serializers.IntegerField()
    is_late = serializers.BooleanField(help_text="Longer in its stage than its product expects.")
    features = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    personas = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    jobs = serializers.PrimaryKeyRelatedField(many=True, read_only=True, help_text="Jobs to be done that it serves.")
    custom = serializers.DictField(child=CustomValue(), read_only=True, help_text="Values of your own fields by their key.")
    insight_count = serializers.IntegerField()
    vote_count = serializers.IntegerField()
    company_count = serializers.IntegerField()
    arr = serializers.DecimalField(max_digits=20, decimal_places=2)
    deal_count = serializers.IntegerField()
    deal_amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    weight = serializers.IntegerField(help_text="Each company once: importance, 0 to 3, times its size, 1 to 5.")

    class Meta:
        model = Idea
        fields: ClassVar = [
            "id", "key", "version", "product", "title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes",
            "notes", "personas", "jobs", "custom",
            "owner", "state", "archive_reason", "stage", "own_stage", "stage_name", "days_in_stage", "is_late", "stage_since",
            "stage_reason", "duplicate_of", "revived_from",
            "features", "created_by", "created_at", "insight_count", "vote_count", "company_count", "arr", "deal_count",
            "deal_amount", "weight",
        ]  # fmt: skip


class IdeaChange(Shape):
    """What one may change of an idea."""

    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    value = serializers.CharField(max_length=LONG, allow_blank=True, required=False, help_text="Value if solved.")
    hypothesis = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    target_outcomes = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    actual_outcomes = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    notes = serializers.CharField(max_length=LONG, allow_blank=True, required=False, help_text="Functional notes.")
    owner = Visible(Person, allow_null=True, required=False)
    custom = serializers.DictField(
        child=CustomValue(allow_null=True), required=False, help_text="Values of own fields by their key; null takes one away."
    )  # fmt: skip


class IdeaMake(IdeaChange):
    """A new idea."""

    actual_outcomes = None
    product = Visible(Product)
    state = serializers.ChoiceField([IdeaState.UNSORTED, IdeaState.BACKLOG], required=False)
    revived_from = Visible(Idea, allow_null=True, required=False)
    template = Visible(IdeaTemplate, allow_null=True, required=False, help_text="Fills in the sections that are not given.")


class Served(Shape):
    """All personas and jobs that the idea serves; of what is named, those left out are taken away."""

    personas = Visible(Persona, many=True, required=False)
    jobs = Visible(JobToBeDone, many=True, required=False)


class ArchiveReason(Shape):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class StageMove(Shape):
    """Where to, and why."""

    stage = serializers.ChoiceField(Stage.choices, required=False, help_text="The kind of stage.")
    own = Visible(OwnStage, required=False, help_text="Which stage, where its product has stages of its own.")
    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class IdeaRevival(Shape):
    """What the new idea is called, unless it is called as the old one."""

    title = serializers.CharField(max_length=200, allow_blank=True, required=False)


class DuplicateOf(Shape):
    """The idea that says the same."""

    of = Visible(Idea)


class FeatureLinks(Shape):
    """All features of the idea; those not named are unlinked."""

    features = Visible(Feature, many=True)


class FeatureLink(Shape):
    """One feature of the idea."""

    feature = Visible(Feature)


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
    persona = django_filters.NumberFilter(field_name="personas")
    feature = django_filters.NumberFilter(field_name="features", label="A feature in which the idea shows.")
    job = django_filters.NumberFilter(field_name="jobs", label="A job to be done that the idea serves.")
    state = django_filters.MultipleChoiceFilter(choices=IdeaState.choices)
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices)
    custom = django_filters.CharFilter(
        method="of_own_field", max_length=600, label="One of your own fields.", help_text="As ``effort:Small``."
    )
    own_stage = django_filters.NumberFilter()
    late = django_filters.BooleanFilter(method="only_late", label="Longer in their stage than their product expects.")
    search = django_filters.CharFilter(method="find", max_length=200, label="Words of the title or the canvas.")

    class Meta:
        model = Idea
        fields: ClassVar = ["product", "owner", "persona", "job", "state", "stage", "own_stage", "search"]

    def of_own_field(self, ideas: QuerySet[Idea], name: str, said: str) -> QuerySet[Idea]:
        """A key and the value that it has."""
        return with_value(ideas, IdeaField.objects.visible_to(self.request.actor).current(), said)

    def only_late(self, ideas: QuerySet[Idea], name: str, wanted: bool) -> QuerySet[Idea]:
        """Those that wait too long, or the others."""
        late = Idea.objects.late()
        return ideas.filter(pk__in=late.values("pk")) if wanted else ideas.exclude(pk__in=late.values("pk"))

    def find(self, ideas: QuerySet[Idea], name: str, words: str) -> QuerySet[Idea]:
        """Ideas that hold every word."""
        return search(ideas, words)


class IdeaCollection(MovesMany, Makes, Changes, Collection):
    """Ideas: possible changes with the evidence behind them."""

    model = Idea
    shape = IdeaShape
    orderings = (
        "title",
        "created_at",
        "stage_since",
        "insight_count",
        "vote_count",
        "company_count",
        "arr",
        "deal_count",
        "deal_amount",
    )
    make_shape = IdeaMake
    change_shape = IdeaChange
    filterset_class = IdeaFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> QuerySet[Idea]:
        rows = ideas_in_order(super().records(), self.ordering_of(self.request), self.request.actor)
        return rows.select_related("own_stage").prefetch_related("features", "personas", "jobs")

    def filled(self, records: list[Idea]) -> list[Idea]:
        """Ideas with what stands behind them."""
        return tally_ideas(records, self.request.actor)

    def show(self, record: Any, **options: Any) -> Response:
        """An idea as it now stands, counted anew."""
        return super().show(self.filled([self.records().get(pk=record.pk)])[0] if isinstance(record, Idea) else record, **options)

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

    @verb(IdeaRevival, policy=SHAPERS, code=201)
    def revive(self, idea: Idea, title: str = "") -> Idea:
        """Come back to an idea that ended, as a new one linked to it."""
        return actions.revive_idea(idea, actor=self.request.actor, title=title)

    @verb(DuplicateOf, policy=SHAPERS)
    def mark_duplicate(self, idea: Idea, of: Idea) -> Idea:
        """Say that an idea is another one in other words."""
        return actions.mark_duplicate(idea, actor=self.request.actor, of=of)

    @verb(policy=SHAPERS)
    def clear_duplicate(self, idea: Idea) -> Idea:
        """Say that an idea stands on its own after all."""
        return actions.clear_duplicate(idea, actor=self.request.actor)

    @verb(MergeInto, policy=SHAPERS, out=IdeaMergeShape)
    def merge(self, idea: Idea, into: Idea, take: list[str] | None = None) -> IdeaMerge:
        """Merge this idea into another, which gets all that hangs on it; `take` names the values that stay from this one."""
        return actions.merge_idea(idea, into=into, take=take or (), actor=self.request.actor)

    @verb(MergeHere, policy=SHAPERS, out=IdeaMergesOut)
    def merge_here(self, idea: Idea, ideas: list[Idea]) -> dict[str, Any]:
        """Merge several ideas into this one, all or none of them."""
        return {"results": actions.merge_ideas(ideas, into=idea, actor=self.request.actor)}

    @verb(SplitOff, policy=SHAPERS, out=IdeaSplitShape, code=201)
    def split(self, idea: Idea, **parts: Any) -> IdeaSplit:
        """Make an idea of its own of some of the words that support this one."""
        return actions.split_idea(idea, actor=self.request.actor, **parts)

    @verb(FeatureLinks, policy=SHAPERS)
    def link_features(self, idea: Idea, features: list[Feature]) -> Idea:
        """Say in which features of the product the idea shows."""
        return actions.link_features(idea, actor=self.request.actor, features=features, version=self.seen_version())

    @verb(FeatureLink, policy=SHAPERS)
    def link_feature(self, idea: Idea, feature: Feature) -> Idea:
        """Say that the idea shows in a feature; its other features stay."""
        return actions.link_feature(idea, feature=feature, actor=self.request.actor)

    @verb(FeatureLink, policy=SHAPERS)
    def unlink_feature(self, idea: Idea, feature: Feature) -> Idea:
        """Say that the idea does not show in a feature after all."""
        return actions.unlink_feature(idea, feature=feature, actor=self.request.actor)

    @verb(Served, policy=SHAPERS)
    def say_served(self, idea: Idea, **served: Any) -> Idea:
        """Say which personas and jobs the idea serves."""
        return actions.say_served(idea, actor=self.request.actor, version=self.seen_version(), **served)

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
