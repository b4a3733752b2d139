"""The API door of saved segments."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers import actions, segments
from customers.models import SavedSegment, SegmentMatch
from customers.rules import KEEPERS
from doors.api import Changes, Collection, Makes, RecordShape, Shape, roles, verb
from doors.policy import Policy

KEEPING = roles(*KEEPERS)


class SegmentShape(RecordShape):
    """A saved segment; ``value`` is what to send wherever a segment is chosen. ``companies`` are in it now."""

    value = serializers.CharField(read_only=True)
    conditions = serializers.ListField(child=serializers.DictField())
    companies = serializers.SerializerMethodField()

    class Meta:
        model = SavedSegment
        fields: ClassVar = [
            "id", "value", "name", "match", "conditions", "companies", "made_by", "created_at", "archived_at", "version",
        ]  # fmt: skip

    def get_companies(self, segment: SavedSegment) -> int:
        """How many."""
        return segments.companies_of(segment.match, segment.conditions).count()


class SegmentConditionIn(Shape):
    """A field, how it compares (``is``, ``is_not``, ``holds``, ``from``, ``to``, ``known``, ``unknown``), and the value."""

    field = serializers.CharField(max_length=60)
    value = serializers.JSONField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """``is`` is a word of the language, so that no attribute can be named after it."""
        return super().get_fields() | {"is": serializers.CharField(max_length=20)}


class SegmentIn(Shape):
    """A segment as it is drawn."""

    name = serializers.CharField(max_length=60)
    match = serializers.ChoiceField(SegmentMatch.choices, required=False)
    conditions = SegmentConditionIn(many=True)


class SegmentFilter(django_filters.FilterSet):
    """By name, and whether archived."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = SavedSegment
        fields: ClassVar = ["match"]


class SegmentCollection(Makes, Changes, Collection):
    """Segments that were saved as conditions."""

    model = SavedSegment
    shape = SegmentShape
    orderings = ("name", "created_at")
    make_shape = change_shape = SegmentIn
    filterset_class = SegmentFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING}

    def make(self, data: dict[str, Any]) -> SavedSegment:
        """Draw a segment."""
        return actions.save_segment(actor=self.request.actor, **data)

    def change(self, segment: SavedSegment, data: dict[str, Any], version: int | None) -> SavedSegment:
        """Change a segment."""
        return actions.change_segment(segment, actor=self.request.actor, version=version, **data)

    @verb(policy=KEEPING)
    def archive(self, segment: SavedSegment) -> SavedSegment:
        """Put a segment away."""
        return actions.archive_segment(segment, actor=self.request.actor)

    @verb(policy=KEEPING)
    def restore(self, segment: SavedSegment) -> SavedSegment:
        """Bring an archived segment back."""
        return actions.restore_segment(segment, actor=self.request.actor)
