"""The API door of people and products."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.actor import Role
from people import actions
from people.models import Person, Product, ProductLine, Segment
from people.schema import SessionScheme, TokenScheme

ADMIN = roles(Role.ADMIN)
SCHEMES = (TokenScheme, SessionScheme)


class PersonShape(RecordShape):
    """A colleague."""

    roles = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields: ClassVar = ["id", "email", "name", "title", "segment", "roles", "is_active", "version"]

    def get_roles(self, person: Person) -> list[str]:
        """The roles that they hold."""
        return sorted(person.role_set)


class PersonChange(Shape):
    """What an admin may change of a colleague."""

    name = serializers.CharField(max_length=120)
    title = serializers.CharField(max_length=120, allow_blank=True)
    segment = serializers.ChoiceField(choices=Segment.choices, allow_blank=True)


class RolesIn(Shape):
    """All roles that somebody shall hold."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), allow_empty=False, max_length=len(Role))


class PersonCollection(Changes, Collection):
    """People: who works here."""

    model = Person
    shape = PersonShape
    orderings = ("name", "created_at")
    change_shape = PersonChange
    policies: ClassVar[dict[str, Policy]] = {"partial_update": ADMIN}

    def records(self) -> Any:
        return super().records().prefetch_related("held_roles")

    def change(self, person: Person, data: dict[str, Any], version: int | None) -> Person:
        """Change what an admin may."""
        return actions.change_person(person, actor=self.request.actor, version=version, **data)

    @verb(RolesIn, policy=ADMIN, path="set-roles")
    def set_roles(self, person: Person, roles: list[str]) -> Person:
        """Give a person these roles and no others."""
        return actions.set_roles(person, roles=roles, actor=self.request.actor)

    @verb(ReasonIn, policy=ADMIN)
    def suspend(self, person: Person, reason: str = "") -> Person:
        """Keep somebody out."""
        return actions.suspend(person, reason=reason, actor=self.request.actor)

    @verb(policy=ADMIN)
    def reinstate(self, person: Person) -> Person:
        """Let somebody in again."""
        return actions.reinstate(person, actor=self.request.actor)


class ProductShape(RecordShape):
    """A product."""

    class Meta:
        model = Product
        fields: ClassVar = ["id", "name", "key", "description", "line", "is_restricted", "archived_at", "created_at", "version"]


class ProductMake(Shape):
    """A new product."""

    name = serializers.CharField(max_length=120)
    key = serializers.SlugField(max_length=12, required=False, allow_blank=True)
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    line = serializers.PrimaryKeyRelatedField(queryset=ProductLine.objects.all(), required=False, allow_null=True)
    is_restricted = serializers.BooleanField(required=False)
    members = Visible(Person, many=True, required=False)


class ProductChange(Shape):
    """What of a product may change."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=5000, allow_blank=True)
    line = serializers.PrimaryKeyRelatedField(queryset=ProductLine.objects.all(), allow_null=True)
    is_restricted = serializers.BooleanField()


class MembersIn(Shape):
    """All people who shall see a restricted product."""

    members = Visible(Person, many=True)


class ProductCollection(Makes, Changes, Collection):
    """Products that one may see."""

    model = Product
    shape = ProductShape
    orderings = ("name", "created_at")
    make_shape = ProductMake
    change_shape = ProductChange
    policies: ClassVar[dict[str, Policy]] = {"create": ADMIN, "partial_update": ADMIN}

    def make(self, data: dict[str, Any]) -> Product:
        """Add a product."""
        return actions.add_product(actor=self.request.actor, **data)

    def change(self, product: Product, data: dict[str, Any], version: int | None) -> Product:
        """Change a product."""
        return actions.change_product(product, actor=self.request.actor, version=version, **data)

    @verb(MembersIn, policy=ADMIN, path="set-members")
    def set_members(self, product: Product, members: list[Person]) -> Product:
        """Say who sees a restricted product."""
        return actions.set_members(product, members=members, actor=self.request.actor)

    @verb(ReasonIn, policy=ADMIN)
    def archive(self, product: Product, reason: str = "") -> Product:
        """Put a product away."""
        return actions.archive_product(product, actor=self.request.actor, reason=reason)


routes: list[tuple[str, type[Collection]]] = [("people", PersonCollection), ("products", ProductCollection)]
