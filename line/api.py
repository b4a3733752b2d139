"""The API door of what reads across the whole line: search, what waits for me, and the line through a record."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from doors.api import MEMBERS
from doors.policy import Policy
from doors.web import find
from feedback.models import Feedback
from line.finding import look_for
from line.trace import Line, trace
from line.waiting import all_waiting
from roadmap.models import Idea, Initiative

STARTS: dict[str, Any] = {"feedback": Feedback, "ideas": Idea, "initiatives": Initiative}


class MembersView(APIView):
    """A page of the API that is no collection: every member reads it."""

    action = "retrieve"

    def policy_of(self, name: str) -> Policy:
        """Any member."""
        return MEMBERS


class FoundShape(serializers.Serializer):
    """One record that fits."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    sub = serializers.CharField()
    url = serializers.CharField()
    excerpt = serializers.CharField()


class SearchAnswerShape(serializers.Serializer):
    """What was found, best first in each kind; what was looked for instead where a slip was mended; what could not be read."""

    words = serializers.CharField(source="asked.words")
    instead_of = serializers.CharField()
    faults = serializers.ListField(child=serializers.CharField())
    results = FoundShape(many=True, source="found")


class WaitingShape(serializers.Serializer):
    """One thing that waits for me: at the gates, in a rating round, an experiment whose end has passed."""

    kind = serializers.CharField()
    do = serializers.CharField()
    text = serializers.CharField()
    sub = serializers.CharField()
    url = serializers.CharField()
    due = serializers.CharField(allow_null=True)
    is_late = serializers.BooleanField()


class StationShape(serializers.Serializer):
    """One record on the line, as its own collection names it."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField(source="__str__")


class QuoteShape(serializers.Serializer):
    """A customer's words, and the idea that they support."""

    id = serializers.IntegerField(source="pk")
    excerpt = serializers.CharField()
    feedback = serializers.IntegerField(source="feedback_id")
    idea = serializers.IntegerField(source="idea_id")
    importance = serializers.IntegerField()


class DecisionStationShape(StationShape):
    """A gate's answer on the line."""

    outcome = serializers.CharField()
    review = serializers.IntegerField(source="review_id")
    decided_at = serializers.DateTimeField()


class LineShape(serializers.Serializer):
    """The line through a record, station by station."""

    standing = serializers.CharField(source="standing.words", default=None, allow_null=True)
    feedback = StationShape(many=True)
    insights = QuoteShape(many=True)
    insight_count = serializers.IntegerField()
    ideas = StationShape(many=True)
    gate_reviews = StationShape(many=True, source="reviews")
    decisions = DecisionStationShape(many=True)
    initiatives = StationShape(many=True)
    key_results = StationShape(many=True)


class SearchView(MembersView):
    """Search over everything that one may see."""

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, required=True, description="Words, “phrases”, -without, company:acme …"),
            OpenApiParameter("exact", bool, description="Look for the words as they stand: mend no slips."),
        ],
        responses=SearchAnswerShape,
        operation_id="search",
    )
    def get(self, request: Request) -> Response:
        """What fits ``q``, or the short name such as IDEA-41; at most 20 of a kind."""
        typed = request.query_params.get("q", "")
        is_exact = request.query_params.get("exact", "").lower() in ("1", "true")
        answer = look_for(typed, actor=request.actor, is_exact=is_exact)
        if answer.asked.is_empty:
            raise ValidationError({"q": " ".join(answer.faults) or "Give two letters or more, or a filter."})
        return Response(SearchAnswerShape(answer).data)


class WaitingView(MembersView):
    """What waits for me."""

    @extend_schema(responses=WaitingShape(many=True), operation_id="waiting")
    def get(self, request: Request) -> Response:
        """To declare, to score, to vote, to sign, to rate, to conclude, and whatever else only I can do; what is due first."""
        return Response(WaitingShape(all_waiting(request.actor), many=True).data)


class LineView(MembersView):
    """The line through a feedback, an idea or an initiative."""

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=list(STARTS))],
        responses=LineShape,
        operation_id="line",
    )
    def get(self, request: Request, kind: str, pk: int) -> Response:
        """From the customers' words to what was decided, shipped and achieved."""
        if kind not in STARTS:
            raise Http404
        line: Line = trace(find(STARTS[kind].objects.visible_to(request.actor), pk), actor=request.actor)
        return Response(LineShape(line).data)
