"""Endpoints that want to hear what happens here, the messages for them, and each attempt to bring one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from doors.outbound import checked
from history import clock
from history.actor import Actor, Role
from history.kinds import kinds_by_group
from history.models import Event
from history.versions import Versioned

BOTH_SIGN = timedelta(hours=24)
"""How long a secret that was replaced signs beside the new one."""


def check_address(address: str) -> None:
    """Raise ``ValidationError`` for an address that is never called."""
    checked(address)


def check_kinds(kinds: Any) -> None:
    """Raise ``ValidationError`` for kinds of event that are not known here."""
    known = {kind for group in kinds_by_group().values() for kind in group}
    if not isinstance(kinds, list) or any(not isinstance(kind, str) for kind in kinds):
        raise ValidationError("Name kinds of event, such as feedback.given.")
    if unknown := sorted(set(kinds) - known):
        raise ValidationError(f"There is no event {unknown[0][:60]}.")


def new_salt() -> str:
    """What an endpoint's secret is made of, beside the installation's own key."""
    return secrets.token_hex(16)


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Questions about endpoints."""

    def visible_to(self, actor: Actor) -> Self:
        """Only admins see where what happens here goes to."""
        return self if actor.has(Role.ADMIN) else self.none()

    def current(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)

    def open(self) -> Self:
        """Those that are sent to now."""
        return self.current().filter(paused_at=None, switched_off_at=None)


class Endpoint(Versioned):
    """Another system's address, and which events it wants to hear of: all of them where ``kinds`` is empty.

    ``position`` is the last place of history's chain that was looked at for it. Its secret is made of ``salt`` and the
    installation's key, so that the database alone does not tell it.
    """

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500, validators=[check_address])
    kinds = models.JSONField(default=list, blank=True, validators=[check_kinds])
    position = models.BigIntegerField(default=0, editable=False)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    salt_before = models.CharField(max_length=32, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    switched_off_at = models.DateTimeField(null=True, editable=False)
    why_off = models.CharField(max_length=200, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EndpointQuerySet.as_manager()
    page = "webhooks:endpoint"

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is sent to now."""
        return not (self.archived_at or self.paused_at or self.switched_off_at)

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.archived_at:
            return "archived"
        return "switched off" if self.switched_off_at else "paused" if self.paused_at else "open"

    def wants(self, kind: str) -> bool:
        """Whether it wants to hear of a kind of event."""
        return not self.kinds or kind in self.kinds


class MessageState(models.TextChoices):
    """How a message stands."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Failed"


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages."""

    def visible_to(self, actor: Actor) -> Self:
        """As their endpoints."""
        return self if actor.has(Role.ADMIN) else self.none()

    def waiting(self) -> Self:
        """Those that were not brought yet."""
        return self.filter(state=MessageState.WAITING)

    def due(self) -> Self:
        """Those to be brought now. What happened to one record is brought in its order: while one waits, those after it wait."""
        before = Message.objects.waiting().filter(
            endpoint=OuterRef("endpoint"), subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id"),
            pk__lt=OuterRef("pk"),
        )  # fmt: skip
        return self.waiting().filter(~Exists(before), due_at__lte=clock.now()).order_by("pk")


class Message(models.Model):
    """One event for one endpoint: the very body that is sent, however often. ``event`` is empty for a test."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="messages")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(default=0)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()
    page = "webhooks:message"

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(name="webhook_event_once", fields=("endpoint", "event"), condition=Q(event__isnull=False)),
        )
        indexes = (
            models.Index(
                fields=("endpoint", "subject_type", "subject_id", "id"), name="webhook_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=("endpoint", "-id"), name="webhook_log"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """By what the receiver tells messages apart, the same each time it is sent."""
        return f"msg_{self.pk}"


class Attempt(models.Model):
    """One attempt to bring a message: what was answered, or why nothing was."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=clock.now)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.status or self.error}"

    @property
    def is_taken(self) -> bool:
        """Whether the endpoint said that all is well."""
        return self.status is not None and 200 <= self.status < 300
