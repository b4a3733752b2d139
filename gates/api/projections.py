"""Projections, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions.projections import ask_for_projection, project, resolve_projection
from gates.evidence.projections import assured_share, is_large
from gates.models.projections import ProbeKind, ProbeSelection, Projection, ProjectionActual, ProjectionStatus
from history.actor import Role
from jobs.api import JobShape
from roadmap.models import Idea
from usage.models import CountedUnit, Feature

PROJECTORS = roles(Role.PRODUCT)


class IntervalShape(serializers.Serializer):
    """A central interval, in shares and in counts."""

    level = serializers.IntegerField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    low_count = serializers.IntegerField()
    high_count = serializers.IntegerField()


class ActualShape(RecordShape):
    """What came of a projection."""

    is_inside = serializers.DictField(child=serializers.BooleanField())

    class Meta:
        model = ProjectionActual
        fields: ClassVar = ["adopters", "share", "reached", "is_inside", "counted_at"]


class ProjectionShape(RecordShape):
    """A projection with everything that went in. ``assured_share`` is corrected by how earlier projections fared."""

    intervals = IntervalShape(many=True)
    reasons = serializers.ListField(child=serializers.CharField())
    left_out = serializers.DictField(child=serializers.CharField())
    reference_ids = serializers.ListField(child=serializers.IntegerField())
    inputs = serializers.DictField()
    backtest = serializers.DictField()
    due_on = serializers.DateField()
    assured_share = serializers.SerializerMethodField()
    actual = serializers.SerializerMethodField()

    class Meta:
        model = Projection
        fields: ClassVar = [
            "id", "idea", "feature", "unit", "origin", "horizon", "threshold", "minimum_uses", "probe_kind", "probe_selection",
            "exposure_event", "probe_n", "probe_adopters", "elapsed", "eligible", "status", "reasons", "left_out", "median",
            "median_count", "intervals", "probability", "assured_share", "reference_ids", "backtest", "method", "model_version",
            "seed", "inputs", "input_hash", "asked_by", "made_at", "due_on", "actual",
        ]  # fmt: skip

    def get_assured_share(self, projection: Projection) -> float | None:
        """The share to count on at 80 % assurance."""
        assured = assured_share(projection)
        return assured.share if assured else None

    @extend_schema(operation_id="projection_actual")
    def get_actual(self, projection: Projection) -> dict[str, Any] | None:
        """What came of it, once its horizon has passed."""
        actual = getattr(projection, "actual", None)
        return ActualShape(actual).data if actual else None


class ProjectionMake(Shape):
    """What is to be projected."""

    idea = Visible(Idea)
    feature = Visible(Feature)
    threshold = serializers.DecimalField(max_digits=5, decimal_places=4, min_value=0, max_value=1)
    horizon = serializers.IntegerField(min_value=2, max_value=104, required=False)
    unit = serializers.ChoiceField(CountedUnit.choices, required=False)
    origin = serializers.DateField(required=False)
    probe_kind = serializers.ChoiceField(ProbeKind.choices, required=False)
    probe_selection = serializers.ChoiceField(ProbeSelection.choices, required=False)
    exposure_event = serializers.CharField(max_length=120, required=False, allow_blank=True)
    exposure_weeks = serializers.IntegerField(min_value=1, max_value=103, required=False)
    references = Visible(Feature, many=True, required=False)


class ProjectionFilters(django_filters.FilterSet):
    """What a list of projections can be narrowed by."""

    idea = django_filters.NumberFilter()
    feature = django_filters.NumberFilter()
    status = django_filters.ChoiceFilter(choices=ProjectionStatus.choices)

    class Meta:
        model = Projection
        fields: ClassVar = ["idea", "feature", "status"]


class ProjectionCollection(Makes, Collection):
    """Projections of engagement. They are only ever added."""

    model = Projection
    shape = ProjectionShape
    make_shape = ProjectionMake
    filterset_class = ProjectionFilters
    policies: ClassVar[dict[str, Policy]] = {"create": PROJECTORS}

    def records(self) -> QuerySet[Projection]:
        return super().records().select_related("idea", "feature", "actual")

    @extend_schema(responses={201: ProjectionShape, 202: JobShape})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Project: at once, or in the background where there is much usage to read (202, with the job)."""
        return self.once(lambda: self.begin(self.read(self.make_shape)))

    def begin(self, asked: dict[str, Any]) -> Response:
        """Project now or later, by how much there is to read."""
        if is_large(asked["feature"]) and "references" not in asked:
            return self.show(ask_for_projection(actor=self.request.actor, **asked), shape=JobShape, code=202)
        return self.show(project(actor=self.request.actor, **asked), code=201)

    @verb(policy=PROJECTORS)
    def count(self, projection: Projection, **nothing: Any) -> Projection:
        """Count what came of it, once its horizon has passed."""
        resolve_projection(projection, actor=self.request.actor)
        return self.records().get(pk=projection.pk)


routes = [("projections", ProjectionCollection)]
