"""What users do in the customers' product: events, and the features that they tell of."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Company
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

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        """Whether nothing is taken from it any more."""
        return self.revoked_at is not None


class Reject(models.Model):
    """One item that a source sent and we could not take. Only the last ones of a source are kept."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rejects")
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=200)
    excerpt = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.reason


class ProductUser(models.Model):
    """Somebody who uses a product of ours, as its events name them."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="users")
    user_key = models.CharField(max_length=200)
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="product_users")
    traits = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "user_key"), name="product_user_once"),)
        indexes = (
            models.Index(fields=("product", "company"), name="product_user_company"),
            models.Index(fields=("product", "first_seen_at", "company"), name="product_user_seen"),
        )

    def __str__(self) -> str:
        return self.user_key


class UsageEvent(models.Model):
    """One thing that a user did. The same ``message_id`` of a product is never taken twice."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="usage_events")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="events")
    message_id = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(ProductUser, on_delete=models.PROTECT, related_name="events")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="usage_events")
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    properties = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "message_id"), name="usage_event_once"),)
        indexes = (
            models.Index(fields=("product", "name", "at", "user"), name="usage_event_name"),
            models.Index(fields=("company", "at"), name="usage_event_company"),
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


class CountedUnit(models.TextChoices):
    """What adoption counts."""

    COMPANY = "company", "Companies"
    USER = "user", "Users"


class FeatureQuerySet(models.QuerySet["Feature"]):
    """Questions about features."""

    def visible_to(self, actor: Actor) -> Self:
        """Features of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Features that are not archived."""
        return self.filter(archived_at=None)


class Feature(Versioned):
    """A named capability of a product, recognised by its usage events.

    ``released_on`` is when the first of its users could use it; adoption is measured from that day.
    """

    page = "usage:feature"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="features")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, max_length=2000)
    event_names = models.JSONField(default=list)
    properties = models.JSONField(default=dict, blank=True, help_text="Properties that an event must carry to count.")
    minimum_uses = models.PositiveSmallIntegerField(default=1, help_text="How often it must be used to count as adopted.")
    released_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "name"),
                name="feature_name_once",
                violation_error_message="This product has a feature of this name already.",
            ),
            models.CheckConstraint(name="feature_minimum_uses", condition=Q(minimum_uses__gte=1)),
        )

    def __str__(self) -> str:
        return self.name
