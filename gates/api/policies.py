"""Gate policies, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles
from gates.actions.policies import adopt_policy
from gates.api.trials import Trials
from gates.models import GatePolicy
from gates.models.policies import standing_policy
from gates.policy_rules import PolicyRules, Preset
from gates.presets import PRESETS
from history.actor import Role
from people.models import Product


@extend_schema_field(OpenApiTypes.OBJECT)
class RulesField(serializers.JSONField):
    """The rules as an object; those left out stay as they are."""


class PolicyShape(RecordShape):
    """One version of a product's policy."""

    preset = serializers.ChoiceField(Preset.choices)
    rules = RulesField(source="stored_rules")

    class Meta:
        model = GatePolicy
        fields: ClassVar = ["id", "product", "number", "preset", "rules", "why", "made_by", "made_at"]


class PolicyMake(Shape):
    """A new version: one of the presets, or rules that change the version in force."""

    product = Visible(Product)
    preset = serializers.ChoiceField([Preset.SMALL_TEAM.value, Preset.FULL_GOVERNANCE.value], required=False)
    rules = RulesField(required=False)
    why = serializers.CharField(max_length=500, allow_blank=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("preset" in attrs) == ("rules" in attrs):
            raise serializers.ValidationError("Send a preset or rules, one of the two.")
        if not isinstance(attrs.get("rules", {}), dict):
            raise serializers.ValidationError({"rules": "Send an object of rules."})
        return attrs


class PolicyFilter(django_filters.FilterSet):
    """By product; only those in force."""

    product = django_filters.NumberFilter(field_name="product")
    in_force = django_filters.BooleanFilter(method="only_in_force", label="Only the version in force.")

    class Meta:
        model = GatePolicy
        fields: ClassVar = ["product"]

    def only_in_force(self, rows: Any, name: str, value: bool) -> QuerySet[GatePolicy]:
        """The newest version of each product."""
        return rows.standing() if value else rows


class PolicyCollection(Trials, Makes, Collection):
    """Gate policies, version by version. A change is a new version; a locked review keeps its own."""

    model = GatePolicy
    shape = PolicyShape
    make_shape = PolicyMake
    filterset_class = PolicyFilter
    policies: ClassVar = {"create": roles(Role.ADMIN)}

    def make(self, data: dict[str, Any]) -> GatePolicy:
        """Put a new version in force."""
        product = data["product"]
        rules = PRESETS[data["preset"]] if "preset" in data else changed_rules(product, data["rules"])
        return adopt_policy(product, rules, why=data.get("why", ""), actor=self.request.actor)


def changed_rules(product: Product, changes: dict[str, Any]) -> PolicyRules:
    """The rules in force with some of them changed."""
    return PolicyRules.from_json(standing_policy(product.pk).rules.as_json() | changes)
