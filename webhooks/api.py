"""Webhooks, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Changes, Collection, Makes, RecordShape, Shape, roles, verb
from doors.policy import Policy
from history.actor import Role
from webhooks import actions
from webhooks.models import Attempt, Endpoint, Message
from webhooks.signing import secret_of

ADMINS = roles(Role.ADMIN)


class EndpointShape(RecordShape):
    """An endpoint. ``kinds`` is empty where it hears of everything."""

    kinds = serializers.ListField(child=serializers.CharField())
    state = serializers.CharField()

    class Meta:
        model = Endpoint
        fields: ClassVar = [
            "id", "version", "name", "url", "kinds", "state", "why_off", "failing_since", "rotated_at", "made_by", "made_at",
            "archived_at",
        ]  # fmt: skip


class EndpointSecretShape(EndpointShape):
    """An endpoint with its secret, which is told this once."""

    secret = serializers.SerializerMethodField()

    class Meta(EndpointShape.Meta):
        fields: ClassVar = [*EndpointShape.Meta.fields, "secret"]

    def get_secret(self, endpoint: Endpoint) -> str:
        """What its messages are signed with."""
        return secret_of(endpoint.salt)


class EndpointChange(Shape):
    """What one may change."""

    name = serializers.CharField(max_length=80, required=False)
    url = serializers.CharField(max_length=500, required=False)
    kinds = serializers.ListField(child=serializers.CharField(max_length=60), max_length=500, required=False)


class EndpointIn(EndpointChange):
    """A new endpoint."""

    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=500)


class ReplayedShape(serializers.Serializer):
    """How many messages are sent once more."""

    messages = serializers.IntegerField()


class AttemptShape(serializers.ModelSerializer):
    """One attempt to bring a message."""

    class Meta:
        model = Attempt
        fields: ClassVar = ["at", "status", "error", "said", "milliseconds"]


class MessageShape(RecordShape):
    """A message, as it is sent, with each attempt to bring it."""

    name = serializers.CharField()
    attempts = AttemptShape(many=True)

    class Meta:
        model = Message
        fields: ClassVar = [
            "id", "name", "endpoint", "kind", "subject_type", "subject_id", "body", "state", "tries", "due_at", "made_at",
            "ended_at", "attempts",
        ]  # fmt: skip


class MessageFilters(django_filters.FilterSet):
    """By endpoint, state and kind of event."""

    class Meta:
        model = Message
        fields: ClassVar = ["endpoint", "state", "kind"]


class Endpoints(Makes, Changes, Collection):
    """Other systems that hear what happens here."""

    model = Endpoint
    shape = EndpointShape
    make_shape = EndpointIn
    change_shape = EndpointChange
    policies: ClassVar[dict[str, Policy]] = {
        "list": ADMINS, "retrieve": ADMINS, "create": ADMINS, "partial_update": ADMINS, "rotate_secret": ADMINS,
    }  # fmt: skip

    def shape_out(self, name: str) -> Any:
        """Its secret is told when it is made."""
        return EndpointSecretShape if name == "create" else super().shape_out(name)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add an endpoint. The answer is the only place that shows its secret."""
        return self.unkept(lambda: self.show(self.make(self.read(EndpointIn)), shape=EndpointSecretShape, code=201))

    def make(self, data: dict[str, Any]) -> Endpoint:
        """Add an endpoint."""
        return actions.add_endpoint(actor=self.request.actor, **data)

    def change(self, endpoint: Endpoint, data: dict[str, Any], version: int | None) -> Endpoint:
        """Change it."""
        return actions.change_endpoint(endpoint, actor=self.request.actor, version=version, **data)

    @extend_schema(request=None, responses=EndpointSecretShape)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: str | None = None) -> Response:
        """Give it a new secret, shown on the answer. For a day both sign."""
        found = self.get_object()
        return self.unkept(lambda: self.show(actions.rotate_secret(found, actor=request.actor), shape=EndpointSecretShape))

    @verb(policy=ADMINS)
    def pause(self, endpoint: Endpoint) -> Endpoint:
        """Send it nothing for now."""
        return actions.pause_endpoint(endpoint, actor=self.request.actor)

    @verb(policy=ADMINS)
    def resume(self, endpoint: Endpoint) -> Endpoint:
        """Let it go on where it stopped."""
        return actions.resume_endpoint(endpoint, actor=self.request.actor)

    @verb(policy=ADMINS)
    def archive(self, endpoint: Endpoint) -> Endpoint:
        """Tell it nothing any more."""
        return actions.archive_endpoint(endpoint, actor=self.request.actor)

    @verb(policy=ADMINS, out=MessageShape)
    def test(self, endpoint: Endpoint) -> Message:
        """Have a test message sent."""
        return actions.send_test(endpoint, actor=self.request.actor)

    @verb(policy=ADMINS, out=ReplayedShape)
    def replay_failed(self, endpoint: Endpoint) -> dict[str, int]:
        """Send everything once more that failed."""
        return {"messages": actions.replay_failed(endpoint, actor=self.request.actor)}


class Messages(Collection):
    """What was sent to endpoints, and what waits for them."""

    model = Message
    shape = MessageShape
    filterset_class = MessageFilters
    policies: ClassVar[dict[str, Policy]] = {"list": ADMINS, "retrieve": ADMINS}

    def records(self) -> QuerySet[Message]:
        """With their attempts."""
        return super().records().prefetch_related("attempts")

    @verb(policy=ADMINS)
    def replay(self, message: Message) -> Message:
        """Send it once more."""
        return actions.replay_message(message, actor=self.request.actor)


routes = [("webhooks", Endpoints), ("webhook-messages", Messages)]
