"""The API door of revenue: a company's months."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers.api.upserts import Upserts
from customers.models import Company, ImportKind, Motion
from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from growth import actions
from growth.models import RevenueSnapshot
from growth.rules import RECORDERS

RECORDING = roles(*RECORDERS)


class RevenueSnapshotShape(RecordShape):
    """What a company paid in a month: ``arr`` is a year of it, ``mrr`` the month, in the organisation's currency."""

    mrr = serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True)

    class Meta:
        model = RevenueSnapshot
        fields: ClassVar = [
            "id", "company", "month", "arr", "mrr", "currency", "plan", "motion", "recorded_by", "recorded_at", "removed_at",
            "version",
        ]  # fmt: skip


class RevenueChange(Shape):
    """What of a month may be corrected. Either ``arr`` or ``mrr``."""

    arr = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)
    mrr = serializers.DecimalField(max_digits=14, decimal_places=4, min_value=0, required=False)
    plan = serializers.CharField(max_length=60, required=False, allow_blank=True)
    motion = serializers.ChoiceField(Motion.choices, required=False, allow_blank=True)
    currency = serializers.CharField(max_length=3, required=False, help_text="The organisation's, or the row is refused.")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class RevenueMake(RevenueChange):
    """A month of a company. Any day of the month will do."""

    company = Visible(Company)
    month = serializers.DateField()
    reason = None  # type: ignore[assignment]


class RevenueRow(RevenueMake):
    """A month as billing tells it: its company by name or by ``company_crm_id``."""

    company = serializers.CharField(max_length=160, required=False)  # type: ignore[assignment]
    company_crm_id = serializers.CharField(max_length=80, required=False)


class RevenueFilter(django_filters.FilterSet):
    """By company, month, motion, plan, and whether it was taken away."""

    company = django_filters.NumberFilter(field_name="company_id")
    month_from = django_filters.DateFilter(field_name="month", lookup_expr="gte")
    month_to = django_filters.DateFilter(field_name="month", lookup_expr="lte")
    removed = django_filters.BooleanFilter(field_name="removed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = RevenueSnapshot
        fields: ClassVar = ["month", "motion", "plan"]


class RevenueCollection(Upserts, Makes, Changes, Collection):
    """Monthly revenue of companies. ``upsert`` takes what billing exports, again and again, without doubles."""

    model = RevenueSnapshot
    shape = RevenueSnapshotShape
    orderings = ("month", "arr", "recorded_at")
    make_shape, change_shape = RevenueMake, RevenueChange
    kind = ImportKind.REVENUE
    row_shape = RevenueRow
    filterset_class = RevenueFilter
    policies: ClassVar[dict[str, Policy]] = {"create": RECORDING, "partial_update": RECORDING, "upsert": RECORDING}

    def make(self, data: dict[str, Any]) -> RevenueSnapshot:
        """Record a month."""
        return actions.record_revenue(actor=self.request.actor, **data)

    def change(self, snapshot: RevenueSnapshot, data: dict[str, Any], version: int | None) -> RevenueSnapshot:
        """Correct a month."""
        return actions.correct_revenue(snapshot, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=RECORDING)
    def remove(self, snapshot: RevenueSnapshot, reason: str = "") -> RevenueSnapshot:
        """Take a month away: what was paid is not known then."""
        return actions.remove_revenue(snapshot, reason=reason, actor=self.request.actor)
