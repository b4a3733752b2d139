"""Where usage events come from, and what came in last."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product

ME = settings.AUTH_USER_MODEL


class SourceQuerySet(models.QuerySet["Source"]):
    """Questions about sources."""

    def visible_to(self, actor: Actor) -> Self:
        """Sources of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))


class Source(Versioned):
    """Where usage events come from: it has a write key, stored hashed and shown once."""

    page = "usage:source"

    name = models.CharField(max_length=80)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="sources")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    key_hint = models.CharField(max_length=8, editable=False)
    created_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    heard_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it last sent something.")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        """Whether nothing is taken from it any more."""
        return self.revoked_at is not None


class Arrival(models.Model):
    """One item as a source sent it, for whoever wires a client up. Only the last ones of a source are kept.

    ``reason`` says why it was refused; of one that was taken, what of it could not be done. ``raw`` is JSON in ASCII, cut off
    where it is long.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="arrivals", db_index=False)
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120, blank=True)
    user_key = models.CharField(max_length=200, blank=True)
    is_refused = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    raw = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("source", "is_refused", "id"), name="arrival_source"),
            models.Index(fields=("user_key",), name="arrival_user"),
        )

    def __str__(self) -> str:
        return self.reason or self.name or self.kind
