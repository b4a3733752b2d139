"""What salespeople submit for deals."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from customers.models import Deal
from feedback.models.feedback import Feedback, seen_by
from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL


class Firmness(models.TextChoices):
    """How firm a salesperson's claim is that the deal hangs on it."""

    HEARSAY = "hearsay", "Hearsay"
    QUOTE = "quote", "A quote"
    TIED = "tied", "Tied to the deal"
    WRITTEN = "written", "Written commitment"


class DealStage(models.TextChoices):
    """How far the deal is."""

    QUALIFYING = "qualifying", "Qualifying"
    EVALUATING = "evaluating", "Evaluating"
    PROPOSAL = "proposal", "Proposal"
    NEGOTIATING = "negotiating", "Negotiating"
    WON = "won", "Won"
    LOST = "lost", "Lost"


CLOSED_DEALS = (DealStage.WON, DealStage.LOST)


class RequestQuerySet(models.QuerySet["Request"]):
    """Questions about requests."""

    def visible_to(self, actor: Actor) -> Self:
        """Requests whose feedback one may see."""
        return self.filter(seen_by(actor, "feedback__"))


class Request(Versioned):
    """Feedback that a salesperson submits for a deal."""

    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="request")
    submitted_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="requests")
    deal = models.ForeignKey(
        Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="requests",
        help_text="The deal as the CRM tells it; amount, close date and result follow it.",
    )  # fmt: skip
    opportunity = models.CharField("deal", max_length=160)
    amount = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    stage = models.CharField(max_length=20, choices=DealStage.choices, default=DealStage.QUALIFYING)
    close_date = models.DateField(null=True, blank=True)
    firmness = models.CharField(max_length=20, choices=Firmness.choices, default=Firmness.HEARSAY)
    need = models.TextField("need behind it", max_length=5000)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.opportunity

    @property
    def product_id(self) -> int | None:
        """The product of its feedback, which decides who may see it."""
        return self.feedback.product_id
