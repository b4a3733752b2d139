"""What stands beside a pilot's outcomes: companies that did not have the feature, and what it was worth to those that did."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from customers.models import Company
from gates.models.confirmations import Confirmation
from gates.models.pilots import Pilot, PilotCompany
from history import clock

ME = settings.AUTH_USER_MODEL


class ControlCompanyQuerySet(models.QuerySet["ControlCompany"]):
    """Questions about control companies."""

    def standing(self) -> Self:
        """Those that were not taken out again."""
        return self.filter(taken_out_at=None)


class ControlCompany(models.Model):
    """A company that does not have the feature, with the same metric before and after: what would have changed anyhow."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="controls")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="control_places")
    metric = models.CharField(max_length=160)
    before = models.DecimalField(max_digits=16, decimal_places=4)
    after = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    measured_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    objects = ControlCompanyQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "control companies"
        constraints = (
            models.UniqueConstraint(
                fields=("pilot", "company"), condition=models.Q(taken_out_at=None), name="control_company_once",
                violation_error_message="This company is a control already.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.company} beside {self.pilot}"

    @property
    def product_id(self) -> int:
        """The product of its pilot."""
        return self.pilot.product_id


class Benefit(models.Model):
    """What the feature was worth to a company in one month, in money. A correction replaces it; history keeps both."""

    place = models.ForeignKey(PilotCompany, on_delete=models.PROTECT, related_name="benefits")
    month = models.DateField(help_text="Its first day.")
    amount = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    words = models.CharField("where the number comes from", max_length=500, blank=True)
    entered_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("month",)
        constraints = (models.UniqueConstraint(fields=("place", "month"), name="benefit_once_a_month"),)

    def __str__(self) -> str:
        return f"{self.amount} in {self.month:%B %Y}"


class WordCode(models.Model):
    """A code that somebody gave to what a customer wrote, so that words can be counted."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=60)
    given_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=("confirmation", "code"), name="word_code_once", violation_error_message="These words have this code."
            ),
        )

    def __str__(self) -> str:
        return self.code
