"""Who a page said that it speaks for, beside the feedback that came from it."""

from __future__ import annotations

from typing import Self

from django.db import models

from feedback.models import Feedback, seen_by
from history.actor import Actor


class WidgetClaimQuerySet(models.QuerySet["WidgetClaim"]):
    """Questions about claims."""

    def visible_to(self, actor: Actor) -> Self:
        """Those beside feedback that one may see."""
        return self.filter(seen_by(actor, "feedback__"))


class WidgetClaim(models.Model):
    """What the page said of its user, as it said it. Signed, it is proven: the feedback is the contact's and the company's."""

    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="widget_claim")
    user = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    is_signed = models.BooleanField(default=False)

    objects = WidgetClaimQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="widget_claim_says_something", condition=~models.Q(user="", company="", email="")),
        )

    def __str__(self) -> str:
        return ", ".join(one for one in (self.user, self.company, self.email) if one)
