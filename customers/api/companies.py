"""The API door of companies."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers import actions
from customers.api.merges import MergeShape, merge_shape
from customers.api.upserts import Upserts
from customers.models import Company, CompanyField, ImportKind, Lifecycle, Merge, MergeKind, Motion
from customers.rules import KEEPERS
from customers.segments import choices, in_segment
from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.fields.shapes import CustomValue, with_value
from doors.policy import Policy
from people.models import Person, Segment

KEEPING = roles(*KEEPERS)


class CompanyShape(RecordShape):
    """A company."""

    domains = serializers.SlugRelatedField(slug_field="domain", many=True, read_only=True)
    custom = serializers.DictField(child=CustomValue(), read_only=True, help_text="Values of your own fields by their key.")

    class Meta:
        model = Company
        fields: ClassVar = [
            "id", "name", "segment", "plan", "lifecycle", "motion", "arr", "crm_id", "owner", "domains", "custom",
            "created_at", "archived_at", "merged_into", "version",
        ]  # fmt: skip


class CompanyIn(Shape):
    """A company as it is made or changed."""

    name = serializers.CharField(max_length=160)
    segment = serializers.ChoiceField(choices=Segment.choices, required=False, allow_blank=True)
    plan = serializers.CharField(max_length=60, required=False, allow_blank=True)
    lifecycle = serializers.ChoiceField(choices=Lifecycle.choices, required=False)
    motion = serializers.ChoiceField(choices=Motion.choices, required=False, allow_blank=True)
    arr = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)
    crm_id = serializers.CharField(max_length=80, required=False, allow_null=True, allow_blank=True)
    owner = Visible(Person, required=False, allow_null=True)
    custom = serializers.DictField(
        child=CustomValue(allow_null=True), required=False, help_text="Values of own fields by their key; null takes one away."
    )  # fmt: skip
    domains = serializers.ListField(child=serializers.CharField(max_length=253), required=False, max_length=50)


class CompanyRow(CompanyIn):
    """A company as a CRM tells it; what is left out stays. Its owner by e-mail address or name."""

    name = serializers.CharField(max_length=160, required=False)
    owner = serializers.CharField(max_length=254, required=False)


class CompanyFilter(django_filters.FilterSet):
    """By name, segment, lifecycle, owner, and whether archived."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    segment = django_filters.ChoiceFilter(choices=choices, method="of_segment")
    custom = django_filters.CharFilter(
        method="of_own_field", max_length=600, help_text="One of your own fields: ``industry:Retail``."
    )
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Company
        fields: ClassVar = ["lifecycle", "motion", "owner", "crm_id", "plan"]

    def of_segment(self, rows: Any, name: str, value: str) -> Any:
        """The market's, or one that was saved."""
        return rows.filter(in_segment(value))

    def of_own_field(self, rows: Any, name: str, said: str) -> Any:
        """A key and the value that it has."""
        return with_value(rows, CompanyField.objects.current(), said)


class CompanyCollection(Upserts, Makes, Changes, Collection):
    """Companies."""

    kind = ImportKind.COMPANIES
    row_shape = CompanyRow

    model = Company
    shape = CompanyShape
    orderings = ("name", "arr", "created_at")
    make_shape = change_shape = CompanyIn
    filterset_class = CompanyFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING, "upsert": KEEPING}

    def records(self) -> Any:
        """One that was merged into another is still found by its id, and says into which."""
        if self.action == "retrieve":
            return Company.objects.or_pointers_visible_to(self.request.actor).prefetch_related("domains")
        return super().records().prefetch_related("domains")

    def make(self, data: dict[str, Any]) -> Company:
        """Add a company."""
        return actions.add_company(actor=self.request.actor, **data)

    def change(self, company: Company, data: dict[str, Any], version: int | None) -> Company:
        """Change a company."""
        return actions.change_company(company, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=KEEPING)
    def archive(self, company: Company, reason: str = "") -> Company:
        """Put a company away."""
        return actions.archive_company(company, reason=reason, actor=self.request.actor)

    @verb(policy=KEEPING)
    def restore(self, company: Company) -> Company:
        """Bring an archived company back."""
        return actions.restore_company(company, actor=self.request.actor)

    @verb(merge_shape(MergeKind.COMPANY), policy=KEEPING, out=MergeShape)
    def merge(self, company: Company, into: Company, take: list[str] | None = None) -> Merge:
        """Merge a company into another, which gets all that hangs on it."""
        return actions.merge_company(company, into=into, take=take or (), actor=self.request.actor)
