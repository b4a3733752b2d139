"""What users did, as it came in, and the files that brought it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from history import clock
from people.models import Product
from usage.models.sources import Source
from usage.models.users import ProductUser

ME = settings.AUTH_USER_MODEL


class UsageEvent(models.Model):
    """One thing that a user did, where the database keeps raw events. Only `usage.store` reads and writes these rows.

    The same ``message_id`` of a product is never taken twice. Whose company it counts for is a fact of the user.
    """

    # Each of these three leads an index below: one of its own would only make taking events in slower.
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    message_id = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(ProductUser, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    properties = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "message_id"), name="usage_event_once"),)
        indexes = (
            models.Index(fields=("product", "name", "at", "user"), name="usage_event_name"),
            models.Index(fields=("product", "at", "name", "user"), name="usage_event_day"),
            models.Index(fields=("user", "at"), name="usage_event_user"),
            models.Index(fields=("source", "id"), name="usage_event_source"),
        )

    def __str__(self) -> str:
        return self.name


class UsageImport(models.Model):
    """A file of usage events that somebody brought in. A row is never taken twice, so it may run again."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="usage_imports")
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="usage-imports")
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    rows_done = models.PositiveBigIntegerField(default=0)
    taken = models.PositiveBigIntegerField(default=0)
    known = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    failures = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name
