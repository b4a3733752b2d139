"""Check-ins and grades through the API."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from doors.api import MEMBERS, Collection, RecordShape, Shape, verb
from objectives import actions
from objectives.models import CheckIn, Cycle, Grade


class CheckInShape(RecordShape):
    """A check-in. One that was taken back says when; one that puts another right says which. Nobody said what was counted."""

    class Meta:
        model = CheckIn
        fields: ClassVar = [
            "id", "key_result", "value", "confidence", "comment", "by", "source", "at", "made_at", "corrects", "undone_at",
        ]  # fmt: skip


class CheckInIn(Shape):
    """Where it stands, how sure one is (0–10), and why."""

    value = serializers.DecimalField(
        max_digits=16, decimal_places=4, required=False, help_text="What is counted is not typed: leave it out there."
    )
    confidence = serializers.IntegerField(min_value=0, max_value=10)
    comment = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class CorrectionIn(Shape):
    """A check-in as it should have been, and what was wrong."""

    value = serializers.DecimalField(max_digits=16, decimal_places=4)
    confidence = serializers.IntegerField(min_value=0, max_value=10)
    comment = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=500)


class GradeShape(RecordShape):
    """A grade: what the numbers give, and a judgement with its reason where somebody gave one. ``score`` counts."""

    score = serializers.DecimalField(max_digits=5, decimal_places=4, read_only=True)

    class Meta:
        model = Grade
        fields: ClassVar = ["id", "key_result", "computed", "judged", "reason", "score", "by", "at", "replaces", "withdrawn_at"]


class GradeIn(Shape):
    """A judgement between 0 and 1 with its reason; without one, what the numbers give stands."""

    judged = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=0, max_value=1, required=False, allow_null=True)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class CheckInFilter(django_filters.FilterSet):
    """By key result and by whom."""

    class Meta:
        model = CheckIn
        fields: ClassVar = ["key_result", "by"]


class CheckInCollection(Collection):
    """Check-ins: what was said of key results."""

    model = CheckIn
    shape = CheckInShape
    orderings = ("at",)
    filterset_class = CheckInFilter

    @verb(policy=MEMBERS)
    def undo(self, check_in: CheckIn) -> CheckIn:
        """Take back one's last check-in, within a day."""
        return actions.undo_check_in(check_in, actor=self.request.actor)

    @verb(CorrectionIn, policy=MEMBERS, code=201)
    def correct(self, check_in: CheckIn, **data: Any) -> CheckIn:
        """Put a check-in right: a new one that speaks of the same moment takes its place."""
        return actions.correct_check_in(check_in, actor=self.request.actor, **data)


class GradeFilter(django_filters.FilterSet):
    """By key result, cycle, and whether it stands."""

    cycle = django_filters.ModelChoiceFilter(field_name="key_result__objective__cycle", queryset=Cycle.objects.all())
    stands = django_filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = Grade
        fields: ClassVar = ["key_result"]


class GradeCollection(Collection):
    """Grades: what key results came to."""

    model = Grade
    shape = GradeShape
    orderings = ("at",)
    filterset_class = GradeFilter

    @verb(policy=MEMBERS)
    def undo(self, grade: Grade) -> Grade:
        """Take a grade back while its cycle is being graded: the one before stands again."""
        return actions.undo_grade(grade, actor=self.request.actor)
