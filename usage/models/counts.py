"""What is counted from raw events by day, and how far that is done."""

from __future__ import annotations

from django.db import models

from people.models import Product
from usage.models.features import Feature
from usage.models.users import ProductUser


class DailyActivity(models.Model):
    """How many events a user had on a day of the organisation's calendar."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(ProductUser, on_delete=models.PROTECT, related_name="activity", db_index=False)
    day = models.DateField()
    events = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "day"), name="daily_activity_once"),)
        indexes = (models.Index(fields=("product", "day", "user"), name="daily_activity_day"),)

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"


class DailyEvent(models.Model):
    """How often an event of a name came on a day of the organisation's calendar."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    day = models.DateField()
    events = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "day", "name"), name="daily_event_once"),)

    def __str__(self) -> str:
        return f"{self.name} on {self.day}"


class DailyUse(models.Model):
    """How often a user used a feature on a day of the organisation's calendar."""

    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, related_name="daily_uses", db_index=False)
    user = models.ForeignKey(ProductUser, on_delete=models.PROTECT, related_name="daily_uses", db_index=False)
    day = models.DateField()
    uses = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("feature", "user", "day"), name="daily_use_once"),)
        indexes = (
            models.Index(fields=("feature", "day", "user"), name="daily_use_day"),
            models.Index(fields=("user", "day"), name="daily_use_user"),
        )

    def __str__(self) -> str:
        return f"{self.feature_id} by {self.user_id} on {self.day}"


class Uncounted(models.Model):
    """A day of a product on which something came in that the daily counts do not hold yet.

    Written in the transaction that takes events, and dropped in the one that counts the day anew.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.product_id} on {self.day}"


class KeptSince(models.Model):
    """From which day on a product's raw events are kept: those before were dropped, and only their daily counts stay."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.product_id} since {self.day}"


class FeatureCount(models.Model):
    """How a feature is used, counted from the daily uses: what its pages show, as of ``counted_at``.

    ``facts`` is the JSON of `usage.standing.Standing`. ``is_stale`` says that uses came in since. Where
    ``knows_past`` is off, what tells of the feature was said or changed a moment ago, and its past is still to be counted.
    """

    feature = models.OneToOneField(Feature, on_delete=models.CASCADE, related_name="count")
    facts = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    is_stale = models.BooleanField(default=False)
    knows_past = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.feature_id} at {self.counted_at}"


class FeatureDepth(models.Model):
    """A feature's use in depth, counted from the daily uses: what its page shows of it, as of ``counted_at``.

    ``facts`` is the JSON of `usage.depth.Deep`.
    """

    feature = models.OneToOneField(Feature, on_delete=models.CASCADE, related_name="depth")
    facts = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.feature_id} in depth at {self.counted_at}"
