"""Companies' votes for ideas."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Company, Contact
from history import clock
from history.actor import Actor
from people.models import Product
from roadmap.models.ideas import Idea

ME = settings.AUTH_USER_MODEL


class VoteQuerySet(models.QuerySet["Vote"]):
    """Questions about votes."""

    def visible_to(self, actor: Actor) -> Self:
        """Votes for the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Votes that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Vote(models.Model):
    """A company's vote for an idea, given by a person there themselves, or by a colleague on its behalf. One a company."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="votes")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="votes")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="votes")
    given_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="votes")
    words = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea", "company"),
                condition=Q(withdrawn_at=None),
                name="vote_once_per_company",
                violation_error_message="This company has voted for this idea already.",
            ),
            models.CheckConstraint(name="vote_somebody_gave_it", condition=Q(given_by__isnull=False) | Q(contact__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.company} for {self.idea}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id
