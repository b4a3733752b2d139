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
from gates.waiting import waiting_for
from line.finding import find_all
from line.trace import Line, trace
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


class WaitingShape(serializers.Serializer):
    """One thing that waits for me at the gates."""

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

    @extend_schema(parameters=[OpenApiParameter("q", str, required=True)], responses=FoundShape(many=True), operation_id="search")
    def get(self, request: Request) -> Response:
        """What fits the words ``q``, or the short name such as IDEA-41."""
        words = request.query_params.get("q", "")
        if len(" ".join(words.split())) < 2:
            raise ValidationError({"q": "Give two letters or more."})
        return Response(FoundShape(find_all(words, actor=request.actor, each=20), many=True).data)


class WaitingView(MembersView):
    """What waits for me at the gates."""

    @extend_schema(responses=WaitingShape(many=True), operation_id="waiting")
    def get(self, request: Request) -> Response:
        """To declare, to score, to vote, to sign, and whatever else only I can do; what is due first."""
        return Response(WaitingShape(waiting_for(request.actor), many=True).data)


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
