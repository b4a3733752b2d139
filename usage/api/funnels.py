"""The API door of funnels."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import MEMBERS, Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.refusals import NotPossible
from people.models import Product
from usage import actions
from usage.depth import SPLITS
from usage.funnel_showing import rows_of
from usage.funnels import PERIODS, USUAL, passage_of, steps_of
from usage.models import CountedUnit, Feature, Funnel
from usage.rules import DEFINERS

DEFINING = roles(*DEFINERS)


class FunnelStepShape(serializers.Serializer):
    """A step: a feature, or an event by its name."""

    feature = serializers.IntegerField(required=False)
    event = serializers.CharField(required=False)


class FunnelShape(RecordShape):
    """A funnel: its steps in order, and the days for all of them."""

    steps = FunnelStepShape(many=True)

    class Meta:
        model = Funnel
        fields: ClassVar = [
            "id", "product", "name", "description", "unit", "window_days", "steps", "created_at", "archived_at", "version",
        ]  # fmt: skip


class StepIn(Shape):
    """A step: either a feature of the funnel's product, or an event's name."""

    feature = Visible(Feature, required=False)
    event = serializers.CharField(max_length=120, required=False)


class FunnelChange(Shape):
    """What of a funnel may change."""

    name = serializers.CharField(max_length=120)
    steps = StepIn(many=True)
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    unit = serializers.ChoiceField(CountedUnit.choices, required=False)
    window_days = serializers.IntegerField(min_value=1, max_value=365, required=False)


class FunnelMake(FunnelChange):
    """A new funnel."""

    product = Visible(Product)


class FunnelFilter(django_filters.FilterSet):
    """By product, words, and whether archived."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Funnel
        fields: ClassVar = ["product"]


class StepRateShape(serializers.Serializer):
    """A share with Wilson's interval, 95%."""

    successes = serializers.IntegerField()
    n = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class StepResultShape(serializers.Serializer):
    """How many reached a step, of those who entered and of those at the step before; and the days since that one."""

    place = serializers.IntegerField()
    name = serializers.CharField()
    reached = serializers.IntegerField()
    of_entered = StepRateShape(allow_null=True)
    of_before = StepRateShape(allow_null=True)
    took = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="A quarter, half and three quarters took so many days."
    )
    sure = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="Between so many days the median lies, 95%; null of too few."
    )


class FunnelGroupShape(serializers.Serializer):
    """One group; the first is everybody."""

    name = serializers.CharField()
    steps = StepResultShape(many=True)


class FunnelResultShape(serializers.Serializer):
    """What became of those who entered from ``starts`` on and before ``ends``."""

    as_of = serializers.DateTimeField()
    starts = serializers.DateField()
    ends = serializers.DateField()
    by = serializers.CharField()
    groups = FunnelGroupShape(many=True)


class FunnelCollection(Makes, Changes, Collection):
    """Funnels: steps that people are meant to take, in order and in time."""

    model = Funnel
    shape = FunnelShape
    orderings = ("name", "created_at")
    make_shape, change_shape = FunnelMake, FunnelChange
    filterset_class = FunnelFilter
    policies: ClassVar[dict[str, Policy]] = {"create": DEFINING, "partial_update": DEFINING, "results": MEMBERS}

    def make(self, data: dict[str, Any]) -> Funnel:
        """Make a funnel."""
        return actions.make_funnel(actor=self.request.actor, **data)

    def change(self, funnel: Funnel, data: dict[str, Any], version: int | None) -> Funnel:
        """Edit a funnel."""
        return actions.edit_funnel(funnel, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=DEFINING)
    def archive(self, funnel: Funnel, reason: str = "") -> Funnel:
        """Put a funnel away."""
        return actions.archive_funnel(funnel, reason=reason, actor=self.request.actor)

    @verb(policy=DEFINING)
    def restore(self, funnel: Funnel) -> Funnel:
        """Bring an archived funnel back."""
        return actions.restore_funnel(funnel, actor=self.request.actor)

    @extend_schema(
        responses=FunnelResultShape,
        parameters=[
            OpenApiParameter("period", int, enum=list(PERIODS), description="Within how many days they entered."),
            OpenApiParameter("by", str, enum=list(SPLITS)),
        ],
    )
    @action(detail=True, methods=["get"])
    def results(self, request: Request, pk: str | None = None) -> Response:
        """Who reached which step, with n, interval and days between; of everybody and of each segment, plan or motion."""
        period, by = request.query_params.get("period", str(USUAL)), request.query_params.get("by", "all")
        errors = dict.fromkeys(sorted(set(request.query_params) - {"period", "by", "format"}), "There is no such parameter.")
        if period not in map(str, PERIODS):
            errors["period"] = f"Known are: {', '.join(map(str, PERIODS))}."
        if by not in SPLITS:
            errors["by"] = f"Known are: {', '.join(SPLITS)}."
        if errors:
            raise ValidationError(errors)
        funnel = self.get_object()
        kept = passage_of(funnel)
        if kept is None:
            raise NotPossible("It is being counted. Ask again in a moment.")
        (passage, count), steps = kept, steps_of(funnel)
        found = passage.periods[int(period)]
        groups = [{"name": group.name, "steps": rows_of(group, steps)} for group in found.of(by)]
        told = {"as_of": count.counted_at, "starts": found.starts, "ends": found.ends, "by": by, "groups": groups}
        return Response(FunnelResultShape(told).data)
