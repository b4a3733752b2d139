"""The API door of deals."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers import actions
from customers.api.upserts import Upserts
from customers.models import Company, Deal, DealStatus, ImportKind
from customers.rules import KEEPERS
from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from people.models import Person

KEEPING = roles(*KEEPERS)


class DealShape(RecordShape):
    """A deal."""

    class Meta:
        model = Deal
        fields: ClassVar = [
            "id", "company", "name", "amount", "stage", "status", "close_date", "probability", "external_id", "owner",
            "created_at", "archived_at", "version",
        ]  # fmt: skip


class DealIn(Shape):
    """A deal as it is made or changed."""

    company = Visible(Company)
    name = serializers.CharField(max_length=160)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)
    stage = serializers.CharField(max_length=80, required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=DealStatus.choices, required=False)
    close_date = serializers.DateField(required=False, allow_null=True)
    probability = serializers.IntegerField(min_value=0, max_value=100, required=False, allow_null=True)
    external_id = serializers.CharField(max_length=80, required=False, allow_null=True, allow_blank=True)
    owner = Visible(Person, required=False, allow_null=True)


class DealRow(DealIn):
    """A deal as a CRM tells it: its company by name or by ``company_crm_id``, its owner by e-mail address or name."""

    company = serializers.CharField(max_length=160, required=False)
    company_crm_id = serializers.CharField(max_length=80, required=False)
    name = serializers.CharField(max_length=160, required=False)
    owner = serializers.CharField(max_length=254, required=False)


class DealFilter(django_filters.FilterSet):
    """By company, status, owner and id in the CRM."""

    company = django_filters.NumberFilter(field_name="company_id")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Deal
        fields: ClassVar = ["status", "external_id"]


class DealCollection(Upserts, Makes, Changes, Collection):
    """Deals: what is being sold to whom."""

    model = Deal
    shape = DealShape
    orderings = ("name", "amount", "created_at")
    make_shape = change_shape = DealIn
    kind = ImportKind.DEALS
    row_shape = DealRow
    filterset_class = DealFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING, "upsert": KEEPING}

    def make(self, data: dict[str, Any]) -> Deal:
        """Write down a deal."""
        return actions.add_deal(actor=self.request.actor, **data)

    def change(self, deal: Deal, data: dict[str, Any], version: int | None) -> Deal:
        """Keep a deal up to date."""
        return actions.change_deal(deal, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=KEEPING)
    def archive(self, deal: Deal, reason: str = "") -> Deal:
        """Put a deal away that there never was."""
        return actions.archive_deal(deal, reason=reason, actor=self.request.actor)

    @verb(policy=KEEPING)
    def restore(self, deal: Deal) -> Deal:
        """Bring an archived deal back."""
        return actions.restore_deal(deal, actor=self.request.actor)
