"""Cycles through the API."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, RecordShape, Shape, roles, verb
from doors.policy import Policy
from objectives import actions
from objectives.models import Cycle
from objectives.rules import EDITORS

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
    orderings = ("name", "starts_on", "ends_on")
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
