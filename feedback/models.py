"""What customers say, in their words, and what becomes of each."""

from __future__ import annotations

import textwrap
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse

from customers.models import Company, Contact
from history import clock
from history.actor import Actor, Role
from history.versions import Versioned
from people.models import Product

ME = settings.AUTH_USER_MODEL


class Channel(models.TextChoices):
    """How the words reached us."""

    EMAIL = "email", "E-mail"
    CALL = "call", "Call"
    CHAT = "chat", "Chat"
    SUPPORT = "support", "Support ticket"
    SURVEY = "survey", "Survey"
    PORTAL = "portal", "Portal"
    SALES = "sales", "Sales request"
    INTERVIEW = "interview", "Interview"
    COMMUNITY = "community", "Community"
    IMPORT = "import", "Import"
    API = "api", "API"
    OTHER = "other", "Other"


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


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Questions about feedback."""

    def visible_to(self, actor: Actor) -> Self:
        """Feedback of the products one may see, and what has no product yet."""
        if actor.is_system:
            return self
        if not actor.roles:
            return self.none()
        return self.filter(Q(product=None) | Q(product__in=actor.person.visible_products()))  # type: ignore[union-attr]

    def for_lists(self) -> Self:
        """With what a row of a list shows, and no more of the words than it shows."""
        return (
            self.annotate(snippet=Left("text", 240))
            .defer("text")
            .select_related("company", "contact", "product", "assignee", "request")
        )

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
            models.Index(fields=("state", "-said_at", "-id"), name="feedback_inbox"),
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
    def is_snoozed(self) -> bool:
        """Whether it is asleep now."""
        return self.state == FeedbackState.INBOX and self.snoozed_until is not None and self.snoozed_until > clock.now()


class SetAsideReason(models.TextChoices):
    """Why a feedback supports no idea."""

    PRAISE = "praise", "Praise, nothing to change"
    SOLVED = "solved", "Already solved"
    QUESTION = "question", "A question, answered"
    NOT_OUR_MARKET = "not_our_market", "Not whom we build for"
    UNCLEAR = "unclear", "Too unclear to use"
    SPAM = "spam", "Spam"
    OTHER = "other", "Another reason"


class SetAside(models.Model):
    """The reviewed end of a feedback that supports no idea. Undone, it stays with its date of undoing."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="set_asides")
    reason = models.CharField(max_length=20, choices=SetAsideReason.choices)
    words = models.TextField(blank=True, max_length=2000)
    look_again_when = models.CharField(max_length=200, blank=True, help_text="What would make you look at this again?")
    by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("feedback",), condition=Q(undone_at=None), name="set_aside_once"),)

    def __str__(self) -> str:
        return f"{self.feedback}: {self.get_reason_display()}"


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


class RequestQuerySet(models.QuerySet["Request"]):
    """Questions about requests."""

    def visible_to(self, actor: Actor) -> Self:
        """Requests whose feedback one may see."""
        return self if actor.is_system else self.filter(feedback__in=Feedback.objects.visible_to(actor))


class Request(Versioned):
    """Feedback that a salesperson submits for a deal."""

    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="request")
    submitted_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="requests")
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


class Follow(models.Model):
    """Somebody who wants to hear what becomes of a feedback."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="follows")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("feedback", "person"), name="follow_once"),)

    def __str__(self) -> str:
        return f"{self.person} follows {self.feedback}"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about saved views."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that others share."""
        if actor.is_system:
            return self
        return self.filter(Q(owner=actor.person) | Q(is_shared=True)) if actor.roles else self.none()


class SavedView(Versioned):
    """A person's named filter of the inbox; a shared one is everybody's."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField(default=False)
    query = models.CharField(max_length=1000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="saved_view_name_once"),)

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """How far an import is."""

    MAPPING = "mapping", "Waiting for its columns to be named"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Questions about imports."""

    def visible_to(self, actor: Actor) -> Self:
        """Imports into products that one may see; those into no product are their starter's and the admins'."""
        if actor.is_system:
            return self
        own = Q(started_by=actor.person)
        if actor.has(Role.ADMIN):
            own |= Q(product=None)
        return self.filter(own | Q(product__in=Product.objects.visible_to(actor)))


class ImportBatch(Versioned):
    """One file of feedback. Every row that was read is created, skipped, or failed with its reason."""

    MOVES = {
        ImportState.MAPPING: {ImportState.RUNNING, ImportState.CANCELLED},
        ImportState.RUNNING: {ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED},
        ImportState.DONE: {ImportState.UNDOING},
        ImportState.CANCELLED: {ImportState.UNDOING},
        ImportState.FAILED: {ImportState.UNDOING},
        ImportState.UNDOING: {ImportState.UNDONE},
        ImportState.UNDONE: set(),
    }
    page = "feedback:import"

    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=ImportState.choices, default=ImportState.MAPPING)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=60, default="import", help_text="The system that the file is from.")
    started_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        """Whether a job is at work on it."""
        return self.state in (ImportState.RUNNING, ImportState.UNDOING)


class RowOutcome(models.TextChoices):
    """What became of a row of a file."""

    CREATED = "created", "Created"
    SKIPPED = "skipped", "Skipped"
    FAILED = "failed", "Failed"


class ImportRow(models.Model):
    """One row of a file, and what became of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row's number in the file, the header being row 1.")
    outcome = models.CharField(max_length=20, choices=RowOutcome.choices)
    reason = models.CharField(max_length=500, blank=True)
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.SET_NULL, related_name="+")
    values: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),)

    def __str__(self) -> str:
        return f"row {self.number}"
