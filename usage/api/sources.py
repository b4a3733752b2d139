"""The API door of usage sources: the keys with which clients send events."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.actor import Role
from people.models import Product
from usage import actions
from usage.models import Source

KEEPING = roles(Role.ADMIN)


class SourceShape(RecordShape):
    """A source of usage events. Its key is shown once, when it is made."""

    class Meta:
        model = Source
        fields: ClassVar = ["id", "name", "product", "key_hint", "created_at", "revoked_at", "version"]


class SourceMake(Shape):
    """A new source."""

    name = serializers.CharField(max_length=80)
    product = Visible(Product)


class SourceWithKey(SourceShape):
    """A source with its key, shown this once."""

    write_key = serializers.CharField(source="shown_key", read_only=True)

    class Meta(SourceShape.Meta):
        fields: ClassVar = [*SourceShape.Meta.fields, "write_key"]


class SourceCollection(Makes, Collection):
    """Usage sources: the keys with which analytics clients send events."""

    model = Source
    shape = SourceShape
    orderings = ("name", "created_at")
    make_shape = SourceMake
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "list": KEEPING, "retrieve": KEEPING, "rotate_key": KEEPING}

    def shape_out(self, name: str) -> Any:
        """Making a source shows its key."""
        return SourceWithKey if name == "create" else super().shape_out(name)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a source. The answer is the only place that shows its key."""
        return self.unkept(lambda: self.show(self.make(self.read(SourceMake)), shape=SourceWithKey, code=201))

    def make(self, data: dict[str, Any]) -> Source:
        """Make a source."""
        return with_key(*actions.make_source(actor=self.request.actor, **data))

    @extend_schema(request=None, responses=SourceWithKey)
    @action(detail=True, methods=["post"], url_path="rotate-key")
    def rotate_key(self, request: Request, pk: str | None = None) -> Response:
        """Give a source a new key; the old one stops at once."""
        source = self.get_object()
        return self.unkept(lambda: self.show(with_key(*actions.rotate_key(source, actor=request.actor)), shape=SourceWithKey))

    @verb(ReasonIn, policy=KEEPING)
    def revoke(self, source: Source, reason: str = "") -> Source:
        """Take nothing from a source any more."""
        return actions.revoke_source(source, reason=reason, actor=self.request.actor)


def with_key(source: Source, key: str) -> Source:
    """The source with the key that is shown this once."""
    source.shown_key = key  # type: ignore[attr-defined]
    return source
