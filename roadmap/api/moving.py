"""Moving many ideas at once, for programs."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Shape, Visible, roles
from history.actor import Role
from roadmap import actions
from roadmap.models import Idea, Stage


class MoveManyIn(Shape):
    """The ideas, and the kind of stage that they go to; why, where that ends them."""

    ideas = Visible(Idea, many=True)
    stage = serializers.ChoiceField(Stage.choices)
    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class MoveManyOut(serializers.Serializer):
    """The ideas that moved; those in a stage of that kind already stayed where they were."""

    moved = serializers.ListField(child=serializers.IntegerField())


class MovesMany:
    """Adds one verb on many to the collection of ideas."""

    @action(detail=False, methods=["post"], url_path="move-many")
    def move_many(self, request: Request) -> Response:
        """Move up to fifty ideas to one kind of stage, all or none of them; the refusal names the one that could not go."""
        return self.once(lambda: self.moved(**self.read(MoveManyIn)))  # type: ignore[attr-defined]

    move_many.policy = roles(Role.PRODUCT)  # type: ignore[attr-defined]
    move_many.shape_in, move_many.shape_out = MoveManyIn, MoveManyOut  # type: ignore[attr-defined]

    def moved(self, ideas: list[Idea], stage: str, reason: str = "") -> Response:
        """Do it, and say which moved."""
        moved = actions.move_ideas(ideas, stage=stage, reason=reason, actor=self.request.actor)  # type: ignore[attr-defined]
        return Response(MoveManyOut({"moved": [idea.pk for idea in moved]}).data)
