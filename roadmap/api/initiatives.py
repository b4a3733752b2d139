"""Initiatives and the board, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from doors.search import search
from history.actor import Role
from objectives.models import KeyResult
from people.models import Person, Product
from roadmap import actions
from roadmap.api.ideas import ArchiveReason
from roadmap.figures import with_initiative_figures
from roadmap.models import Horizon, Idea, Initiative, InitiativeState

LONG = 10_000
SHAPERS = roles(Role.PRODUCT)


class InitiativeShape(RecordShape):
    """A roadmap card, and what stands behind its ideas as far as you may see. ``position`` orders the cards of a lane."""

    key = serializers.CharField()
    ideas = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    key_results = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    insight_count = serializers.IntegerField()
    vote_count = serializers.IntegerField()
    company_count = serializers.IntegerField()
    arr = serializers.DecimalField(max_digits=20, decimal_places=2)
    deal_count = serializers.IntegerField()
    deal_amount = serializers.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        model = Initiative
        fields: ClassVar = [
            "id", "key", "version", "product", "title", "problem", "target_outcomes", "actual_outcomes", "owner", "state",
            "horizon", "position", "ideas", "key_results", "created_at", "completed_at", "insight_count", "vote_count",
            "company_count", "arr", "deal_count", "deal_amount",
        ]  # fmt: skip


class InitiativeChange(Shape):
    """What one may change of an initiative."""

    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    target_outcomes = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    actual_outcomes = serializers.CharField(max_length=LONG, allow_blank=True, required=False)
    owner = Visible(Person, allow_null=True, required=False)
    ideas = Visible(Idea, many=True, required=False)
    key_results = Visible(KeyResult, many=True, required=False)


class InitiativeMake(InitiativeChange):
    """A new candidate."""

    actual_outcomes = None
    product = Visible(Product)


class Place(Shape):
    """Which lane, and where in it: right behind ``after``, else right ahead of ``before``, else last."""

    horizon = serializers.ChoiceField(Horizon.choices)
    before = Visible(Initiative, allow_null=True, required=False)
    after = Visible(Initiative, allow_null=True, required=False)


class Outcomes(Shape):
    """What came of it."""

    actual_outcomes = serializers.CharField(max_length=LONG)


class OneIdea(Shape):
    """Which idea."""

    idea = Visible(Idea)


class InitiativeFilters(django_filters.FilterSet):
    """What a list of initiatives can be narrowed by."""

    product = django_filters.NumberFilter()
    owner = django_filters.NumberFilter()
    idea = django_filters.NumberFilter(field_name="ideas")
    key_result = django_filters.NumberFilter(field_name="key_results")
    state = django_filters.MultipleChoiceFilter(choices=InitiativeState.choices)
    horizon = django_filters.MultipleChoiceFilter(choices=Horizon.choices)
    search = django_filters.CharFilter(method="find", max_length=200, label="Words of the title, problem or outcomes.")

    class Meta:
        model = Initiative
        fields: ClassVar = ["product", "owner", "idea", "key_result", "state", "horizon", "search"]

    def find(self, initiatives: QuerySet[Initiative], name: str, words: str) -> QuerySet[Initiative]:
        """Initiatives that hold every word."""
        return search(initiatives, words)


class InitiativeCollection(Makes, Changes, Collection):
    """Initiatives: candidates, the cards in Now, Next and Later, and what was completed."""

    model = Initiative
    shape = InitiativeShape
    make_shape = InitiativeMake
    change_shape = InitiativeChange
    filterset_class = InitiativeFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> QuerySet[Initiative]:
        return with_initiative_figures(super().records(), self.request.actor).prefetch_related("ideas", "key_results")

    def show(self, record: Any, **options: Any) -> Response:
        """An initiative as it now stands, counted anew."""
        return super().show(self.records().get(pk=record.pk), **options)

    def make(self, data: dict[str, Any]) -> Initiative:
        """Make a candidate."""
        return actions.create_initiative(actor=self.request.actor, **data)

    def change(self, initiative: Initiative, data: dict[str, Any], version: int | None) -> Initiative:
        """Change words, owner, ideas or key results."""
        return actions.edit_initiative(initiative, actor=self.request.actor, version=version, **data)

    @verb(Place, policy=SHAPERS)
    def move(
        self, initiative: Initiative, horizon: str, before: Initiative | None = None, after: Initiative | None = None
    ) -> Initiative:
        """Put a candidate on the roadmap, or move a card. ``If-Match`` guards against moving what somebody else just moved."""
        return actions.place_initiative(
            initiative, actor=self.request.actor, horizon=horizon, version=self.seen_version(),
            before=before and before.pk, after=after and after.pk,
        )  # fmt: skip

    @verb(policy=SHAPERS)
    def up(self, initiative: Initiative) -> Initiative:
        """Move a card one place up."""
        return actions.nudge_initiative(initiative, actor=self.request.actor, by=-1, version=self.seen_version())

    @verb(policy=SHAPERS)
    def down(self, initiative: Initiative) -> Initiative:
        """Move a card one place down."""
        return actions.nudge_initiative(initiative, actor=self.request.actor, by=1, version=self.seen_version())

    @verb(policy=SHAPERS)
    def take_off(self, initiative: Initiative) -> Initiative:
        """Put a card back among the candidates."""
        return actions.take_off_roadmap(initiative, actor=self.request.actor, version=self.seen_version())

    @verb(Outcomes, policy=SHAPERS)
    def complete(self, initiative: Initiative, actual_outcomes: str) -> Initiative:
        """Take a finished card off the board, saying what came of it."""
        return actions.complete_initiative(
            initiative, actor=self.request.actor, actual_outcomes=actual_outcomes, version=self.seen_version()
        )  # fmt: skip

    @verb(policy=SHAPERS)
    def reopen(self, initiative: Initiative) -> Initiative:
        """Put a completed initiative back on the board."""
        return actions.reopen_initiative(initiative, actor=self.request.actor)

    @verb(ArchiveReason, policy=SHAPERS)
    def archive(self, initiative: Initiative, reason: str) -> Initiative:
        """Put an initiative out of sight, for a reason."""
        return actions.archive_initiative(initiative, actor=self.request.actor, reason=reason)

    @verb(policy=SHAPERS)
    def unarchive(self, initiative: Initiative) -> Initiative:
        """Bring an archived initiative back, as a candidate."""
        return actions.unarchive_initiative(initiative, actor=self.request.actor)

    @verb(OneIdea, policy=SHAPERS)
    def add_idea(self, initiative: Initiative, idea: Idea) -> Initiative:
        """Put an idea into an initiative."""
        return actions.add_idea(initiative, actor=self.request.actor, idea=idea)

    @verb(OneIdea, policy=SHAPERS)
    def remove_idea(self, initiative: Initiative, idea: Idea) -> Initiative:
        """Take an idea out of an initiative."""
        return actions.remove_idea(initiative, actor=self.request.actor, idea=idea)


routes = [("initiatives", InitiativeCollection)]
