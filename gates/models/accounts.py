"""What an assessor says of single companies: who would buy more and how far they committed themselves, and who may leave."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from customers.models import Company, Deal
from gates.models.viability import PROBABILITY, ViabilityAssessment

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class Rung(models.TextChoices):
    """How far an account has committed itself, in what it costs to take back: words, time, reputation, money."""

    NONE = "", "Nothing yet"
    SAID = "said", "Said so"
    TIME = "time", "Gives time: a pilot, a workshop"
    NAME = "name", "Gives its name: a reference, an introduction upwards"
    LETTER = "letter", "Wrote it down: a letter of intent"
    MONEY = "money", "Signed or paid"


class NamedAccount(models.Model):
    """An existing company that an assessor expects to buy more, how likely, and by how much a year.

    ``replaces`` is revenue of ours that would go in exchange; ``deal`` the opportunity in the CRM that it is.
    """

    assessment = models.ForeignKey(ViabilityAssessment, on_delete=models.CASCADE, related_name="accounts")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    probability = models.DecimalField(max_digits=4, decimal_places=3, validators=PROBABILITY)
    amount = models.DecimalField(max_digits=14, decimal_places=2, validators=NOT_NEGATIVE)
    replaces = models.DecimalField("revenue it replaces", max_digits=14, decimal_places=2, default=0, validators=NOT_NEGATIVE)
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField("commitment", max_length=10, choices=Rung.choices, default=Rung.NONE, blank=True)
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "company"), name="named_account_once", violation_error_message="Name each company once."
            ),
        )

    def __str__(self) -> str:
        return str(self.company)

    def clean(self) -> None:
        """A deal is one with this very company; what is replaced is no more than what comes."""
        if self.deal is not None and self.deal.company_id != self.company_id:
            raise ValidationError({"deal": f"This deal is not with {self.company}."})
        if self.replaces is not None and self.amount is not None and self.replaces > self.amount:
            raise ValidationError({"replaces": "More would go than come: then it is no expansion."})


class AccountAtRisk(models.Model):
    """A customer who may leave: how likely without the feature, and with it."""

    assessment = models.ForeignKey(ViabilityAssessment, on_delete=models.CASCADE, related_name="risks")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    arr = models.DecimalField("ARR", max_digits=14, decimal_places=2, validators=NOT_NEGATIVE)
    without = models.DecimalField("probability without", max_digits=4, decimal_places=3, validators=PROBABILITY)
    with_feature = models.DecimalField("probability with", max_digits=4, decimal_places=3, validators=PROBABILITY)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "company"), name="account_at_risk_once", violation_error_message="Name each company once."
            ),
        )

    def __str__(self) -> str:
        return str(self.company)
