"""What each company pays, month by month."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from customers.models import Company, Motion
from history import clock
from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL
MONTHS = 12


class RevenueQuerySet(models.QuerySet["RevenueSnapshot"]):
    """Questions about revenue."""

    def visible_to(self, actor: Actor) -> Self:
        """As with the ARR of companies: every member knows it."""
        return self if actor.is_system or actor.roles else self.none()

    def standing(self) -> Self:
        """Those that were not taken away."""
        return self.filter(removed_at=None)


class RevenueSnapshot(Versioned):
    """What a company paid in one month, as ARR (a year of it), with its plan and motion at that time.

    ``month`` is the first day of the month. Nought means that it paid nothing: it left, or has not begun. A month without
    a snapshot is not known, which is another thing.
    """

    page = "growth:snapshot"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="revenue")
    month = models.DateField()
    arr = models.DecimalField("ARR", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$", "Three capital letters, such as EUR.")])
    plan = models.CharField(max_length=60, blank=True)
    motion = models.CharField("growth motion", max_length=20, choices=Motion.choices, blank=True)
    recorded_by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RevenueQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "company_id", "-id")
        indexes = (models.Index(fields=("month", "company"), name="revenue_month"),)
        constraints = (
            models.UniqueConstraint(
                fields=("company", "month"), condition=Q(removed_at=None), name="revenue_once_a_month",
                violation_error_message="This month of the company is recorded already. Correct it instead.",
            ),
            models.CheckConstraint(name="revenue_not_negative", condition=Q(arr__gte=0)),
            models.CheckConstraint(name="revenue_of_a_whole_month", condition=Q(month__day=1)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.company}, {self.month:%B %Y}"

    @property
    def mrr(self) -> Decimal:
        """What it pays a month, to the cent."""
        return (self.arr / MONTHS).quantize(Decimal("0.01"))
