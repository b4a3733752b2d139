"""Companies to compare a pilot with, and codes of customers' words, for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from customers.models import Company
from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions import comparing as actions
from gates.models.comparing import ControlCompany
from gates.models.pilots import Pilot
from history.actor import Role

RUNNERS = roles(Role.PRODUCT, Role.SUCCESS)
ENTERERS = roles(Role.SUCCESS)
NUMBER = {"max_digits": 16, "decimal_places": 4}


class ControlShape(RecordShape):
    """A company that does not have the feature, with the metric before and after."""

    class Meta:
        model = ControlCompany
        fields: ClassVar = [
            "id", "pilot", "company", "metric", "before", "after", "measured_on", "added_by", "added_at", "taken_out_at",
        ]  # fmt: skip


class ControlMake(Shape):
    """Whom to compare with, on which of the pilot's metrics."""

    pilot = Visible(Pilot)
    company = Visible(Company)
    metric = serializers.CharField(max_length=160)
    before = serializers.DecimalField(**NUMBER)


class ControlMeasured(Shape):
    """What it came to there."""

    after = serializers.DecimalField(**NUMBER)
    measured_on = serializers.DateField(required=False)


class ControlFilters(django_filters.FilterSet):
    """What a list of controls can be narrowed by."""

    pilot = django_filters.NumberFilter()
    company = django_filters.NumberFilter()

    class Meta:
        model = ControlCompany
        fields: ClassVar = ["pilot", "company"]


class ControlCollection(Makes, Collection):
    """Companies to compare pilots with; named before anybody has the feature."""

    model = ControlCompany
    shape = ControlShape
    orderings = ("added_at",)
    make_shape = ControlMake
    filterset_class = ControlFilters
    policies: ClassVar[dict[str, Policy]] = {"create": RUNNERS}

    def records(self) -> QuerySet[ControlCompany]:
        rows = ControlCompany.objects.filter(pilot__in=Pilot.objects.visible_to(self.request.actor))
        return rows.select_related("pilot__idea", "company")

    def make(self, data: dict[str, Any]) -> ControlCompany:
        """Name a company to compare with."""
        return actions.name_control(data.pop("pilot"), actor=self.request.actor, **data)

    @verb(ControlMeasured, policy=ENTERERS)
    def measure(self, control: ControlCompany, after: Decimal, measured_on: date | None = None) -> ControlCompany:
        """Enter what it came to there."""
        return actions.measure_control(control, actor=self.request.actor, after=after, measured_on=measured_on)

    @verb(policy=RUNNERS)
    def take_out(self, control: ControlCompany, **nothing: Any) -> ControlCompany:
        """Stop comparing with it, before anybody has the feature."""
        return actions.take_control_out(control, actor=self.request.actor)


routes = [("pilot-controls", ControlCollection)]
