"""Key results through the API."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from doors.api import MEMBERS, Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, verb
from doors.policy import Policy
from objectives import actions
from objectives.api.check_ins import CheckInIn, CheckInShape, GradeIn, GradeShape
from objectives.api.cycles import EDITING
from objectives.models import CheckIn, Cycle, Direction, Grade, KeyResult, Objective, Unit
from objectives.serving import unserved, with_servants
from people.models import Person


class KeyResultShape(RecordShape):
    """A key result. ``progress`` is the share of the way from baseline to target, between 0 and 1."""

    progress = serializers.DecimalField(max_digits=5, decimal_places=4, read_only=True)
    is_stale = serializers.BooleanField(read_only=True, help_text="Nobody checked in for a fortnight of a running cycle.")
    last_check_in_at = serializers.DateTimeField(source="last_at", allow_null=True, read_only=True)
    confidence = serializers.IntegerField(source="last_confidence", allow_null=True, read_only=True)
    grade = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True, read_only=True)
    served_by = serializers.IntegerField(
        source="servants", read_only=True, help_text="How many initiatives serve it, of those that you may see."
    )

    class Meta:
        model = KeyResult
        fields: ClassVar = [
            "id", "objective", "title", "unit", "direction", "baseline", "target", "tolerance", "current", "progress",
            "confidence", "last_check_in_at", "is_stale", "grade", "served_by", "source", "source_id", "carried_from", "owner",
            "archived_at", "version",
        ]  # fmt: skip


class KeyResultIn(Shape):
    """A new key result. Without a direction the numbers give it; yes or no goes from 0 to 1 by itself.

    With a ``source`` (``usage.companies`` or ``usage.users``) and the feature's id as ``source_id`` it is counted.
    """

    objective = Visible(Objective)
    title = serializers.CharField(max_length=200)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False)
    direction = serializers.ChoiceField(choices=Direction.choices, required=False)
    baseline = serializers.DecimalField(max_digits=16, decimal_places=4, required=False)
    target = serializers.DecimalField(max_digits=16, decimal_places=4)
    tolerance = serializers.DecimalField(max_digits=16, decimal_places=4, required=False, allow_null=True)
    source = serializers.CharField(max_length=40, required=False, allow_blank=True)
    source_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)
    owner = Visible(Person, required=False)


class KeyResultChange(Shape):
    """What of a key result may change. Where it stands is a check-in's to say."""

    title = serializers.CharField(max_length=200)
    unit = serializers.ChoiceField(choices=Unit.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    baseline = serializers.DecimalField(max_digits=16, decimal_places=4)
    target = serializers.DecimalField(max_digits=16, decimal_places=4)
    tolerance = serializers.DecimalField(max_digits=16, decimal_places=4, allow_null=True)
    source = serializers.CharField(max_length=40, allow_blank=True)
    source_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, allow_null=True)
    owner = Visible(Person)


class KeyResultFilter(django_filters.FilterSet):
    """By objective, cycle, owner, unit, source, whether archived, and whether nobody serves it."""

    cycle = django_filters.ModelChoiceFilter(field_name="objective__cycle", queryset=Cycle.objects.all())
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    unserved = django_filters.BooleanFilter(method="that_nobody_serves", label="Only those that no initiative serves")

    class Meta:
        model = KeyResult
        fields: ClassVar = ["objective", "owner", "unit", "source"]

    def that_nobody_serves(self, rows: Any, name: str, asked: bool) -> Any:
        """With true those that nobody serves, with false those that somebody does."""
        alone = unserved(rows, self.request.actor)
        return alone if asked else rows.exclude(pk__in=alone.values("pk"))


class KeyResultCollection(Makes, Changes, Collection):
    """Key results: how we know."""

    model = KeyResult
    shape = KeyResultShape
    orderings = ("title",)
    make_shape, change_shape = KeyResultIn, KeyResultChange
    filterset_class = KeyResultFilter
    policies: ClassVar[dict[str, Policy]] = {"create": EDITING, "partial_update": EDITING}

    def records(self) -> Any:
        rows = super().records().select_related("objective__cycle").with_last_check_in().with_grade()
        return with_servants(rows, self.request.actor)

    def whole(self, key_result: KeyResult) -> KeyResult:
        """The key result with what its shape shows."""
        return self.records().get(pk=key_result.pk)

    def make(self, data: dict[str, Any]) -> KeyResult:
        """Add a key result."""
        return self.whole(actions.add_key_result(actor=self.request.actor, **data))

    def change(self, key_result: KeyResult, data: dict[str, Any], version: int | None) -> KeyResult:
        """Edit a key result."""
        return self.whole(actions.edit_key_result(key_result, actor=self.request.actor, version=version, **data))

    @verb(ReasonIn, policy=EDITING)
    def archive(self, key_result: KeyResult, reason: str = "") -> KeyResult:
        """Put a key result away."""
        return self.whole(actions.archive_key_result(key_result, reason=reason, actor=self.request.actor))

    @verb(policy=EDITING)
    def restore(self, key_result: KeyResult) -> KeyResult:
        """Let an archived key result count again."""
        return self.whole(actions.restore_key_result(key_result, actor=self.request.actor))

    @verb(CheckInIn, policy=MEMBERS, out=CheckInShape, code=201)
    def check_in(self, key_result: KeyResult, **data: Any) -> CheckIn:
        """Say where it stands: its owner, product or leadership."""
        return actions.check_in(key_result, actor=self.request.actor, **data)

    @verb(policy=MEMBERS)
    def count(self, key_result: KeyResult) -> KeyResult:
        """Let a counted key result check itself in now; where nothing is new, nothing is said."""
        actions.count_key_result(key_result, actor=self.request.actor)
        return self.whole(key_result)

    @verb(GradeIn, policy=MEMBERS, out=GradeShape, code=201)
    def grade(self, key_result: KeyResult, **data: Any) -> Grade:
        """Say what it came to, while its cycle is open for grading: its owner, product or leadership."""
        return actions.grade_key_result(key_result, actor=self.request.actor, **data)
