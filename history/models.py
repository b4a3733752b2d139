"""What happened here, forever: events are only added, and a background job seals them into a chain."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor, Via


class EventQuerySet(models.QuerySet["Event"]):
    """Questions to history."""

    def visible_to(self, actor: Actor) -> Self:
        """Events of the products that the actor may see, and those that belong to no product."""
        if actor.is_system:
            return self
        if not actor.roles:
            return self.none()
        return self.filter(Q(product=None) | Q(product__in=actor.person.visible_products()))  # type: ignore[union-attr]

    def of(self, record: models.Model, family: Any = None) -> Self:
        """Everything that happened to a record, or to a part of it; or to any of a ``family``, the ids of it and of its like."""
        kind, ids = record._meta.label_lower, [record.pk] if family is None else family
        return self.filter(Q(subject_type=kind, subject_id__in=ids) | Q(about_type=kind, about_id__in=ids))

    def unsealed(self) -> Self:
        """Events not yet in the chain."""
        return self.filter(seal=None)


class Event(models.Model):
    """One thing that somebody did. The row is sealed; words and names live beside it, under a salted digest.

    ``subject`` is what it was done to, ``about`` the larger record that it belongs to (an insight's idea).
    ``facts`` holds codes, ids and numbers only.
    """

    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=80, blank=True)
    via = models.CharField(max_length=10, choices=Via.choices)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    product = models.ForeignKey("people.Product", null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    words_digest = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "-id"), name="event_subject"),
            models.Index(fields=("about_type", "about_id", "-id"), name="event_about"),
            models.Index(fields=("product", "-id"), name="event_product"),
            models.Index(fields=("actor", "-id"), name="event_actor"),
        )
        constraints = (
            models.CheckConstraint(
                name="event_somebody_did_it",
                condition=Q(actor__isnull=False, system="") | (Q(actor__isnull=True) & ~Q(system="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"

    def sealed_content(self) -> dict[str, Any]:
        """What the seal covers: every column of the row."""
        return {
            "id": str(self.pk), "at": self.at.isoformat(), "kind": self.kind, "actor": str(self.actor_id or ""),
            "system": self.system, "via": self.via, "subject": f"{self.subject_type}:{self.subject_id}",
            "about": f"{self.about_type}:{self.about_id or ''}", "product": str(self.product_id or ""),
            "facts": self.facts, "words": self.words_digest,
        }  # fmt: skip


class EventWords(models.Model):
    """The label, the before and after and the reasons of an event. Erasing a person may blank them; the seal stays whole."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    body = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"words of event {self.event_id}"


class Seal(models.Model):
    """An event's place in the chain: each hash covers the one before it."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"seal {self.position}"
