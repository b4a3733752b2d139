"""The API door of merging: what was merged into what, what moved, and the way back."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from customers import actions
from customers.models import Merge, MergeKind
from customers.rules import KEEPERS
from doors.api import Collection, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.moving import counted

KEEPING = roles(*KEEPERS)


class MergeShape(RecordShape):
    """A merge; ``changes`` are the values that the one that stayed took: ``{field: [before, after]}``."""

    class Meta:
        model = Merge
        fields: ClassVar = [
            "id", "kind", "gone_id", "stays_id", "gone_name", "stays_name", "changes", "by", "at", "undone_by", "undone_at",
        ]  # fmt: skip


class MovedShape(serializers.Serializer):
    """How many of one kind of thing moved, and how many there would have been twice."""

    what = serializers.CharField()
    moved = serializers.IntegerField()
    twice = serializers.IntegerField()


class MovedOut(serializers.Serializer):
    """All kinds of things that moved."""

    results = MovedShape(many=True)


class TellsWhatMoved:
    """A collection of merges, of whatever records."""

    @extend_schema(responses=MovedOut, filters=False)
    @action(detail=True, methods=["get"], url_path="moved", filterset_class=None)
    def moved(self, request: Request, pk: str | None = None, **kwargs: Any) -> Response:
        """What moved, as far as you may know of it."""
        self.refuse_unknown_parameters()  # type: ignore[attr-defined]
        rows = counted(self.get_object().moved.all(), request.actor)  # type: ignore[attr-defined]
        return Response({"results": [{"what": what, "moved": moved, "twice": twice} for what, moved, twice in rows]})

    moved.policy = Policy()  # type: ignore[attr-defined]


def merge_shape(kind: MergeKind) -> type[Shape]:
    """Into which, and the names of the fields whose value stays from the merged one."""

    class MergeIn(Shape):
        into = Visible(kind.model)
        take = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=20)

    MergeIn.__name__ = f"Merge{kind.value.capitalize()}In"
    MergeIn.__doc__ = "Into which one, and the fields whose value stays from the merged one."
    return MergeIn


class MergeFilter(django_filters.FilterSet):
    """By kind, by the record that stayed or went, and whether undone."""

    undone = django_filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Merge
        fields: ClassVar = ["kind", "gone_id", "stays_id"]


class MergeCollection(TellsWhatMoved, Collection):
    """Merges of companies and contacts."""

    model = Merge
    shape = MergeShape
    filterset_class = MergeFilter

    @verb(policy=KEEPING)
    def undo(self, merge: Merge) -> Merge:
        """Separate the two again."""
        return actions.undo_merge(merge, actor=self.request.actor)
