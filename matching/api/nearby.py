"""What is close in meaning, for programs."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from doors.api import MEMBERS
from doors.policy import Policy
from matching.nearby import LEAST_LETTERS, nearest_to


class NearShape(serializers.Serializer):
    """An idea or a feedback."""

    kind = serializers.CharField(source="_meta.model_name")
    id = serializers.IntegerField(source="pk")
    key = serializers.CharField()
    title = serializers.CharField(source="__str__")


class NearView(APIView):
    """Ideas and feedback close in meaning to words, without those that hold the words: ``search`` finds these."""

    action = "retrieve"

    def policy_of(self, name: str) -> Policy:
        """Any member."""
        return MEMBERS

    @extend_schema(parameters=[OpenApiParameter("q", str, required=True)], responses=NearShape(many=True), operation_id="near")
    def get(self, request: Request) -> Response:
        """The nearest first; nothing where there is no sentence model."""
        words = request.query_params.get("q", "")
        if len(" ".join(words.split())) < LEAST_LETTERS:
            raise ValidationError({"q": f"Give {LEAST_LETTERS} letters or more."})
        return Response(NearShape(nearest_to(words, actor=request.actor, limit=20), many=True).data)
