"""What is being sold to whom, as the CRM tells it."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from customers.models.companies import Company
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Person


class DealStatus(models.TextChoices):
    """Whether it is decided."""

    OPEN = "open", "Open"
    WON = "won", "Won"
    LOST = "lost", "Lost"


class DealQuerySet(models.QuerySet["Deal"]):
    """Questions about deals."""

    def visible_to(self, actor: Actor) -> Self:
        """As with companies: every member knows them."""
        return self if actor.is_system or actor.roles else self.none()

    def open(self) -> Self:
        """Neither won nor lost."""
        return self.current().filter(status=DealStatus.OPEN)

    def current(self) -> Self:
        """Deals that are not archived."""
        return self.filter(archived_at=None)


class Deal(Versioned):
    """An opportunity. ``stage`` is the CRM's own word; ``status`` is what counts here."""

    page = "customers:deal"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="deals")
    name = models.CharField(max_length=160)
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)])
    stage = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=DealStatus.choices, default=DealStatus.OPEN)
    close_date = models.DateField(null=True, blank=True)
    probability = models.PositiveSmallIntegerField("probability (%)", null=True, blank=True, validators=[MaxValueValidator(100)])
    external_id = models.CharField("id in the CRM", max_length=80, null=True, blank=True, unique=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="deals")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back = models.BooleanField(default=False, editable=False, help_text="Whether it was put away with its import.")

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("company", "status"), name="deal_company"),)
        constraints = (
            models.CheckConstraint(name="deal_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="deal_probability_is_a_percentage", condition=Q(probability=None) | Q(probability__range=(0, 100))
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is not decided."""
        return self.status == DealStatus.OPEN
