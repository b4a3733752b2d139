"""What customers say, in their words."""

from __future__ import annotations

import textwrap
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse

from customers.models import Company, Contact
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from people.visibility import of_seen_products

ME = settings.AUTH_USER_MODEL
NOT_QUOTABLE = "(no consent to quote)"


class Channel(models.TextChoices):
    """How the words reached us."""

    EMAIL = "email", "E-mail"
    CALL = "call", "Call"
    CHAT = "chat", "Chat"
    SUPPORT = "support", "Support ticket"
    SURVEY = "survey", "Survey"
    PORTAL = "portal", "Portal"
    WIDGET = "widget", "In-app widget"
    SALES = "sales", "Sales request"
    INTERVIEW = "interview", "Interview"
    COMMUNITY = "community", "Community"
    IMPORT = "import", "Import"
    API = "api", "API"
    OTHER = "other", "Other"


class Consent(models.TextChoices):
    """Whether somebody whom we interviewed may be quoted, and how we know."""

    RECORDED = "recorded", "Yes, recorded"
    SAID = "said", "Yes, said"
    NO = "no", "No"


class Tag(models.Model):
    """A word that people sort feedback by."""

    name = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def shortened(text: str, most: int = 80) -> str:
    """The first words of a text, on one line."""
    return textwrap.shorten(text, most, placeholder="…")


def seen_by(actor: Actor, path: str = "") -> Q:
    """That the feedback at ``path`` (such as ``"feedback__"``) is of a product that the actor may see, or of none."""
    return of_seen_products(actor, f"{path}product")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Questions about feedback."""

    def visible_to(self, actor: Actor) -> Self:
        """Feedback of the products one may see, and what has no product yet."""
        return self.filter(seen_by(actor))

    def for_lists(self) -> Self:
        """With what a row of a list shows, and no more of the words than it shows."""
        return (
            self.annotate(snippet=Left("text", 240))
            .defer("text")
            .select_related("company", "contact", "product", "assignee", "request")
        )

    def quotable(self) -> Self:
        """What may be quoted to customers and in files: all but interviews whose people did not agree to it."""
        return self.exclude(interview__consent=Consent.NO)

    def waiting(self) -> Self:
        """The inbox: not yet triaged, and not asleep."""
        return self.filter(state=FeedbackState.INBOX).filter(Q(snoozed_until=None) | Q(snoozed_until__lte=clock.now()))

    def snoozed(self) -> Self:
        """Asleep until a later day."""
        return self.filter(state=FeedbackState.INBOX, snoozed_until__gt=clock.now())


class FeedbackState(models.TextChoices):
    """Where a feedback stands. Snoozed is the inbox with a date."""

    INBOX = "inbox", "Inbox"
    REVIEWED = "reviewed", "Reviewed"
    ARCHIVED = "archived", "Archived"


class Feedback(Versioned):
    """One thing somebody said. ``text`` is theirs and is never rewritten; ``title`` is ours."""

    MOVES = {
        FeedbackState.INBOX: {FeedbackState.REVIEWED, FeedbackState.ARCHIVED},
        FeedbackState.REVIEWED: {FeedbackState.INBOX, FeedbackState.ARCHIVED},
        FeedbackState.ARCHIVED: {FeedbackState.INBOX, FeedbackState.REVIEWED},
    }

    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=20_000)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.OTHER)
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    said_at = models.DateTimeField(default=clock.now, help_text="When the customer said it.")
    state = models.CharField(max_length=20, choices=FeedbackState.choices, default=FeedbackState.INBOX)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    assignee = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_feedback")
    submitted_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="submitted_feedback")
    state_before = models.CharField(
        max_length=20, choices=FeedbackState.choices, blank=True, editable=False,
        help_text="Where it goes back to when it is brought back from the archive or separated again.",
    )  # fmt: skip
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    tags = models.ManyToManyField(Tag, blank=True, related_name="feedback")
    source = models.CharField(max_length=60, blank=True, help_text="The system that it came from.")
    source_id = models.CharField(max_length=200, blank=True, help_text="Its id there; the same one never comes in twice.")
    source_url = models.URLField(max_length=500, blank=True)
    batch = models.ForeignKey("ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FeedbackQuerySet.as_manager()
    page = "feedback:feedback"

    class Meta:
        ordering = ("-said_at", "-id")
        verbose_name_plural = "feedback"
        indexes = (
            # All that the inbox narrows by, so that a page and a count are read off the index, without a look at the rows.
            models.Index(
                fields=("state", "-said_at", "-id", "product", "snoozed_until", "channel", "company", "assignee", "merged_into"),
                name="feedback_inbox",
            ),
            models.Index(fields=("-said_at", "-id", "product"), name="feedback_latest"),
            models.Index(fields=("product", "state", "-said_at"), name="feedback_product"),
            models.Index(fields=("company", "-said_at"), name="feedback_company"),
        )
        constraints = (
            models.UniqueConstraint(fields=("source", "source_id"), condition=~Q(source_id=""), name="feedback_source_once"),
            models.CheckConstraint(name="feedback_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))),
        )

    def __str__(self) -> str:
        return self.title or shortened(self.text)

    @property
    def key(self) -> str:
        """The short name that people use: F-12."""
        return f"F-{self.pk}"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse(self.page, args=[self.pk])

    @property
    def is_quotable(self) -> bool:
        """Whether its words may be quoted to customers and in files."""
        interview = getattr(self, "interview", None)
        return interview is None or interview.consent != Consent.NO

    @property
    def quotable_text(self) -> str:
        """Its words, or why they are not told."""
        return self.text if self.is_quotable else NOT_QUOTABLE

    @property
    def is_snoozed(self) -> bool:
        """Whether it is asleep now."""
        return self.state == FeedbackState.INBOX and self.snoozed_until is not None and self.snoozed_until > clock.now()
