"""The API door of an organisation's own fields of companies."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers import actions
from customers.models import CompanyField
from doors.api import Changes, Collection, Makes, RecordShape, Shape, roles, verb
from doors.fields.model import FieldKind
from doors.policy import Policy
from history.actor import Role

ADMINS = roles(Role.ADMIN)


class CompanyFieldShape(RecordShape):
    """A field; its values are in a company's ``custom`` under ``key``."""

    choices = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = CompanyField
        fields: ClassVar = ["id", "key", "name", "kind", "choices", "help", "position", "created_at", "archived_at", "version"]


class CompanyFieldChangeIn(Shape):
    """What can be changed of a field."""

    name = serializers.CharField(max_length=60)
    choices = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=50)
    help = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CompanyFieldIn(CompanyFieldChangeIn):
    """A field as it is defined."""

    kind = serializers.ChoiceField(FieldKind.choices)


class MoveFieldIn(Shape):
    """Up or down by one."""

    up = serializers.BooleanField()


class CompanyFieldFilter(django_filters.FilterSet):
    """By kind, and whether archived."""

    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = CompanyField
        fields: ClassVar = ["kind", "key"]


class CompanyFieldCollection(Makes, Changes, Collection):
    """The organisation's own fields of companies."""

    model = CompanyField
    shape = CompanyFieldShape
    orderings = ("position", "name")
    make_shape, change_shape = CompanyFieldIn, CompanyFieldChangeIn
    filterset_class = CompanyFieldFilter
    policies: ClassVar[dict[str, Policy]] = {"create": ADMINS, "partial_update": ADMINS}

    def make(self, data: dict[str, Any]) -> CompanyField:
        """Define a field."""
        return actions.add_field(actor=self.request.actor, **data)

    def change(self, field: CompanyField, data: dict[str, Any], version: int | None) -> CompanyField:
        """Change a field."""
        return actions.change_field(field, actor=self.request.actor, version=version, **data)

    @verb(policy=ADMINS)
    def archive(self, field: CompanyField) -> CompanyField:
        """Put a field away; the values stay."""
        return actions.archive_field(field, actor=self.request.actor)

    @verb(policy=ADMINS)
    def restore(self, field: CompanyField) -> CompanyField:
        """Bring an archived field back."""
        return actions.restore_field(field, actor=self.request.actor)

    @verb(MoveFieldIn, policy=ADMINS)
    def move(self, field: CompanyField, up: bool) -> CompanyField:
        """Let a field change places with its neighbour."""
        return actions.move_field(field, up=up, actor=self.request.actor)
