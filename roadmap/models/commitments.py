"""What was promised to whom, and whether it was kept."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Company, Deal
from feedback.models import Feedback, Firmness, seen_by
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models.ideas import Idea

ME = settings.AUTH_USER_MODEL


class CommitmentState(models.TextChoices):
    """Whether it still binds us."""

    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    BROKEN = "broken", "Broken"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about commitments."""

    def visible_to(self, actor: Actor) -> Self:
        """Every member knows what was promised, unless it is about a product that they may not see."""
        if actor.is_system:
            return self
        if not actor.roles:
            return self.none()
        products = Product.objects.visible_to(actor)
        return self.filter(Q(idea=None) | Q(idea__product__in=products), Q(feedback=None) | seen_by(actor, "feedback__"))

    def open(self) -> Self:
        """Those that still bind us."""
        return self.filter(state=CommitmentState.OPEN)


class Commitment(Versioned):
    """A promise to a company: what, by whom, how firm, until when; about an idea or a feedback, and for a deal, if any."""

    page = "roadmap:commitment"
    MOVES = {
        CommitmentState.OPEN: {CommitmentState.KEPT, CommitmentState.BROKEN, CommitmentState.WITHDRAWN},
        CommitmentState.KEPT: {CommitmentState.OPEN},
        CommitmentState.BROKEN: {CommitmentState.OPEN},
        CommitmentState.WITHDRAWN: {CommitmentState.OPEN},
    }

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="commitments")
    words = models.TextField("what was promised", max_length=2000)
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    feedback = models.ForeignKey(Feedback, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    firmness = models.CharField(max_length=20, choices=Firmness.choices, default=Firmness.HEARSAY)
    promised_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="promises")
    promised_on = models.DateField(default=clock.today)
    due_on = models.DateField("due", null=True, blank=True)
    state = models.CharField(max_length=10, choices=CommitmentState.choices, default=CommitmentState.OPEN, editable=False)
    resolution = models.TextField(blank=True, max_length=2000, editable=False)
    resolved_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("company", "state"), name="commitment_company"),)
        constraints = (
            models.CheckConstraint(
                name="commitment_resolved_by_somebody",
                condition=Q(state="open", resolved_at=None, resolved_by=None)
                | (~Q(state="open") & Q(resolved_at__isnull=False, resolved_by__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else f"{self.words[:79]}…"

    @property
    def product_id(self) -> int | None:
        """The product of what it is about, which decides who may read of it."""
        about = self.idea or self.feedback
        return about.product_id if about is not None else None

    @property
    def is_open(self) -> bool:
        """Whether it still binds us."""
        return self.state == CommitmentState.OPEN
