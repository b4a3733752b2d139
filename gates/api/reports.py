"""The figures of the gates' reports, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.policy import ANY_MEMBER
from doors.web import as_id, find
from figures.explanations import Figure
from gates.reports.agenda import Agenda
from gates.reports.flow import Flow, Step
from gates.reports.learning import Learning, Told
from gates.reports.passages import Passage, Passages, Scope
from gates.reports.worth import Worth
from people.models import Product

ABOUT = [
    OpenApiParameter("product", int, description="Of one product; else of all that you may see."),
    OpenApiParameter("since", date, description="Decided on this day or later, or open."),
    OpenApiParameter("until", date, description="Locked on this day or earlier."),
]


class GateStepShape(serializers.Serializer):
    """One gate of the funnel, with the reviews behind each number."""

    gate = serializers.IntegerField()
    entered = serializers.ListField(child=serializers.IntegerField())
    decided = serializers.ListField(child=serializers.IntegerField())
    passed = serializers.ListField(child=serializers.IntegerField())
    killed = serializers.ListField(child=serializers.IntegerField())
    waiting = serializers.ListField(child=serializers.IntegerField())
    rate = serializers.DictField(allow_null=True)
    days = serializers.DictField(allow_null=True)
    cycle = serializers.DictField(allow_null=True)


class QueuedShape(serializers.Serializer):
    """A review that waits, and what that costs; null where nobody has assessed it."""

    review = serializers.IntegerField()
    days_waiting = serializers.FloatField()
    delay = serializers.DictField(allow_null=True)


class PlacedShape(serializers.Serializer):
    """An idea on its way."""

    idea = serializers.IntegerField()
    review = serializers.IntegerField()
    arr = serializers.FloatField()
    probability = serializers.FloatField(allow_null=True)
    said_by = serializers.CharField(allow_blank=True)
    expected = serializers.FloatField(allow_null=True)


class GateReportShape(serializers.Serializer):
    """Funnel, rates, times, overrides, the queue and the portfolio. A figure that is not defined is null."""

    funnel = GateStepShape(many=True)
    kill_rate = serializers.DictField(allow_null=True)
    cycle = serializers.DictField(allow_null=True)
    override_rate = serializers.DictField(allow_null=True)
    overrides = serializers.DictField(allow_null=True)
    success = serializers.DictField(allow_null=True)
    queue = QueuedShape(many=True)
    portfolio = PlacedShape(many=True)


class DueShape(serializers.Serializer):
    """One thing that somebody has to do."""

    day = serializers.DateField(allow_null=True)
    person = serializers.IntegerField(source="person.pk")
    what = serializers.CharField()
    about = serializers.CharField()
    is_late = serializers.BooleanField()


class GateLearningShape(serializers.Serializer):
    """Agreement by quarter, and what each criterion told of success. Only what passed was launched: read it with care."""

    success = serializers.DictField(allow_null=True)
    agreement = serializers.ListField(child=serializers.DictField())
    criteria = serializers.ListField(child=serializers.DictField())
    selection = serializers.CharField()


SELECTION = "Only what passed the gates was launched. What they stopped has no outcome, so nobody knows whether that was right."


class Reports:
    """What can be asked of all reviews together."""

    def scope(self, request: Request, *more: str) -> Scope:
        """What the request is about. Raises ValidationError for a parameter that cannot be."""
        if unknown := sorted(set(request.query_params) - {"product", "since", "until", "format", *more}):
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."))
        product = None
        if "product" in request.query_params:
            product = find(Product.objects.visible_to(request.actor), as_id(request.query_params["product"]))  # type: ignore[attr-defined]
        return Scope(request.actor, product, day_of(request, "since"), day_of(request, "until"))  # type: ignore[attr-defined]

    @extend_schema(responses=GateReportShape, parameters=ABOUT, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def report(self, request: Request, **kwargs: Any) -> Response:
        """Funnel, rates, times, overrides, what waiting costs, and the balance of the portfolio."""
        passages = Passages(self.scope(request))
        flow, worth = Flow(passages), Worth(passages)
        return Response(GateReportShape({
            "funnel": [told_step(flow, step) for step in flow.steps], "kill_rate": facts(flow.kill_rate),
            "cycle": facts(flow.cycle), "override_rate": facts(flow.override_rate),
            "overrides": facts(flow.turned_out), "success": facts(flow.success),
            "queue": [{"review": one.passage.review.pk, "days_waiting": one.passage.days_waiting, "delay": facts(one.delay)}
                      for one in worth.queue],
            "portfolio": [
                {"idea": one.passage.review.idea_id, "review": one.passage.review.pk, "arr": one.arr,
                 "probability": one.probability, "said_by": one.said_by, "expected": one.expected}
                for one in worth.places
            ],
        }).data)  # fmt: skip

    report.policy = ANY_MEMBER  # type: ignore[attr-defined]

    @extend_schema(responses=DueShape(many=True), parameters=ABOUT[:1], filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def agenda(self, request: Request, **kwargs: Any) -> Response:
        """Who has to do what by when."""
        return Response(DueShape(Agenda(self.scope(request)).all, many=True).data)

    agenda.policy = ANY_MEMBER  # type: ignore[attr-defined]

    @extend_schema(responses=GateLearningShape, parameters=ABOUT[:1], filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def learning(self, request: Request, **kwargs: Any) -> Response:
        """How far people agree by quarter, and what each criterion told of success."""
        found = Learning(self.scope(request))
        agreement = [
            {"quarter": one.name, "whose": one.whose, "features": one.features, "figure": facts(one.found)}
            for one in found.quarters
        ]
        return Response(GateLearningShape({
            "success": facts(found.success), "agreement": agreement, "criteria": [told_criterion(one) for one in found.told],
            "selection": SELECTION,
        }).data)  # fmt: skip

    learning.policy = ANY_MEMBER  # type: ignore[attr-defined]


def day_of(request: Request, name: str) -> date | None:
    """A day among the parameters. Raises ValidationError for what is none."""
    text = request.query_params.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValidationError({name: "A day, such as 2026-06-30."}) from error


def facts(found: Figure | None) -> dict[str, Any] | None:
    """A figure as it is answered."""
    return found.facts() if found else None


def ids(passages: list[Passage]) -> list[int]:
    """The reviews behind a number."""
    return [one.review.pk for one in passages]


def told_step(flow: Flow, step: Step) -> dict[str, Any]:
    """A step of the funnel as it is answered."""
    cycles = {one.gate: found for one, found in flow.cycles}
    return {
        "gate": step.gate, "entered": ids(step.entered), "decided": ids(step.decided), "passed": ids(step.passed),
        "killed": ids(step.killed), "waiting": ids(step.waiting), "rate": facts(step.rate),
        "days": facts(flow.time_at(step.gate)), "cycle": facts(cycles[step.gate]),
    }  # fmt: skip


def told_criterion(one: Told) -> dict[str, Any]:
    """A criterion as it is answered; without launches enough it says nothing."""
    said = {"gate": one.gate, "name": one.name, "launches": one.n}
    return said | {"scored": facts(one.scored) if one.is_enough else None, "met": facts(one.met) if one.is_enough else None}
