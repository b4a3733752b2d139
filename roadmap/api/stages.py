"""A product's own stages, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.actor import Role
from people.models import Product
from roadmap import actions
from roadmap.models import OwnStage
from roadmap.models.stages import KINDS

SHAPERS = roles(Role.PRODUCT)


class StageShape(RecordShape):
    """A stage of a product that has its own. `kind` is what gates, answers and the portal go by."""

    class Meta:
        model = OwnStage
        fields: ClassVar = ["id", "version", "product", "kind", "name", "place", "limit", "holds", "days", "dropped_at"]


class StageChange(Shape):
    """What may change of a stage. A limit warns, unless the stage holds to it."""

    name = serializers.CharField(max_length=40)
    limit = serializers.IntegerField(min_value=1, max_value=999, required=False, allow_null=True)
    holds = serializers.BooleanField(required=False)
    days = serializers.IntegerField(min_value=1, max_value=999, required=False, allow_null=True)


class StageMake(StageChange):
    """A new stage. The first one of a product gives it the usual ones as its own."""

    product = Visible(Product)
    kind = serializers.ChoiceField(KINDS)


class StageDrop(Shape):
    """Where its ideas go, and why."""

    into = Visible(OwnStage, required=False, allow_null=True)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class StagePlace(Shape):
    """How many places later; below nought, earlier."""

    by = serializers.IntegerField(min_value=-20, max_value=20)


class StageFilters(django_filters.FilterSet):
    """By product and kind, and whether dropped."""

    product = django_filters.NumberFilter()
    kind = django_filters.MultipleChoiceFilter(choices=KINDS)
    dropped = django_filters.BooleanFilter(field_name="dropped_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = OwnStage
        fields: ClassVar = ["product", "kind"]


class StageCollection(Makes, Changes, Collection):
    """Stages of products that have their own. A product that is not here has the usual ones, one of each kind."""

    model = OwnStage
    shape = StageShape
    make_shape = StageMake
    change_shape = StageChange
    filterset_class = StageFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def make(self, data: dict[str, Any]) -> OwnStage:
        """Add a stage."""
        return actions.add_stage(actor=self.request.actor, **data)

    def change(self, stage: OwnStage, data: dict[str, Any], version: int | None) -> OwnStage:
        """Rename it, or say how many ideas it holds and for how long."""
        return actions.change_stage(stage, actor=self.request.actor, version=version, **data)

    @verb(StageDrop, policy=SHAPERS)
    def drop(self, stage: OwnStage, **to: Any) -> OwnStage:
        """Drop a stage; its ideas go to another."""
        return actions.drop_stage(stage, actor=self.request.actor, **to)

    @verb(policy=SHAPERS)
    def restore(self, stage: OwnStage) -> OwnStage:
        """Bring a dropped stage back to where it was. Ideas that went elsewhere stay there."""
        return actions.restore_stage(stage, actor=self.request.actor)

    @verb(StagePlace, policy=SHAPERS)
    def place(self, stage: OwnStage, by: int) -> OwnStage:
        """Put it earlier or later."""
        return actions.place_stage(stage, actor=self.request.actor, by=by)


routes = [("stages", StageCollection)]
