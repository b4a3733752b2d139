"""The API door of mail that comes in."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles
from doors.policy import Policy
from history.actor import Role
from integrations import actions
from integrations.models import MailAddress, ReceivedMail
from people.models import Product

KEEPERS = roles(Role.ADMIN, Role.PRODUCT)


class MailAddressShape(RecordShape):
    """Where a product listens."""

    class Meta:
        model = MailAddress
        fields: ClassVar = ["id", "product", "address", "is_on", "version"]


class MailAddressIn(Shape):
    """An address for a product."""

    product = Visible(Product)
    address = serializers.EmailField(max_length=254)
    is_on = serializers.BooleanField(required=False)


class MailAddressChange(Shape):
    """What may change of it."""

    address = serializers.EmailField(max_length=254, required=False)
    is_on = serializers.BooleanField(required=False)


class MailAddressCollection(Makes, Changes, Collection):
    """Addresses at which products listen."""

    model = MailAddress
    shape = MailAddressShape
    make_shape = MailAddressIn
    change_shape = MailAddressChange
    policies: ClassVar[dict[str, Policy]] = {
        "list": KEEPERS, "retrieve": KEEPERS, "create": KEEPERS, "partial_update": KEEPERS,
    }  # fmt: skip

    def make(self, data: dict[str, Any]) -> MailAddress:
        """Let a product listen."""
        return actions.add_mail_address(actor=self.request.actor, **data)

    def change(self, address: MailAddress, data: dict[str, Any], version: int | None) -> MailAddress:
        """Change it."""
        return actions.change_mail_address(address, actor=self.request.actor, version=version, **data)


class ReceivedMailShape(RecordShape):
    """A mail that came in, and what became of it."""

    class Meta:
        model = ReceivedMail
        fields: ClassVar = [
            "id", "message_id", "product", "sender", "forwarded_by", "recipient", "subject", "outcome", "reason",
            "feedback", "at",
        ]  # fmt: skip


class ReceivedMailCollection(Collection):
    """Mail that came in."""

    model = ReceivedMail
    shape = ReceivedMailShape
    policies: ClassVar[dict[str, Policy]] = {"list": KEEPERS, "retrieve": KEEPERS}
