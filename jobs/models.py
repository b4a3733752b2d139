"""Work that happens behind the scenes: one row for each piece, and the row is the truth about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor, Role

WORKER_SILENT_AFTER = timedelta(seconds=45)


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about jobs."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own jobs; an admin sees all."""
        return self if actor.has(Role.ADMIN) else self.filter(person=actor.person)

    def due(self, at: datetime) -> Self:
        """Waiting jobs whose time has come: what somebody asked for before the house's own rounds, then the longest waiting."""
        is_round = models.ExpressionWrapper(Q(person=None), models.BooleanField())
        return self.filter(state=Job.State.WAITING, run_at__lte=at).order_by(is_round, "run_at", "id")

    def abandoned(self, at: datetime) -> Self:
        """Running jobs whose worker has not been heard of in time."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=at)

    def unfinished(self) -> Self:
        """Jobs that wait or run."""
        return self.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))

    def asked_by_people(self) -> Self:
        """Jobs that somebody waits for, as opposed to the installation's own rounds."""
        return self.exclude(person=None)


class Job(models.Model):
    """One piece of background work: what to run, for whom, how far it is, and how it ended.

    Mail, imports and scheduled rounds are all of this kind. Whoever enqueues one does so in the transaction of the change
    that it follows from, so neither is ever without the other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    MOVES = {
        State.WAITING: {State.RUNNING, State.CANCELLED, State.FAILED},
        State.RUNNING: {State.WAITING, State.DONE, State.FAILED, State.CANCELLED},
        State.FAILED: {State.WAITING},
        State.CANCELLED: {State.WAITING},
        State.DONE: set(),
    }

    task = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)
    args = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    kwargs = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    slot = models.CharField(max_length=200, null=True, unique=True)
    link = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=clock.now)
    run_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=10)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True)
    cancel_asked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("run_at", "id"), name="job_due", condition=Q(state="waiting")),
            models.Index(fields=("lease_until",), name="job_lease", condition=Q(state="running")),
            models.Index(fields=("person", "-id"), name="job_person"),
        )
        constraints = (
            models.CheckConstraint(
                name="job_somebody_asked_for_it",
                condition=Q(person__isnull=False, system="") | (Q(person__isnull=True) & ~Q(system="")),
            ),
            models.CheckConstraint(
                name="job_runs_under_a_lease",
                condition=Q(state="running", lease_until__isnull=False) & ~Q(lease="") | ~Q(state="running") & Q(lease=""),
            ),
        )

    def __str__(self) -> str:
        return self.title or self.task

    @property
    def is_finished(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        return self.cancel_asked_at is not None and not self.is_finished

    @property
    def will_try_again(self) -> bool:
        """Whether it failed before and waits for its next attempt."""
        return self.state == self.State.WAITING and bool(self.error)

    @property
    def error_rows(self) -> list[dict[str, Any]]:
        """What went wrong, piece by piece, where the task said so; else the one error there is."""
        rows = self.result.get("errors") if isinstance(self.result, dict) else None
        if isinstance(rows, list):
            return [row if isinstance(row, dict) else {"error": row} for row in rows]
        return [{"error": self.error}] if self.error else []


class Worker(models.Model):
    """Who does the work, and when they were last heard of."""

    name = models.CharField(max_length=120, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def is_any_awake(cls, at: datetime) -> bool:
        """Whether some worker was heard of lately."""
        return cls.objects.filter(seen_at__gte=at - WORKER_SILENT_AFTER).exists()
