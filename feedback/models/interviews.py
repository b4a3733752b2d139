"""Conversations that we noted down: who took part, who asked, and whether they may be quoted."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from customers.models import Company, Contact
from feedback.models.feedback import Consent, Feedback, seen_by
from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Questions about interviews."""

    def visible_to(self, actor: Actor) -> Self:
        """Interviews whose feedback one may see."""
        return self.filter(seen_by(actor, "feedback__"))


class Interview(Versioned):
    """The frame of a conversation. Its title, day, company and words are its feedback's; the words are never rewritten.

    Whoever took part first is the feedback's contact.
    """

    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="interview")
    guide = models.TextField(max_length=5000, blank=True, help_text="What we wanted to learn, and what we asked.")
    participants = models.ManyToManyField(Contact, related_name="interviews")
    interviewer = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="interviews")
    consent = models.CharField(max_length=20, choices=Consent.choices)
    consent_on = models.DateField("asked on", null=True, blank=True)

    objects = InterviewQuerySet.as_manager()
    page = "feedback:interview"

    class Meta:
        ordering = ("-feedback__said_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="interview_consent_has_its_day", condition=Q(consent=Consent.NO) | Q(consent_on__isnull=False),
                violation_error_message="When did they agree?",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.feedback)

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse(self.page, args=[self.pk])

    @property
    def title(self) -> str:
        """What we call it."""
        return self.feedback.title

    @property
    def said_at(self) -> datetime:
        """When it took place."""
        return self.feedback.said_at

    @property
    def company(self) -> Company | None:
        """Whom the first of them spoke for."""
        return self.feedback.company

    @property
    def product_id(self) -> int | None:
        """The product of its feedback, which decides who may see it."""
        return self.feedback.product_id

    @property
    def people(self) -> list[Contact]:
        """Who took part, the first of them first."""
        return sorted(self.participants.all(), key=lambda one: (one.pk != self.feedback.contact_id, one.name, one.pk))
