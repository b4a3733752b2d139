"""Files of feedback, and what became of each row."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from feedback.models.feedback import Feedback
from history import clock
from history.actor import Actor, Role
from history.versions import Moving
from people.models import Product

ME = settings.AUTH_USER_MODEL


class ImportState(models.TextChoices):
    """How far an import is."""

    MAPPING = "mapping", "Waiting for its columns to be named"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


class Becomes(models.TextChoices):
    """What the rows of a file become."""

    FEEDBACK = "feedback", "Feedback, to be triaged"
    IDEAS = "ideas", "Ideas, each with its author's words as feedback"


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


class ImportBatch(Moving):
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
    called = "import"
    page = "integrations:import"

    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    reading = models.CharField(max_length=300, blank=True, help_text="How the file was read: its kind, encoding, separator.")
    export = models.CharField(max_length=30, blank=True, help_text="The tool whose export it is; empty for any other table.")
    becomes = models.CharField(max_length=20, choices=Becomes.choices, default=Becomes.FEEDBACK)
    statuses = models.JSONField(default=dict, help_text="What each status of the file means here.")
    forecast = models.JSONField(null=True, help_text="What the last dry run of the whole file said.")
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
    made = models.JSONField(default=dict, help_text="What came of it, and what undoing it took back or left.")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),)

    def __str__(self) -> str:
        return f"row {self.number}"

    @property
    def votes_words(self) -> str:
        """How many votes it gave."""
        number = len(self.made.get("votes", []))
        return f"{number} vote{'' if number == 1 else 's'}"
