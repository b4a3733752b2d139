"""Objectives through the API."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Prefetch
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, verb
from doors.policy import Policy
from objectives import actions
from objectives.api.cycles import EDITING
from objectives.models import Cycle, KeyResult, Level, Objective
from objectives.tree import depths_in
from people.models import Person, Product, ProductLine


class ObjectiveShape(RecordShape):
    """An objective. ``progress`` is the mean of its key results', between 0 and 1."""

    level = serializers.ChoiceField(choices=Level.choices, read_only=True)
    depth = serializers.IntegerField(read_only=True, help_text="How deep it stands in its cycle's tree: a root is at 1.")
    progress = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True, read_only=True)
    grade = serializers.DecimalField(
        max_digits=5, decimal_places=4, allow_null=True, read_only=True,
        help_text="The mean of its key results' grades, once each has one.",
    )  # fmt: skip

    class Meta:
        model = Objective
        fields: ClassVar = [
            "id", "cycle", "level", "product", "line", "team", "parent", "depth", "title", "why", "owner", "progress", "grade",
            "carried_from", "created_at", "archived_at", "version",
        ]  # fmt: skip


class ObjectiveIn(Shape):
    """An objective as it is made or changed. Without product, product line and team it is the whole company's."""

    cycle = Visible(Cycle)
    title = serializers.CharField(max_length=200)
    why = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    product = Visible(Product, required=False, allow_null=True)
    line = serializers.PrimaryKeyRelatedField(
        queryset=ProductLine.objects.all(), pk_field=serializers.IntegerField(), required=False, allow_null=True
    )
    team = serializers.CharField(max_length=60, required=False, allow_blank=True)
    parent = Visible(Objective, required=False, allow_null=True)
    owner = Visible(Person, required=False)


class ObjectiveFilter(django_filters.FilterSet):
    """By cycle, level, product, product line, parent, owner, words, what it goes on with, and whether archived."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains")
    company = django_filters.BooleanFilter(field_name="product", lookup_expr="isnull", label="The whole company's only")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)
    level = django_filters.ChoiceFilter(choices=Level.choices, method="at_level")

    class Meta:
        model = Objective
        fields: ClassVar = ["cycle", "product", "line", "parent", "owner", "carried_from"]

    def at_level(self, rows: Any, name: str, level: str) -> Any:
        """The company's, product lines', products' or teams'."""
        return rows.at_level(level)


class CarryOverIn(Shape):
    """Into which cycle, and which key results go along; without any named, all that were not reached."""

    cycle = Visible(Cycle)
    key_results = Visible(KeyResult, many=True, required=False)


class ObjectiveCollection(Makes, Changes, Collection):
    """Objectives: what is worth achieving."""

    model = Objective
    shape = ObjectiveShape
    orderings = ("title", "created_at")
    make_shape = change_shape = ObjectiveIn
    filterset_class = ObjectiveFilter
    policies: ClassVar[dict[str, Policy]] = {"create": EDITING, "partial_update": EDITING}

    def records(self) -> Any:
        results = Prefetch("key_results", queryset=KeyResult.objects.with_grade())
        return super().records().select_related("cycle", "product", "line").prefetch_related(results)

    def filled(self, records: list[Objective]) -> list[Objective]:
        """Objectives with how deep each stands."""
        depths: dict[int, int] = {}
        for cycle in {one.cycle for one in records}:
            depths |= depths_in(cycle)
        for one in records:
            one.depth = depths[one.pk]
        return records

    def show(self, record: Any, **kwargs: Any) -> Any:
        """One objective with what its shape shows."""
        if isinstance(record, Objective):
            record = self.filled([self.records().get(pk=record.pk)])[0]
        return super().show(record, **kwargs)

    def make(self, data: dict[str, Any]) -> Objective:
        """Add an objective."""
        return actions.add_objective(actor=self.request.actor, **data)

    def change(self, objective: Objective, data: dict[str, Any], version: int | None) -> Objective:
        """Edit an objective."""
        return actions.edit_objective(objective, actor=self.request.actor, version=version, **data)

    @verb(CarryOverIn, policy=EDITING, code=201)
    def carry_over(self, objective: Objective, **data: Any) -> Objective:
        """Go on with an objective in a later cycle, with the key results named, or all that were not reached."""
        return actions.carry_over(objective, actor=self.request.actor, **data)

    @verb(policy=EDITING)
    def undo_carry_over(self, objective: Objective) -> Objective:
        """Take back that this objective was carried over into its cycle."""
        return actions.undo_carry_over(objective, actor=self.request.actor)

    @verb(ReasonIn, policy=EDITING)
    def archive(self, objective: Objective, reason: str = "") -> Objective:
        """Put an objective away."""
        return actions.archive_objective(objective, reason=reason, actor=self.request.actor)

    @verb(policy=EDITING)
    def restore(self, objective: Objective) -> Objective:
        """Bring an archived objective back."""
        return actions.restore_objective(objective, actor=self.request.actor)
