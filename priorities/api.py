"""Priorities, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import MEMBERS, Changes, Collection, Makes, Nothing, RecordShape, Shape, Visible, roles, verb
from doors.web import as_id, find
from history.actor import Role
from people.models import Person, Product
from priorities import actions
from priorities.methods import Method, Source
from priorities.models import Estimate, Factor, Rating, RatingRound, RoundSeat, Scheme
from priorities.ranking import rank
from priorities.rules import RATERS
from priorities.views.ranking import backlog
from roadmap.models import Idea

SHAPERS = roles(Role.PRODUCT)


class FactorShape(RecordShape):
    """One thing that is asked about every idea."""

    class Meta:
        model = Factor
        fields: ClassVar = [
            "id", "code", "name", "help", "unit", "least", "most", "weight", "is_cost", "fades", "source", "position",
        ]  # fmt: skip


class SchemeShape(RecordShape):
    """How a product's ideas are put in order."""

    factors = FactorShape(many=True, source="factors_in_use")

    class Meta:
        model = Scheme
        fields: ClassVar = ["id", "version", "product", "method", "factors"]


class SchemeMake(Shape):
    """A product's first method."""

    product = Visible(Product)
    method = serializers.ChoiceField(Method.choices)


class SchemeChange(Shape):
    """Another method."""

    method = serializers.ChoiceField(Method.choices)


class FactorChange(Shape):
    """What one may change of a factor."""

    name = serializers.CharField(max_length=60)
    help = serializers.CharField(max_length=200, allow_blank=True, required=False)
    unit = serializers.CharField(max_length=30, allow_blank=True, required=False)
    least = serializers.DecimalField(max_digits=14, decimal_places=2, required=False)
    most = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    weight = serializers.DecimalField(max_digits=5, decimal_places=2, required=False, min_value=0)
    is_cost = serializers.BooleanField(required=False)
    fades = serializers.BooleanField(required=False)
    source = serializers.ChoiceField(Source.choices, required=False)


class FactorMake(FactorChange):
    """A factor more, of a weighted score."""

    scheme = Visible(Scheme)


class FactorValueShape(serializers.Serializer):
    """A factor of an idea. ``value`` counts; ``base`` is what it was before it fell with the age of the evidence."""

    code = serializers.CharField(source="factor.code")
    value = serializers.FloatField(allow_null=True)
    base = serializers.FloatField(allow_null=True)
    normalised = serializers.FloatField(allow_null=True, source="normal", help_text="From 0 to 1; a cost counted backwards.")
    is_estimated = serializers.SerializerMethodField()

    def get_is_estimated(self, part: Any) -> bool:
        """Whether somebody's estimate stands before what is counted."""
        return part.estimate is not None


class RankedShape(serializers.Serializer):
    """An idea in its place. Without a score it has no place."""

    idea = serializers.IntegerField(source="idea.pk")
    key = serializers.CharField(source="idea.key")
    title = serializers.CharField(source="idea.title")
    place = serializers.IntegerField(allow_null=True)
    score = serializers.FloatField(allow_null=True)
    factors = FactorValueShape(many=True, source="parts")
    missing = serializers.SerializerMethodField()

    def get_missing(self, ranked: Any) -> list[str]:
        """The codes of the factors that nobody knows."""
        return [factor.code for factor in ranked.missing]


class EstimateShape(RecordShape):
    """What people hold a factor of an idea to be."""

    code = serializers.CharField(source="factor.code")

    class Meta:
        model = Estimate
        fields: ClassVar = ["id", "idea", "factor", "code", "value", "note", "by", "at"]


class EstimateMake(Shape):
    """Estimates of an idea, by the codes of factors; null takes one away, so that what is counted counts."""

    idea = Visible(Idea)
    values = serializers.DictField(
        child=serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True), allow_empty=False
    )
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class RaterShape(RecordShape):
    """Who is asked, and when they had rated."""

    class Meta:
        model = RoundSeat
        fields: ClassVar = ["person", "done_at"]


class RatingShape(RecordShape):
    """A rating that you may see: your own, and everybody's once revealed."""

    code = serializers.CharField(source="factor.code")

    class Meta:
        model = Rating
        fields: ClassVar = ["turn", "idea", "code", "rater", "value"]


class RatingRoundShape(RecordShape):
    """A rating round."""

    seats = RaterShape(many=True)
    ideas = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    factors = FactorShape(many=True)

    class Meta:
        model = RatingRound
        fields: ClassVar = [
            "id", "version", "product", "title", "state", "turn", "due_on", "ideas", "factors", "seats", "made_by", "made_at",
        ]  # fmt: skip


class RatingRoundMake(Shape):
    """Who rates what until when. Factors by their codes."""

    product = Visible(Product)
    title = serializers.CharField(max_length=120)
    ideas = Visible(Idea, many=True)
    factors = serializers.ListField(child=serializers.CharField(max_length=30), allow_empty=False)
    raters = Visible(Person, many=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class RatingIn(Shape):
    """One rating; null leaves it open."""

    idea = serializers.IntegerField(min_value=1)
    factor = serializers.CharField(max_length=30)
    value = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)


class RatingsIn(Shape):
    """One's ratings; ``is_done`` says that all is rated."""

    ratings = RatingIn(many=True)
    is_done = serializers.BooleanField(required=False, default=True)


class OfProduct(django_filters.FilterSet):
    """By product."""

    product = django_filters.NumberFilter()


class Schemes(Makes, Changes, Collection):
    """How the ideas of each product are put in order."""

    model = Scheme
    shape = SchemeShape
    make_shape = SchemeMake
    change_shape = SchemeChange
    filterset_class = OfProduct
    policies: ClassVar = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> QuerySet[Scheme]:
        """Schemes with their products."""
        return super().records().select_related("product").prefetch_related("factors")

    def make(self, data: dict[str, Any]) -> Scheme:
        """Choose a product's method."""
        return actions.choose_method(data["product"], method=data["method"], actor=self.request.actor)

    def change(self, scheme: Scheme, data: dict[str, Any], version: int | None) -> Scheme:
        """Choose another method."""
        return actions.choose_method(scheme.product, actor=self.request.actor, version=version, **data)

    @extend_schema(responses=RankedShape(many=True), operation_id="scheme_ranking")
    @action(detail=True, methods=["get"])
    def ranking(self, request: Request, pk: str | None = None) -> Response:
        """Every idea of the product that may still be done, in the order of the scores; those without one last."""
        scheme = self.get_object()
        return Response(RankedShape(rank(scheme, backlog(scheme.product, request.actor), request.actor), many=True).data)

    ranking.policy = MEMBERS  # type: ignore[attr-defined]


class Factors(Makes, Changes, Collection):
    """What is asked about every idea."""

    model = Factor
    shape = FactorShape
    make_shape = FactorMake
    change_shape = FactorChange
    policies: ClassVar = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> QuerySet[Factor]:
        """Factors of the methods in use."""
        return Factor.objects.filter(scheme__in=Scheme.objects.visible_to(self.request.actor), archived_at=None)

    def make(self, data: dict[str, Any]) -> Factor:
        """Ask one more thing."""
        return actions.add_factor(data.pop("scheme"), actor=self.request.actor, **data)

    def change(self, factor: Factor, data: dict[str, Any], version: int | None) -> Factor:
        """Change what is asked."""
        return actions.change_factor(factor, actor=self.request.actor, **data)

    @verb(Nothing, policy=SHAPERS)
    def remove(self, factor: Factor) -> Factor:
        """Ask it no more."""
        return actions.remove_factor(factor, actor=self.request.actor)


class EstimateFilter(django_filters.FilterSet):
    """By idea."""

    idea = django_filters.NumberFilter()


class Estimates(Makes, Collection):
    """What people hold the factors of ideas to be."""

    model = Estimate
    shape = EstimateShape
    make_shape = EstimateMake
    filterset_class = EstimateFilter
    policies: ClassVar = {"create": SHAPERS}

    def records(self) -> QuerySet[Estimate]:
        """Estimates of factors in use."""
        return super().records().filter(factor__archived_at=None).select_related("factor")

    @extend_schema(request=EstimateMake, responses={201: RankedShape}, operation_id="estimate")
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Estimate an idea; answers its factors and score as they are now."""
        return self.once(lambda: self.estimated(self.read(EstimateMake)))

    def estimated(self, data: dict[str, Any]) -> Response:
        """Call the verb and count anew."""
        idea = data.pop("idea")
        actions.estimate(idea, actor=self.request.actor, **data)
        scheme = find(Scheme.objects.all(), Scheme.objects.filter(product=idea.product_id).values_list("pk", flat=True).first())
        ranked = rank(scheme, backlog(idea.product, self.request.actor), self.request.actor)
        told = next((one for one in ranked if one.idea.pk == idea.pk), None) or rank(scheme, [idea], self.request.actor)[0]
        return Response(RankedShape(told).data, status=status.HTTP_201_CREATED)


class Rounds(Makes, Collection):
    """Rounds in which several people rate, each alone."""

    model = RatingRound
    shape = RatingRoundShape
    make_shape = RatingRoundMake
    filterset_class = OfProduct
    policies: ClassVar = {"create": SHAPERS}

    def records(self) -> QuerySet[RatingRound]:
        """Rounds with their seats, ideas and factors."""
        return super().records().prefetch_related("seats", "ideas", "factors")

    def make(self, data: dict[str, Any]) -> RatingRound:
        """Ask people to rate."""
        codes = data.pop("factors")
        known = {one.code: one for one in Factor.objects.filter(scheme__product=data["product"], archived_at=None)}
        if unknown := sorted(set(codes) - set(known)):
            raise serializers.ValidationError(
                {"factors": f"There is no factor {', '.join(unknown)}. There are: {', '.join(sorted(known))}."}
            )
        return actions.open_round(data.pop("product"), factors=[known[code] for code in codes], actor=self.request.actor, **data)

    @extend_schema(
        responses=RatingShape(many=True), operation_id="round_ratings", parameters=[OpenApiParameter("turn", int)]
    )  # fmt: skip
    @action(detail=True, methods=["get"])
    def ratings(self, request: Request, pk: str | None = None) -> Response:
        """The ratings that you may see."""
        rows = Rating.objects.visible_to(request.actor).filter(round=self.get_object()).select_related("factor")
        turn = as_id(request.query_params.get("turn"))
        return Response(RatingShape(rows if turn is None else rows.filter(turn=turn), many=True).data)

    ratings.policy = MEMBERS  # type: ignore[attr-defined]

    @verb(RatingsIn, policy=roles(*RATERS))
    def rate(self, found: RatingRound, ratings: list[dict[str, Any]], is_done: bool = True) -> RatingRound:
        """Rate, alone."""
        values = {(one["idea"], one["factor"]): one["value"] for one in ratings}
        return actions.rate(found, actor=self.request.actor, values=values, is_done=is_done)

    @verb(Nothing, policy=SHAPERS)
    def reveal(self, found: RatingRound) -> RatingRound:
        """Show everybody what everybody rated."""
        return actions.reveal_round(found, actor=self.request.actor)

    @verb(Nothing, policy=SHAPERS)
    def ask_again(self, found: RatingRound) -> RatingRound:
        """Have everybody rate once more."""
        return actions.ask_again(found, actor=self.request.actor)

    @verb(Nothing, policy=SHAPERS)
    def close(self, found: RatingRound) -> RatingRound:
        """Take the medians over as estimates."""
        return actions.close_round(found, actor=self.request.actor)

    @verb(Nothing, policy=SHAPERS)
    def cancel(self, found: RatingRound) -> RatingRound:
        """Call it off."""
        return actions.cancel_round(found, actor=self.request.actor)


routes = [
    ("priority-schemes", Schemes), ("priority-factors", Factors), ("estimates", Estimates), ("rating-rounds", Rounds),
]  # fmt: skip
