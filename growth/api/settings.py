"""The API door of what the team agrees on: how growth is measured, what winning customers cost."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers.models import Motion
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from growth import actions
from growth.models import AcquisitionSpend, GrowthSettings
from growth.rules import AGREERS, SPENDERS
from people.models import Product
from usage.models import Feature

AGREEING, SPENDING = roles(*AGREERS), roles(*SPENDERS)


class GrowthSettingsShape(RecordShape):
    """What the team agreed on for a product. ``gross_margin`` is a share of one."""

    class Meta:
        model = GrowthSettings
        fields: ClassVar = [
            "id", "product", "activation_feature", "activation_uses", "activation_days", "invite_feature", "accept_feature",
            "gross_margin", "paid_days", "trial_days", "weights", "version",
        ]  # fmt: skip


class GrowthSettingsChange(Shape):
    """What may be agreed on."""

    activation_feature = Visible(Feature, required=False, allow_null=True)
    activation_uses = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    activation_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    invite_feature = Visible(Feature, required=False, allow_null=True)
    accept_feature = Visible(Feature, required=False, allow_null=True)
    gross_margin = serializers.DecimalField(
        max_digits=5, decimal_places=4, min_value=0, max_value=1, required=False, allow_null=True
    )  # fmt: skip
    paid_days = serializers.IntegerField(min_value=1, max_value=730, required=False)
    trial_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    weights = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=100), required=False)


class GrowthSettingsMake(GrowthSettingsChange):
    """The same, for a product that has nothing agreed on yet."""

    product = Visible(Product)


class SettingsFilter(django_filters.FilterSet):
    """By product."""

    class Meta:
        model = GrowthSettings
        fields: ClassVar = ["product"]


class SettingsCollection(Makes, Changes, Collection):
    """How each product's growth is measured. POST and PATCH both agree on it anew; there is one a product."""

    model = GrowthSettings
    shape = GrowthSettingsShape
    make_shape, change_shape = GrowthSettingsMake, GrowthSettingsChange
    filterset_class = SettingsFilter
    policies: ClassVar[dict[str, Policy]] = {"create": AGREEING, "partial_update": AGREEING}

    def make(self, data: dict[str, Any]) -> GrowthSettings:
        """Agree on how a product's growth is measured."""
        return actions.agree(data.pop("product"), actor=self.request.actor, **data)

    def change(self, settings: GrowthSettings, data: dict[str, Any], version: int | None) -> GrowthSettings:
        """Change it."""
        return actions.agree(settings.product, actor=self.request.actor, version=version, **data)


class AcquisitionSpendShape(RecordShape):
    """What was spent in a month to win customers, in the organisation's currency."""

    class Meta:
        model = AcquisitionSpend
        fields: ClassVar = ["id", "product", "month", "motion", "amount", "removed_at", "version"]


class AcquisitionSpendChange(Shape):
    """The amount."""

    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)


class AcquisitionSpendMake(AcquisitionSpendChange):
    """A month's amount, of one motion or of both alike."""

    product = Visible(Product)
    month = serializers.DateField()
    motion = serializers.ChoiceField(Motion.choices, required=False, allow_blank=True)


class SpendFilter(django_filters.FilterSet):
    """By product, month, motion, and whether it was taken away."""

    removed = django_filters.BooleanFilter(field_name="removed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = AcquisitionSpend
        fields: ClassVar = ["product", "month", "motion"]


class SpendCollection(Makes, Changes, Collection):
    """What winning customers cost, by month and motion."""

    model = AcquisitionSpend
    shape = AcquisitionSpendShape
    orderings = ("month", "amount")
    make_shape, change_shape = AcquisitionSpendMake, AcquisitionSpendChange
    filterset_class = SpendFilter
    policies: ClassVar[dict[str, Policy]] = {"create": SPENDING, "partial_update": SPENDING}

    def make(self, data: dict[str, Any]) -> AcquisitionSpend:
        """Write down what was spent."""
        return actions.record_spend(data.pop("product"), actor=self.request.actor, **data)

    def change(self, spend: AcquisitionSpend, data: dict[str, Any], version: int | None) -> AcquisitionSpend:
        """Correct it."""
        return actions.change_spend(spend, actor=self.request.actor, version=version, **data)

    @verb(policy=SPENDING)
    def remove(self, spend: AcquisitionSpend) -> AcquisitionSpend:
        """Take it away."""
        return actions.remove_spend(spend, actor=self.request.actor)
