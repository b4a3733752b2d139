"""What a customer wants to reach with a product, how far they are, and how those who know them see them."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models import Company
from growth.models.settings import OfProduct
from history import clock
from history.versions import Versioned
from people.models import Product

ME = settings.AUTH_USER_MODEL


class Word(models.TextChoices):
    """How somebody who knows a customer sees them."""

    GOOD = "good", "Doing well"
    FAIR = "fair", "Mixed"
    POOR = "poor", "In danger"


class HealthWord(models.Model):
    """What somebody who knows a company said of it, for one product. The latest counts; the others stay to be read."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="health_words")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="health_words")
    word = models.CharField(max_length=10, choices=Word.choices)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = OfProduct.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("product", "company", "-id"), name="health_word_latest"),)

    def __str__(self) -> str:
        return f"{self.company}: {self.get_word_display()}"


class OutcomeQuerySet(OfProduct):
    """Questions about outcomes."""

    def current(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)


class CompanyOutcome(Versioned):
    """One line of a company's scorecard: a metric of theirs, from a baseline to a target by a day, and its latest value."""

    page = "growth:outcome"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="outcomes")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="company_outcomes")
    metric = models.CharField(max_length=200)
    unit = models.CharField(max_length=30, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=4)
    target = models.DecimalField(max_digits=14, decimal_places=4)
    due_on = models.DateField("due", null=True, blank=True)
    value = models.DecimalField("latest value", max_digits=14, decimal_places=4, null=True, blank=True, editable=False)
    valued_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("product", "company"), name="outcome_company"),)
        constraints = (
            models.CheckConstraint(
                name="outcome_target_is_not_its_baseline", condition=~Q(target=F("baseline")),
                violation_error_message="A target that equals its baseline asks for nothing.",
            ),
            models.CheckConstraint(
                name="outcome_value_has_a_day",
                condition=Q(value=None, valued_on=None) | Q(value__isnull=False, valued_on__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.metric} at {self.company}"

    @property
    def attainment(self) -> Decimal | None:
        """Which part of the way from baseline to target is gone, up or down; None before a value."""
        if self.value is None:
            return None
        return (self.value - self.baseline) / (self.target - self.baseline)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None before a value."""
        return None if self.attainment is None else self.attainment >= 1
