"""Launch reviews, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from customers.models import Company
from doors.api import MEMBERS, Collection, Makes, RecordShape, Shape, Visible, roles
from doors.policy import Policy
from gates.actions.launches import review_launch
from gates.actions.resolving import Came
from gates.calibration import calibrations
from gates.models import Decision, LaunchForecast, LaunchReview, OverrideActual, Projection, SalesForecast, UpsellActual
from history.actor import Role
from roadmap.models import Idea


class LaunchForecastShape(RecordShape):
    """What one decider said of success, and how far off it was. Without a person it is the panel's."""

    class Meta:
        model = LaunchForecast
        fields: ClassVar = ["gate_review", "person", "probability", "brier"]


class OverrideActualShape(RecordShape):
    """What came of the number that a milder decision forecast. ``fulfilment`` is actual over forecast, a fraction."""

    class Meta:
        model = OverrideActual
        fields: ClassVar = ["decision", "value", "fulfilment"]


class UpsellActualShape(RecordShape):
    """What the upsell came to. ``is_reached`` is null while the target's day is still to come."""

    class Meta:
        model = UpsellActual
        fields: ClassVar = ["round", "amount", "is_reached"]


class SalesForecastShape(RecordShape):
    """One probability of a salesperson's, a fraction, and what happened. Without a company it is about the target."""

    person = serializers.IntegerField(source="assessment.assessor_id")
    company = serializers.IntegerField(source="company.pk", default=None, allow_null=True)
    about = serializers.CharField()

    class Meta:
        model = SalesForecast
        fields: ClassVar = ["assessment", "person", "about", "company", "probability", "happened", "brier"]


class LaunchReviewShape(RecordShape):
    """What came of a launch, against its projection and every forecast."""

    is_inside = serializers.DictField(child=serializers.BooleanField())
    forecasts = LaunchForecastShape(many=True)
    override_actuals = OverrideActualShape(many=True)
    upsell = UpsellActualShape(default=None, allow_null=True)
    sales_forecasts = SalesForecastShape(many=True)

    class Meta:
        model = LaunchReview
        fields: ClassVar = [
            "id", "idea", "projection", "basis", "share", "is_inside", "succeeded", "note", "forecasts", "override_actuals",
            "upsell", "sales_forecasts", "supersedes", "recorded_by", "recorded_at",
        ]  # fmt: skip


class OverrideCame(Shape):
    """What the number behind an override came to."""

    decision = Visible(Decision)
    value = serializers.DecimalField(max_digits=18, decimal_places=4)


class LaunchReviewMake(Shape):
    """What came. ``share`` (a fraction) only before the projection's horizon, ``succeeded`` only without a projection.

    ``upsell`` with its ``buyers`` resolves what salespeople said; without it that stays open.
    """

    idea = Visible(Idea)
    projection = Visible(Projection, required=False)
    share = serializers.DecimalField(max_digits=6, decimal_places=5, min_value=0, max_value=1, required=False)
    succeeded = serializers.BooleanField(required=False)
    upsell = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)
    buyers = Visible(Company, many=True, required=False)
    overrides = OverrideCame(many=True, required=False)
    note = serializers.CharField(max_length=5000)


class CalibrationShape(serializers.Serializer):
    """One person's resolved forecasts; without a person the panels'. All shares are fractions."""

    person = serializers.IntegerField(source="person.pk", default=None, allow_null=True)
    given_as = serializers.CharField()
    forecasts = serializers.IntegerField(source="scores.n")
    mean_said = serializers.FloatField()
    base_rate = serializers.FloatField(source="scores.base_rate")
    brier = serializers.FloatField(source="scores.brier")
    skill = serializers.FloatField(source="scores.skill", allow_null=True)
    log_loss = serializers.FloatField(source="scores.log_loss", allow_null=True)
    bias = serializers.FloatField(source="scores.bias")
    calibration_error = serializers.FloatField(source="scores.calibration_error")


class LaunchReviewFilters(django_filters.FilterSet):
    """What a list of launch reviews can be narrowed by."""

    idea = django_filters.NumberFilter()
    succeeded = django_filters.BooleanFilter()

    class Meta:
        model = LaunchReview
        fields: ClassVar = ["idea", "succeeded"]


class LaunchReviewCollection(Makes, Collection):
    """What came of launches. Records are only ever added; a later one takes the place of an earlier one."""

    model = LaunchReview
    shape = LaunchReviewShape
    make_shape = LaunchReviewMake
    filterset_class = LaunchReviewFilters
    policies: ClassVar[dict[str, Policy]] = {"create": roles(Role.PRODUCT, Role.LEADERSHIP), "calibration": MEMBERS}

    def records(self) -> QuerySet[LaunchReview]:
        told = ("assessment", "account__company", "risk__company")
        sales = Prefetch("sales_forecasts", SalesForecast.objects.select_related(*told))
        return super().records().select_related("upsell").prefetch_related("forecasts", "override_actuals", sales)

    def make(self, data: dict[str, Any]) -> LaunchReview:
        """Record what came of a launch."""
        overrides = {one["decision"].pk: one["value"] for one in data.pop("overrides", [])}
        came = Came(upsell=data.pop("upsell", None), buyers=tuple(data.pop("buyers", ())), overrides=overrides)
        return review_launch(data.pop("idea"), actor=self.request.actor, came=came, **data)

    @extend_schema(responses=CalibrationShape(many=True), filters=False)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def calibration(self, request: Request) -> Response:
        """How reliable forecasts were: the panels', and one's own; for leadership everybody's."""
        if request.query_params:
            raise ValidationError(dict.fromkeys(request.query_params, "There is no such filter."))
        return Response(CalibrationShape(calibrations(request.actor), many=True).data)


routes = [("launch-reviews", LaunchReviewCollection)]
