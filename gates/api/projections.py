"""Projections, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import ANY_MEMBER, Policy
from doors.web import as_id
from gates.actions.likelihoods import ask_who_is_likely
from gates.actions.projections import ask_for_projection, ask_for_renewal, project, resolve_projection, schedule_renewal
from gates.evidence.projections import assured_share, is_large
from gates.evidence.track import tracks
from gates.models.likelihoods import Likelihood
from gates.models.projections import ProbeKind, ProbeSelection, Projection, ProjectionActual, ProjectionStatus
from gates.models.renewals import next_run_of
from gates.shipped import shipped
from history.actor import Role
from jobs.api import JobShape
from jobs.models import Job
from roadmap.models import Idea
from usage.models import CountedUnit, Feature

PROJECTORS = roles(Role.PRODUCT)


class IntervalShape(serializers.Serializer):
    """An interval, in shares and in counts."""

    level = serializers.IntegerField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    low_count = serializers.IntegerField()
    high_count = serializers.IntegerField()


class ActualShape(RecordShape):
    """What came of a projection."""

    is_inside = serializers.DictField(child=serializers.BooleanField())
    kept_is_inside = serializers.DictField(child=serializers.BooleanField())
    segments = serializers.ListField(child=serializers.DictField())

    class Meta:
        model = ProjectionActual
        fields: ClassVar = [
            "adopters", "share", "reached", "is_inside", "kept", "kept_share", "kept_is_inside", "segments", "counted_at",
        ]  # fmt: skip


class KeptUsingShape(serializers.Serializer):
    """How many keep using it: shares are of the eligible, ``rate`` is of those who adopt."""

    weeks = serializers.IntegerField()
    rate = serializers.FloatField()
    median = serializers.FloatField()
    median_count = serializers.IntegerField()
    intervals = IntervalShape(many=True)
    probability = serializers.FloatField()
    references = serializers.IntegerField()


class LikelihoodShape(RecordShape):
    """Who is likely to adopt: never summed for the projection. Drivers are associations."""

    reasons = serializers.ListField(child=serializers.CharField())
    bins = serializers.ListField(child=serializers.DictField())
    drivers = serializers.ListField(child=serializers.DictField())
    likely = serializers.SerializerMethodField()

    class Meta:
        model = Likelihood
        fields: ClassVar = [
            "status", "reasons", "method", "n", "positives", "tried", "brier", "base_brier", "others_brier", "bins", "drivers",
            "scored", "likely", "training_from", "training_to", "model_version", "seed", "input_hash", "made_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_likely(self, likelihood: Likelihood) -> list[dict[str, Any]]:
        """The ids of the likeliest users or companies, with their probabilities."""
        return list(likelihood.likely)


class ProjectionShape(RecordShape):
    """A projection with everything that went in. ``assured_share`` is corrected by how earlier projections fared."""

    intervals = IntervalShape(many=True)
    reasons = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    kept = serializers.SerializerMethodField()
    widened = serializers.DictField(child=serializers.FloatField())
    sensitivity = serializers.DictField()
    segments = serializers.ListField(child=serializers.DictField())
    demand = serializers.DictField()
    is_weekly = serializers.BooleanField(help_text="Whether its idea and feature are projected anew each week.")
    next_run_on = serializers.SerializerMethodField()
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
            "exposure_event", "exposure_weeks", "kept_weeks", "probe_n", "probe_adopters", "elapsed",
            "eligible", "status", "reasons", "flags",
            "left_out", "median", "median_count", "intervals", "probability", "assured_share", "kept", "widened", "sensitivity",
            "segments", "demand", "reference_ids", "training_from", "training_to", "backtest", "method", "champion",
            "model_version", "seed", "inputs", "input_hash", "asked_by", "renews", "is_renewed", "is_weekly", "next_run_on",
            "made_at", "due_on", "actual",
        ]  # fmt: skip

    def get_assured_share(self, projection: Projection) -> float | None:
        """The share to count on at 80 % assurance."""
        assured = assured_share(projection)
        return assured.share if assured else None

    @extend_schema_field(KeptUsingShape(allow_null=True))
    def get_kept(self, projection: Projection) -> dict[str, Any] | None:
        """The kept-using twin; null where no earlier feature tells."""
        return KeptUsingShape(projection.kept).data if projection.kept else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_next_run_on(self, projection: Projection) -> date | None:
        """The day on which it is made anew; null where it is not."""
        return next_run_of(projection)

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
    kept_weeks = serializers.IntegerField(min_value=1, max_value=103, required=False)
    is_renewed = serializers.BooleanField(required=False)
    references = Visible(Feature, many=True, required=False)


class ScheduleShape(Shape):
    """Whether it is made anew each week."""

    is_on = serializers.BooleanField()


class ProjectionFilters(django_filters.FilterSet):
    """What a list of projections can be narrowed by."""

    idea = django_filters.NumberFilter()
    feature = django_filters.NumberFilter()
    status = django_filters.ChoiceFilter(choices=ProjectionStatus.choices)

    class Meta:
        model = Projection
        fields: ClassVar = ["idea", "feature", "status"]


class ShippedRateShape(serializers.Serializer):
    """How many of those known on the day of release, with Wilson's interval."""

    successes = serializers.IntegerField()
    n = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class ShippedShape(serializers.Serializer):
    """A released feature of an idea: who used it before, who had taken it up by ``week``, the target, and the projection."""

    feature = serializers.IntegerField(source="feature.pk")
    released_on = serializers.DateField(source="feature.released_on")
    unit = serializers.CharField()
    before = ShippedRateShape(allow_null=True)
    after = ShippedRateShape(allow_null=True)
    week = serializers.IntegerField()
    target = serializers.FloatField(allow_null=True)
    projection = serializers.IntegerField(source="projection.pk", default=None, allow_null=True)
    was_decided_on = serializers.BooleanField(help_text="Whether gate 1 was decided on this projection.")
    verdict = serializers.CharField(help_text="reached, missed, early or unknown.")
    is_as_projected = serializers.BooleanField(allow_null=True, help_text="Whether its 80% interval held, once it is due.")


class ProjectionCollection(Makes, Collection):
    """Projections of engagement. They are only ever added."""

    model = Projection
    shape = ProjectionShape
    orderings = ("made_at",)
    make_shape = ProjectionMake
    filterset_class = ProjectionFilters
    policies: ClassVar[dict[str, Policy]] = {"create": PROJECTORS}

    def records(self) -> QuerySet[Projection]:
        return super().records().with_schedule().select_related("idea", "feature", "actual")

    @extend_schema(responses={201: ProjectionShape, 202: JobShape})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Project: at once, or in the background where there is much usage to read (202, with the job)."""
        return self.once(lambda: self.begin(self.read(self.make_shape)))

    def begin(self, asked: dict[str, Any]) -> Response:
        """Project now or later, by how much there is to read."""
        if is_large(asked["feature"]) and "references" not in asked:
            return self.show(ask_for_projection(actor=self.request.actor, **asked), shape=JobShape, code=202)
        made = project(actor=self.request.actor, **asked)
        return self.show(self.records().get(pk=made.pk), code=201)

    @extend_schema(responses=LikelihoodShape, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def likelihood(self, request: Request, pk: str | None = None, **kwargs: Any) -> Response:
        """Who is likely to adopt, once that was learned."""
        self.refuse_unknown_parameters()
        found = get_object_or_404(Likelihood, projection=self.get_object())
        return Response(LikelihoodShape(found, context=self.get_serializer_context()).data)

    likelihood.policy = ANY_MEMBER

    @verb(policy=PROJECTORS, out=JobShape, code=202, path="learn-likelihood")
    def learn_likelihood(self, projection: Projection, **nothing: Any) -> Job:
        """Have it learned in the background who is likely to adopt."""
        return ask_who_is_likely(projection, actor=self.request.actor)

    @extend_schema(responses=OpenApiTypes.OBJECT, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def calibration(self, request: Request, **kwargs: Any) -> Response:
        """How all projections that came due fared: together, and by segment, quarter, product, unit, status and model."""
        self.refuse_unknown_parameters()
        return Response({title: [one.facts() for one in rows] for title, rows in tracks(self.request.actor).items()})

    calibration.policy = ANY_MEMBER

    @extend_schema(responses=ShippedShape(many=True), filters=False, parameters=[OpenApiParameter("idea", int, required=True)])
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def shipped(self, request: Request, **kwargs: Any) -> Response:
        """The released features of an idea: adoption before and since, against the target and the projection."""
        if unknown := sorted(set(request.query_params) - {"idea", "format"}):
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."))
        ideas = Idea.objects.visible_to(request.actor)  # type: ignore[attr-defined]
        idea = get_object_or_404(ideas, pk=as_id(request.query_params.get("idea")))
        return Response(ShippedShape(shipped([idea], request.actor), many=True).data)  # type: ignore[attr-defined]

    shipped.policy = ANY_MEMBER

    @verb(policy=PROJECTORS, out=JobShape, code=202)
    def renew(self, projection: Projection, **nothing: Any) -> Job:
        """Have the same asked again as of today, in the background."""
        return ask_for_renewal(projection, actor=self.request.actor)

    @verb(ScheduleShape, policy=PROJECTORS)
    def schedule(self, projection: Projection, is_on: bool, **nothing: Any) -> Projection:
        """Have it made anew each week while a review of its idea is open, with who is likely; or end that."""
        schedule_renewal(projection, actor=self.request.actor, is_on=is_on)
        return self.records().get(pk=projection.pk)

    @verb(policy=PROJECTORS)
    def count(self, projection: Projection, **nothing: Any) -> Projection:
        """Count what came of it, once its horizon has passed."""
        resolve_projection(projection, actor=self.request.actor)
        return self.records().get(pk=projection.pk)


routes = [("projections", ProjectionCollection)]
