"""What customers wrote on a portal, and whether it went on to the inbox."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Contact
from feedback.models import Feedback, shortened
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from portal.codes import new_code
from portal.models.portals import Portal
from portal.models.publications import Publication

ME = settings.AUTH_USER_MODEL


class SubmissionState(models.TextChoices):
    """Whether what a customer wrote is in the inbox."""

    HELD = "held", "Waiting to be let through"
    PASSED = "passed", "In the inbox"
    REFUSED = "refused", "Not taken"


class HeldBecause(models.TextChoices):
    """Why it was not let through by itself."""

    MODERATED = "moderated", "Everything is read first"
    LINKS = "links", "It holds a link"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions about submissions."""

    def visible_to(self, actor: Actor) -> Self:
        """Submissions to the portals of products one may see."""
        return self if actor.is_system else self.filter(portal__product__in=Product.objects.visible_to(actor))

    def held(self) -> Self:
        """Those that wait for somebody to read them."""
        return self.filter(state=SubmissionState.HELD)


class Submission(Versioned):
    """What a customer wrote, perhaps about something published. Let through, it is feedback; it never shows on the portal.

    One that was let through and is held again keeps its feedback, archived, so that letting it through once more makes no twin.
    """

    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="submissions")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="submissions")
    publication = models.ForeignKey(Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(max_length=5000)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.HELD)
    held_because = models.CharField(max_length=10, choices=HeldBecause.choices, blank=True)
    feedback = models.OneToOneField(Feedback, null=True, blank=True, on_delete=models.PROTECT, related_name="submission")
    decided_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SubmissionQuerySet.as_manager()
    page = "portal:submission"

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("portal", "state", "-id"), name="submission_state"),)
        constraints = (
            models.UniqueConstraint(fields=("portal", "contact", "digest"), name="submission_once"),
            models.CheckConstraint(
                name="submission_passed_is_feedback",
                condition=~Q(state="passed") | Q(feedback__isnull=False),
            ),
            models.CheckConstraint(name="submission_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.contact}: {self.title or shortened(self.text, 60)}"

    @property
    def product_id(self) -> int:
        """The product of its portal."""
        return self.portal.product_id
