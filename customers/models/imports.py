"""Files of companies, deals, what companies pay or what pilots came to, and what became of each row."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from history import clock
from history.actor import Actor
from history.versions import Moving
from people.models import Person


class ImportKind(models.TextChoices):
    """What the rows are."""

    COMPANIES = "companies", "Companies"
    DEALS = "deals", "Deals"
    REVENUE = "revenue", "Monthly revenue"
    OUTCOMES = "outcomes", "Outcomes of pilots"


class ImportState(models.TextChoices):
    """How far it is."""

    MAPPING = "mapping", "Waiting for its columns to be named"
    CHECKING = "checking", "Being tried out"
    CHECKED = "checked", "Tried out"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    UNDOING = "undoing", "Being taken back"
    UNDONE = "undone", "Taken back"


class CustomerImportQuerySet(models.QuerySet["CustomerImport"]):
    """Questions about imports."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own: a file holds what its rows say, whatever becomes of them."""
        return self if actor.is_system else self.filter(started_by=actor.person)


class CustomerImport(Moving):
    """One file. It is tried out first, which changes nothing, and may be run again whenever the CRM exports anew."""

    MOVES = {
        ImportState.MAPPING: {ImportState.CHECKING},
        ImportState.CHECKING: {ImportState.CHECKED, ImportState.FAILED},
        ImportState.CHECKED: {ImportState.CHECKING, ImportState.RUNNING},
        ImportState.RUNNING: {ImportState.DONE, ImportState.FAILED},
        ImportState.DONE: {ImportState.CHECKING, ImportState.UNDOING},
        ImportState.FAILED: {ImportState.CHECKING, ImportState.UNDOING},
        ImportState.UNDOING: {ImportState.UNDONE},
        ImportState.UNDONE: {ImportState.CHECKING},
    }
    called = "import"
    page = "customers:import"

    kind = models.CharField(max_length=10, choices=ImportKind.choices, default=ImportKind.COMPANIES)
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="customer-imports/")
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    rows_read = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    has_run = models.BooleanField(default=False, editable=False, help_text="Whether its report tells of what it changed.")

    objects = CustomerImportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        """Whether a job is at work on it."""
        return self.is_taking_rows or self.state == ImportState.UNDOING

    @property
    def is_taking_rows(self) -> bool:
        """Whether rows are tried out or brought in."""
        return self.state in (ImportState.CHECKING, ImportState.RUNNING)

    @property
    def can_be_undone(self) -> bool:
        """Whether what it brought in can be taken back."""
        return self.has_run and self.state in (ImportState.DONE, ImportState.FAILED)


class RowOutcome(models.TextChoices):
    """What became, or would become, of a row."""

    CREATED = "created", "New"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "As it was"
    FAILED = "failed", "Failed"


class ImportedRow(models.Model):
    """One row of a file. ``changes`` is ``{field: [before, after]}`` in words, ``raw`` the same as the values are.

    Once taken back, ``stays`` says what of it could not be, and why.
    """

    batch = models.ForeignKey(CustomerImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row's number in the file, the header being row 1.")
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    name = models.CharField(max_length=200, blank=True)
    record_id = models.BigIntegerField(null=True)
    notes = models.CharField(max_length=500, blank=True)
    changes: Any = models.JSONField(default=dict)
    raw: Any = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    stays = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="imported_row_once"),)

    def __str__(self) -> str:
        return f"row {self.number}"
