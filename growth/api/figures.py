"""The API door of a product's figures: everything that its growth page shows, and how its companies are doing."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from customers.models import Motion
from customers.segments import choices
from doors.api import MEMBERS, Collection, RecordShape
from doors.policy import Policy
from growth.conditions import companies_to_look_at, conditions
from growth.figures.cohorts import MONTH, WEEK, mean_curve
from growth.measuring import Measured
from growth.portrait import groups_of
from people.models import Product

NARROWING = [
    OpenApiParameter("segment", str, description="Of the market, such as enterprise, or a saved one: saved-12."),
    OpenApiParameter("motion", str, enum=list(Motion.values)),
]


class GrowthProductShape(RecordShape):
    """A product whose growth is measured."""

    class Meta:
        model = Product
        fields: ClassVar = ["id", "name", "key"]


class GrowthFigureShape(serializers.Serializer):
    """A figure as people read it. ``value`` is empty where there are not enough data, and ``why`` says what is missing."""

    label = serializers.CharField()
    value = serializers.CharField()
    note = serializers.CharField(help_text="Its interval and n, where it has them.")
    why = serializers.CharField()
    definition = serializers.CharField()
    formula = serializers.CharField()
    inputs = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class GrowthGroupShape(serializers.Serializer):
    """Figures that belong together."""

    title = serializers.CharField()
    figures = GrowthFigureShape(many=True)


class GrowthFiguresShape(serializers.Serializer):
    """All of a product's figures."""

    groups = GrowthGroupShape(many=True)


class CohortRateShape(serializers.Serializer):
    """How many of a cohort came in a period, with Wilson's interval."""

    successes = serializers.IntegerField()
    n = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class CohortShape(serializers.Serializer):
    """Those who signed up in one period; the periods after it in order, its own first."""

    starts = serializers.DateField()
    size = serializers.IntegerField()
    came = CohortRateShape(many=True)


class CohortsShape(serializers.Serializer):
    """The triangle, and the share over all cohorts that are old enough."""

    step = serializers.CharField()
    cohorts = CohortShape(many=True)
    all = CohortRateShape(many=True)


class HealthPartShape(serializers.Serializer):
    """A part of a company's health from 0 to 1; null where it is not known."""

    value = serializers.FloatField(allow_null=True)
    says = serializers.CharField()


class CompanyHealthShape(serializers.Serializer):
    """How a company is doing; ``score`` (0 to 100) is null where there are not enough data."""

    company = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    band = serializers.CharField()
    parts = serializers.DictField(child=HealthPartShape())
    days_to_first_milestone = serializers.IntegerField(allow_null=True)


class GrowthCollection(Collection):
    """Products, and what is measured of their growth."""

    model = Product
    shape = GrowthProductShape
    orderings = ("name",)
    filterset_class = None
    policies: ClassVar[dict[str, Policy]] = {"figures": MEMBERS, "retention": MEMBERS, "health": MEMBERS}

    def measured(self) -> Measured:
        """The product's figures, as far as the request narrows them. Raises ValidationError at a choice that cannot be."""
        segment, motion = (self.request.query_params.get(name, "") for name in ("segment", "motion"))
        errors = {}
        if segment and segment not in dict(choices()):
            errors["segment"] = "There is no such segment."
        if motion and motion not in Motion.values:
            errors["motion"] = f"Known are: {', '.join(Motion.values)}."
        if errors:
            raise ValidationError(errors)
        return Measured(self.get_object(), segment, motion)

    def asked(self, *more: str) -> Measured:
        """The same, every other parameter refused."""
        unknown = sorted(set(self.request.query_params) - {"segment", "motion", "format", *more})
        if unknown:
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."))
        return self.measured()

    @extend_schema(responses=GrowthFiguresShape, parameters=NARROWING)
    @action(detail=True, methods=["get"])
    def figures(self, request: Request, pk: str | None = None) -> Response:
        """Every figure with its definition, interval, n and how it was made."""
        groups = groups_of(self.asked(), self.request.actor, "")
        return Response({"groups": [{"title": one.title, "figures": [shown(tile) for tile in one.tiles]} for one in groups]})

    @extend_schema(responses=CohortsShape, parameters=[*NARROWING, OpenApiParameter("step", str, enum=[MONTH, WEEK])])
    @action(detail=True, methods=["get"])
    def retention(self, request: Request, pk: str | None = None) -> Response:
        """Of those who signed up in each period, how many came again in each one after."""
        step = self.request.query_params.get("step", MONTH)
        if step not in (MONTH, WEEK):
            raise ValidationError({"step": f"Known are: {MONTH}, {WEEK}."})
        cohorts = self.asked("step").cohorts(step)
        return Response(CohortsShape({"step": step, "cohorts": cohorts, "all": mean_curve(cohorts)}).data)

    @extend_schema(responses=CompanyHealthShape(many=True), parameters=NARROWING, filters=False)
    @action(detail=True, methods=["get"])
    def health(self, request: Request, pk: str | None = None) -> Response:
        """The companies that use it, each with how it is doing and every part of that."""
        measured = self.asked("cursor", "page_size", "ordering")
        companies = companies_to_look_at(measured.product, measured.segment, measured.motion)
        rows = self.paginate_queryset(companies.order_by("-id"))
        found = conditions(measured.product, rows, self.request.actor)
        return self.get_paginated_response([told(one) for one in found])


def shown(tile: Any) -> dict[str, Any]:
    """A figure as it is answered."""
    names = ("label", "value", "note", "why", "definition", "formula")
    return {name: getattr(tile, name) for name in names} | {"inputs": [list(pair) for pair in tile.inputs]}


def told(one: Any) -> dict[str, Any]:
    """A company's health as it is answered."""
    return {
        "company": one.company.pk,
        "score": one.health.score if one.health else None,
        "band": one.health.band if one.health else "",
        "parts": {name: {"value": part.value, "says": part.says} for name, part in one.parts.items()},
        "days_to_first_milestone": one.days_to_first,
    }
