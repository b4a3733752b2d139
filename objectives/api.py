"""The API door of objectives."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from doors.api import MEMBERS, Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from objectives import actions
from objectives.models import CheckIn, Cycle, Direction, KeyResult, Objective, Unit
from objectives.rules import EDITORS
from people.models import Person, Product

EDITING = roles(*EDITORS)


class CycleShape(RecordShape):
    """A cycle."""

    class Meta:
        model = Cycle
        fields: ClassVar = ["id", "name", "starts_on", "ends_on", "state", "version"]


class CycleIn(Shape):
    """A cycle as it is made or changed."""

    name = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class CycleFilter(django_filters.FilterSet):
    """By state."""

    class Meta:
        model = Cycle
        fields: ClassVar = ["state"]


class CycleCollection(Makes, Changes, Collection):
    """Cycles: spans of time in which objectives are pursued."""

    model = Cycle
    shape = CycleShape
    make_shape = change_shape = CycleIn
    filterset_class = CycleFilter
    policies: ClassVar[dict[str, Policy]] = {"create": EDITING, "partial_update": EDITING}

    def make(self, data: dict[str, Any]) -> Cycle:
        """Add a cycle."""
        return actions.add_cycle(actor=self.request.actor, **data)

    def change(self, cycle: Cycle, data: dict[str, Any], version: int | None) -> Cycle:
        """Change a cycle."""
        return actions.change_cycle(cycle, actor=self.request.actor, version=version, **data)

    @verb(policy=EDITING)
    def start(self, cycle: Cycle) -> Cycle:
        """Let a planned cycle run."""
        return actions.start_cycle(cycle, actor=self.request.actor)

    @verb(policy=EDITING)
    def grade(self, cycle: Cycle) -> Cycle:
        """Open a cycle for its last check-ins."""
        return actions.grade_cycle(cycle, actor=self.request.actor)

    @verb(policy=EDITING)
    def close(self, cycle: Cycle) -> Cycle:
        """Close a graded cycle."""
        return actions.close_cycle(cycle, actor=self.request.actor)

    @verb(policy=EDITING)
    def plan(self, cycle: Cycle) -> Cycle:
        """Take a cycle that was started too early back to planning."""
        return actions.plan_cycle(cycle, actor=self.request.actor)


class ObjectiveShape(RecordShape):
    """An objective. ``progress`` is the mean of its key results', between 0 and 1."""

    progress = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True, read_only=True)

    class Meta:
        model = Objective
        fields: ClassVar = [
            "id", "cycle", "product", "parent", "title", "why", "owner", "progress", "created_at", "archived_at", "version",
        ]  # fmt: skip


class ObjectiveIn(Shape):
    """An objective as it is made or changed. Without a product it is the whole company's."""

    cycle = Visible(Cycle)
    title = serializers.CharField(max_length=200)
    why = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    product = Visible(Product, required=False, allow_null=True)
    parent = Visible(Objective, required=False, allow_null=True)
    owner = Visible(Person, required=False)


class ObjectiveFilter(django_filters.FilterSet):
    """By cycle, product, parent, owner, words, and whether archived."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains")
    company = django_filters.BooleanFilter(field_name="product", lookup_expr="isnull", label="The whole company's only")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Objective
        fields: ClassVar = ["cycle", "product", "parent", "owner"]


class ObjectiveCollection(Makes, Changes, Collection):
    """Objectives: what is worth achieving."""

    model = Objective
    shape = ObjectiveShape
    make_shape = change_shape = ObjectiveIn
    filterset_class = ObjectiveFilter
    policies: ClassVar[dict[str, Policy]] = {"create": EDITING, "partial_update": EDITING}

    def records(self) -> Any:
        return super().records().prefetch_related("key_results")

    def make(self, data: dict[str, Any]) -> Objective:
        """Add an objective."""
        return actions.add_objective(actor=self.request.actor, **data)

    def change(self, objective: Objective, data: dict[str, Any], version: int | None) -> Objective:
        """Edit an objective."""
        return actions.edit_objective(objective, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=EDITING)
    def archive(self, objective: Objective, reason: str = "") -> Objective:
        """Put an objective away."""
        return actions.archive_objective(objective, reason=reason, actor=self.request.actor)

    @verb(policy=EDITING)
    def restore(self, objective: Objective) -> Objective:
        """Bring an archived objective back."""
        return actions.restore_objective(objective, actor=self.request.actor)


class KeyResultShape(RecordShape):
    """A key result. ``progress`` is the share of the way from baseline to target, between 0 and 1."""

    progress = serializers.DecimalField(max_digits=5, decimal_places=4, read_only=True)
    is_stale = serializers.BooleanField(read_only=True, help_text="Nobody checked in for a fortnight of a running cycle.")
    last_check_in_at = serializers.DateTimeField(source="last_at", allow_null=True, read_only=True)
    confidence = serializers.IntegerField(source="last_confidence", allow_null=True, read_only=True)

    class Meta:
        model = KeyResult
        fields: ClassVar = [
            "id", "objective", "title", "unit", "direction", "baseline", "target", "current", "progress", "confidence",
            "last_check_in_at", "is_stale", "owner", "archived_at", "version",
        ]  # fmt: skip


class KeyResultIn(Shape):
    """A new key result. Without a direction the numbers give it; yes or no goes from 0 to 1 by itself."""

    objective = Visible(Objective)
    title = serializers.CharField(max_length=200)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False)
    direction = serializers.ChoiceField(choices=Direction.choices, required=False)
    baseline = serializers.DecimalField(max_digits=16, decimal_places=4, required=False)
    target = serializers.DecimalField(max_digits=16, decimal_places=4)
    owner = Visible(Person, required=False)


class KeyResultChange(Shape):
    """What of a key result may change. Where it stands is a check-in's to say."""

    title = serializers.CharField(max_length=200)
    unit = serializers.ChoiceField(choices=Unit.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    baseline = serializers.DecimalField(max_digits=16, decimal_places=4)
    target = serializers.DecimalField(max_digits=16, decimal_places=4)
    owner = Visible(Person)


class KeyResultFilter(django_filters.FilterSet):
    """By objective, cycle, owner, unit, and whether archived."""

    cycle = django_filters.ModelChoiceFilter(field_name="objective__cycle", queryset=Cycle.objects.all())
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = KeyResult
        fields: ClassVar = ["objective", "owner", "unit"]


class CheckInShape(RecordShape):
    """A check-in. One that was taken back says when."""

    class Meta:
        model = CheckIn
        fields: ClassVar = ["id", "key_result", "value", "confidence", "comment", "by", "at", "undone_at"]


class CheckInIn(Shape):
    """Where it stands, how sure one is (0–10), and why."""

    value = serializers.DecimalField(max_digits=16, decimal_places=4)
    confidence = serializers.IntegerField(min_value=0, max_value=10)
    comment = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class KeyResultCollection(Makes, Changes, Collection):
    """Key results: how we know."""

    model = KeyResult
    shape = KeyResultShape
    make_shape, change_shape = KeyResultIn, KeyResultChange
    filterset_class = KeyResultFilter
    policies: ClassVar[dict[str, Policy]] = {"create": EDITING, "partial_update": EDITING}

    def records(self) -> Any:
        return super().records().select_related("objective__cycle").with_last_check_in()

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


class CheckInFilter(django_filters.FilterSet):
    """By key result and by whom."""

    class Meta:
        model = CheckIn
        fields: ClassVar = ["key_result", "by"]


class CheckInCollection(Collection):
    """Check-ins: what was said of key results."""

    model = CheckIn
    shape = CheckInShape
    filterset_class = CheckInFilter

    @verb(policy=MEMBERS)
    def undo(self, check_in: CheckIn) -> CheckIn:
        """Take back one's last check-in, within a day."""
        return actions.undo_check_in(check_in, actor=self.request.actor)


routes: list[tuple[str, type[Collection]]] = [
    ("cycles", CycleCollection),
    ("objectives", ObjectiveCollection),
    ("key-results", KeyResultCollection),
    ("check-ins", CheckInCollection),
]
