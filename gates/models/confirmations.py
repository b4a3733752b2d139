"""The customer's word: a link to confirm an entered value, and what was answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Contact
from gates.models.outcomes import OutcomeValue
from history import clock

ME = settings.AUTH_USER_MODEL
LINK_LASTS = timedelta(days=30)
REMIND_AFTER = timedelta(days=5)
"""So long after a mail a customer who has not answered is reminded."""
MOST_REMINDERS = 2


def link_end() -> Any:
    """A link to confirm is good for thirty days."""
    return clock.now() + LINK_LASTS


class ConfirmationLink(models.Model):
    """A link by which a customer confirms one entered value, without an account. Only its hash is kept."""

    value = models.ForeignKey(OutcomeValue, on_delete=models.PROTECT, related_name="links")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=link_end)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How often we reminded them.")
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"link for {self.value.outcome}"

    @property
    def is_open(self) -> bool:
        """Whether it still takes an answer."""
        return self.withdrawn_at is None and self.expires_at > clock.now() and not hasattr(self, "confirmation")

    @property
    def last_mailed_at(self) -> datetime:
        """When they last had a mail about it."""
        return self.reminded_at or self.made_at

    @property
    def is_to_be_reminded(self) -> bool:
        """Whether it is time to remind them."""
        return bool(
            self.is_open and self.email and self.reminders < MOST_REMINDERS and self.last_mailed_at + REMIND_AFTER <= clock.now()
        )


class Confirmation(models.Model):
    """What the customer answered: that it is so, or that it is not, in their words. Once, and never changed."""

    link = models.OneToOneField(ConfirmationLink, on_delete=models.PROTECT, related_name="confirmation")
    value = models.OneToOneField(OutcomeValue, on_delete=models.PROTECT, related_name="confirmation")
    agrees = models.BooleanField()
    words = models.TextField(blank=True, max_length=4000)
    name = models.CharField(max_length=120, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="confirmation_no_says_why",
                condition=Q(agrees=True) | ~Q(words=""),
                violation_error_message="Say what is not so.",
            ),
        )

    def __str__(self) -> str:
        return "confirmed" if self.agrees else "not confirmed"
