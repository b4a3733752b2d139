"""One verb on many at once, in the background: what was asked, which feedback it was frozen to, what became of each."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from feedback.models.feedback import Feedback
from history import clock
from history.actor import Actor
from history.versions import Moving


class RunState(models.TextChoices):
    """How far a bulk run is."""

    RUNNING = "running", "Running"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Stopped"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    """Questions about bulk runs."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own: a run says what its owner saw."""
        return self if actor.is_system else self.filter(started_by=actor.person) if actor.roles else self.none()


class BulkRun(Moving):
    """One verb on everything that a filter showed, or on many that were picked.

    ``values`` is what the verb takes, as the API sends it. The rows are written down in the job's first step; what came in
    after ``created_at`` is never among them.
    """

    MOVES = {
        RunState.RUNNING: {RunState.DONE, RunState.CANCELLED},
        RunState.DONE: {RunState.UNDOING},
        RunState.CANCELLED: {RunState.UNDOING},
        RunState.UNDOING: {RunState.UNDONE, RunState.CANCELLED},
        RunState.UNDONE: set(),
    }
    called = "run"
    page = "feedback:bulk_run"

    verb = models.CharField(max_length=40)
    values: Any = models.JSONField(default=dict)
    query = models.CharField(max_length=4000, blank=True, help_text="The filter, as it stands in an address.")
    picked: Any = models.JSONField(default=list, help_text="Or the ids that were picked.")
    summary = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=RunState.choices, default=RunState.RUNNING)
    is_frozen = models.BooleanField(default=False, help_text="Whether its rows are written down.")
    total = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    undone_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.summary

    @property
    def is_under_way(self) -> bool:
        """Whether a job is at work on it."""
        return self.state in (RunState.RUNNING, RunState.UNDOING)

    @property
    def can_be_undone(self) -> bool:
        """Whether it did something that still stands."""
        return self.state in (RunState.DONE, RunState.CANCELLED) and self.done_count > self.undone_count + self.kept_count

    @property
    def progress(self) -> int:
        """How many rows the present course has dealt with."""
        if self.state in (RunState.UNDOING, RunState.UNDONE):
            return self.undone_count + self.kept_count
        return self.done_count + self.refused_count

    @property
    def course_total(self) -> int:
        """How many rows the present course has."""
        return self.done_count if self.state in (RunState.UNDOING, RunState.UNDONE) else self.total


class BulkOutcome(models.TextChoices):
    """What became of one feedback in a run."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    UNDONE = "undone", "Undone"
    KEPT = "kept", "Left as it is"


class BulkRow(models.Model):
    """One feedback of a run. ``steps`` are the events that undoing takes back, as long as the version is still the same."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=BulkOutcome.choices, default=BulkOutcome.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    steps: Any = models.JSONField(default=list)
    version_after = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "feedback"), name="bulk_row_once"),)
        indexes = (models.Index(fields=("run", "outcome", "id"), name="bulk_row_outcome"),)

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.feedback_id}"
