"""The API door of contacts."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers import actions
from customers.api.merges import MergeShape, merge_shape
from customers.models import Company, Contact, Merge, MergeKind
from customers.rules import KEEPERS
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.actor import Role

KEEPING = roles(*KEEPERS)


class ContactShape(RecordShape):
    """A contact."""

    class Meta:
        model = Contact
        fields: ClassVar = [
            "id",
            "name",
            "email",
            "company",
            "job_role",
            "persona",
            "created_at",
            "merged_into",
            "erased_at",
            "version",
        ]


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
    orderings = ("name", "created_at")
    make_shape = change_shape = ContactIn
    filterset_class = ContactFilter
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING}

    def records(self) -> Any:
        """One who was merged into another is still found by their id, and says into whom."""
        if self.action == "retrieve":
            return Contact.objects.or_pointers_visible_to(self.request.actor)
        return super().records()

    def make(self, data: dict[str, Any]) -> Contact:
        """Add a contact."""
        return actions.add_contact(actor=self.request.actor, **data)

    def change(self, contact: Contact, data: dict[str, Any], version: int | None) -> Contact:
        """Change a contact."""
        return actions.change_contact(contact, actor=self.request.actor, version=version, **data)

    @verb(policy=roles(Role.ADMIN))
    def erase(self, contact: Contact) -> Contact:
        """Forget who a contact is, and who their product users are, for good. What they said stays, without their name."""
        return actions.erase_contact(contact, actor=self.request.actor)

    @verb(merge_shape(MergeKind.CONTACT), policy=KEEPING, out=MergeShape)
    def merge(self, contact: Contact, into: Contact, take: list[str] | None = None) -> Merge:
        """Merge a contact into another, who gets all that hangs on them."""
        return actions.merge_contact(contact, into=into, take=take or (), actor=self.request.actor)
