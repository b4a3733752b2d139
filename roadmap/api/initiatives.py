"""Initiatives and the board, for programs."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import ANY_MEMBER, Policy
from doors.search import search
from history import clock
from history.actor import Role
from objectives.models import KeyResult
from people.models import Person, Product
from roadmap import actions
from roadmap.api.ideas import ArchiveReason
from roadmap.figures import Evidence, of_initiative, orderable
from roadmap.forms.initiatives import BoardBands, ChangesForm
from roadmap.models import Board, Ending, Horizon, Idea, Initiative, InitiativeState
from roadmap.past import board_on, changes_between, end_of
from roadmap.tally import tally_initiatives

LONG = 10_000
SHAPERS = roles(Role.PRODUCT)
DAY = partial(OpenApiParameter, type=date)
WHOSE = (OpenApiParameter("line", int), OpenApiParameter("product", int))


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
            "ending", "horizon", "position", "ideas", "key_results", "created_at", "completed_at", "insight_count", "vote_count",
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
    """Which lane, and where in it: right behind ``after``, else right ahead of ``before``, else last.

    A move back, as from Now to Next, needs a ``reason``.
    """

    horizon = serializers.ChoiceField(Horizon.choices)
    before = Visible(Initiative, allow_null=True, required=False)
    after = Visible(Initiative, allow_null=True, required=False)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class Outcomes(Shape):
    """What came of it, and how it ended: met, partly, missed, killed or undone."""

    ending = serializers.ChoiceField(Ending.choices, required=False)
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


class PastCardShape(serializers.Serializer):
    """A card in the words that it had then."""

    id = serializers.IntegerField(source="pk")
    key = serializers.CharField()
    product = serializers.IntegerField(source="product_id")
    title = serializers.CharField()
    target_outcomes = serializers.CharField()


class PastLaneShape(serializers.Serializer):
    """A lane: now, next, later or completed, with its cards in order."""

    name = serializers.CharField()
    label = serializers.CharField()
    cards = PastCardShape(many=True)


class PastBoardShape(serializers.Serializer):
    """The board as it stood on the evening of a day."""

    on = serializers.DateField()
    lanes = PastLaneShape(many=True)


class StepShape(serializers.Serializer):
    """One move on the way."""

    at = serializers.DateTimeField()
    actor = serializers.CharField()
    to = serializers.CharField()
    reason = serializers.CharField()


class DifferenceShape(serializers.Serializer):
    """What became of a card between two evenings. ``kind``: arrived, nearer, further, completed, reopened, left or renamed."""

    kind = serializers.CharField()
    initiative = serializers.IntegerField(source="card.pk")
    title = serializers.CharField(source="card.title")
    before = serializers.CharField()
    after = serializers.CharField()
    steps = StepShape(many=True)


class DifferencesShape(serializers.Serializer):
    """Everything that stands elsewhere than it stood."""

    since = serializers.DateField()
    until = serializers.DateField()
    changes = DifferenceShape(many=True)


class InitiativeCollection(Makes, Changes, Collection):
    """Initiatives: candidates, the cards in Now, Next and Later, and what was completed."""

    model = Initiative
    shape = InitiativeShape
    orderings = ("title", "created_at", "insight_count", "company_count", "arr", "deal_amount")
    make_shape = InitiativeMake
    change_shape = InitiativeChange
    filterset_class = InitiativeFilters
    policies: ClassVar[dict[str, Policy]] = {
        "create": SHAPERS, "partial_update": SHAPERS, "board": ANY_MEMBER, "changes": ANY_MEMBER,
    }  # fmt: skip

    @extend_schema(parameters=[DAY("on"), *WHOSE], filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def board(self, request: Request) -> Response:
        """The board as it stood on the evening of a day; today, as it stands."""
        said = self.asked(BoardBands, {"on", "line", "product"})
        on = said.pop("on", None) or clock.today()
        shown = board_on(request.actor, said, self.products, end_of(on))
        return Response(PastBoardShape({"on": on, "lanes": [*shown.lanes, shown.completed]}).data)

    @extend_schema(parameters=[DAY("since", required=True), DAY("until"), *WHOSE], filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def changes(self, request: Request) -> Response:
        """What changed between the evenings of two days."""
        said = self.asked(ChangesForm, {"since", "until", "line", "product"})
        since, until = said.pop("since", None), said.pop("until", None) or clock.today()
        if since is None:
            raise ValidationError({"since": "Say from which day on."})
        found = changes_between(request.actor, said, end_of(since), end_of(until))
        return Response(DifferencesShape({"since": since, "until": until, "changes": found}).data)

    board.shape_out, changes.shape_out = PastBoardShape, DifferencesShape  # type: ignore[attr-defined]

    def asked(self, form_class: Any, known: set[str]) -> dict[str, Any]:
        """What the address asks for, read by the page's own form."""
        unknown = sorted(set(self.request.query_params) - known - {"format"})
        form = form_class(self.request.query_params, actor=self.request.actor)
        if unknown or not form.is_valid():
            raise ValidationError(dict.fromkeys(unknown, "There is no such filter.") or form.errors)
        self.products = form.products
        return form.chosen()

    def records(self) -> QuerySet[Initiative]:
        rows = orderable(super().records(), Evidence(of_initiative, self.request.actor), self.ordering_of(self.request))
        return rows.prefetch_related("ideas", "key_results")

    def filled(self, records: list[Initiative]) -> list[Initiative]:
        """Initiatives with what stands behind them."""
        return tally_initiatives(records, self.request.actor)

    def show(self, record: Any, **options: Any) -> Response:
        """An initiative as it now stands, counted anew."""
        return super().show(self.filled([self.records().get(pk=record.pk)])[0], **options)

    def make(self, data: dict[str, Any]) -> Initiative:
        """Make a candidate."""
        return actions.create_initiative(actor=self.request.actor, **data)

    def change(self, initiative: Initiative, data: dict[str, Any], version: int | None) -> Initiative:
        """Change words, owner, ideas or key results."""
        return actions.edit_initiative(initiative, actor=self.request.actor, version=version, **data)

    @verb(Place, policy=SHAPERS)
    def move(
        self, initiative: Initiative, horizon: str, before: Initiative | None = None, after: Initiative | None = None,
        reason: str = "",
    ) -> Initiative:  # fmt: skip
        """Put a candidate on the roadmap, or move a card. ``If-Match`` guards against moving what somebody else just moved."""
        return actions.place_initiative(
            initiative, actor=self.request.actor, horizon=horizon, version=self.seen_version(),
            before=before and before.pk, after=after and after.pk, reason=reason,
        )  # fmt: skip

    @verb(policy=SHAPERS)
    def up(self, initiative: Initiative) -> Initiative:
        """Move a card one place up."""
        return actions.nudge_initiative(initiative, actor=self.request.actor, by=-1, version=self.seen_version())

    @verb(policy=SHAPERS)
    def down(self, initiative: Initiative) -> Initiative:
        """Move a card one place down."""
        return actions.nudge_initiative(initiative, actor=self.request.actor, by=1, version=self.seen_version())

    @verb(ReasonIn, policy=SHAPERS)
    def take_off(self, initiative: Initiative, reason: str = "") -> Initiative:
        """Put a card back among the candidates, and say why."""
        return actions.take_off_roadmap(initiative, actor=self.request.actor, version=self.seen_version(), reason=reason)

    @verb(Outcomes, policy=SHAPERS)
    def complete(self, initiative: Initiative, actual_outcomes: str, ending: str = "") -> Initiative:
        """Take a finished card off the board, saying what came of it."""
        return actions.complete_initiative(
            initiative, actor=self.request.actor, actual_outcomes=actual_outcomes, ending=ending, version=self.seen_version()
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


class BoardShape(RecordShape):
    """What a product calls its lanes, and how many cards it means to have in each."""

    class Meta:
        model = Board
        fields: ClassVar = [
            "id", "version", "product", "now_name", "next_name", "later_name", "completed_name", "now_limit", "next_limit",
            "later_limit",
        ]  # fmt: skip


class BoardChange(Shape):
    """The names of the lanes, and their limits. A limit is a hint: it warns and never refuses."""

    now_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    next_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    later_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    completed_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    now_limit = serializers.IntegerField(min_value=1, max_value=999, required=False, allow_null=True)
    next_limit = serializers.IntegerField(min_value=1, max_value=999, required=False, allow_null=True)
    later_limit = serializers.IntegerField(min_value=1, max_value=999, required=False, allow_null=True)


class BoardMake(BoardChange):
    """A product's board."""

    product = Visible(Product)


class BoardFilters(django_filters.FilterSet):
    """By product."""

    class Meta:
        model = Board
        fields: ClassVar = ["product"]


class BoardCollection(Makes, Changes, Collection):
    """The products' boards, as far as somebody set them up."""

    model = Board
    shape = BoardShape
    make_shape = BoardMake
    change_shape = BoardChange
    filterset_class = BoardFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def make(self, data: dict[str, Any]) -> Board:
        """Set up a product's board."""
        return actions.set_up_board(data.pop("product"), actor=self.request.actor, **data)

    def change(self, board: Board, data: dict[str, Any], version: int | None) -> Board:
        """Change what is set up."""
        return actions.set_up_board(board.product, actor=self.request.actor, version=version, **data)


routes = [("initiatives", InitiativeCollection), ("boards", BoardCollection)]
