"""The API door of companies and contacts."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers import actions
from customers.models import Company, Contact, Lifecycle, Motion
from customers.rules import KEEPERS
from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from people.models import Person, Segment

KEEPING = roles(*KEEPERS)


class CompanyShape(RecordShape):
    """A company."""

    domains = serializers.SlugRelatedField(slug_field="domain", many=True, read_only=True)

    class Meta:
        model = Company
        fields: ClassVar = [
            "id", "name", "segment", "plan", "lifecycle", "motion", "arr", "crm_id", "owner", "domains",
            "created_at", "archived_at", "version",
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
    domains = serializers.ListField(child=serializers.CharField(max_length=253), required=False, max_length=50)


class CompanyFilter(django_filters.FilterSet):
    """By name, segment, lifecycle, owner, and whether archived."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Company
        fields: ClassVar = ["segment", "lifecycle", "motion", "owner", "crm_id", "plan"]


class CompanyCollection(Makes, Changes, Collection):
    """Companies."""

    model = Company
    shape = CompanyShape
    make_shape = change_shape = CompanyIn
    filterset_class = CompanyFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING}

    def records(self) -> Any:
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


class ContactShape(RecordShape):
    """A contact."""

    class Meta:
        model = Contact
        fields: ClassVar = ["id", "name", "email", "company", "job_role", "persona", "created_at", "version"]


class ContactIn(Shape):
    """A contact as it is made or changed."""

    name = serializers.CharField(max_length=160)
    email = serializers.EmailField(required=False, allow_blank=True)
    company = Visible(Company, required=False, allow_null=True)
    job_role = serializers.CharField(max_length=120, required=False, allow_blank=True)
    persona = serializers.CharField(max_length=80, required=False, allow_blank=True)


class ContactFilter(django_filters.FilterSet):
    """By company, name and e-mail address."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Contact
        fields: ClassVar = ["company", "email"]


class ContactCollection(Makes, Changes, Collection):
    """Contacts: people at companies."""

    model = Contact
    shape = ContactShape
    make_shape = change_shape = ContactIn
    filterset_class = ContactFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING}

    def make(self, data: dict[str, Any]) -> Contact:
        """Add a contact."""
        return actions.add_contact(actor=self.request.actor, **data)

    def change(self, contact: Contact, data: dict[str, Any], version: int | None) -> Contact:
        """Change a contact."""
        return actions.change_contact(contact, actor=self.request.actor, version=version, **data)


routes: list[tuple[str, type[Collection]]] = [("companies", CompanyCollection), ("contacts", ContactCollection)]
