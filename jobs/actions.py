"""The verbs of background work: ask for it, cancel it, start it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from jobs import rules
from jobs.dispatch import send
from jobs.events import JobEvent
from jobs.models import Job


@transaction.atomic
def enqueue(
    task: Any,
    *args: Any,
    actor: Actor,
    title: str = "",
    run_at: datetime | None = None,
    slot: str | None = None,
    link: str = "",
    max_attempts: int = 10,
    **kwargs: Any,
) -> Job:
    """Have ``task`` run in the background, for ``actor``, once what it follows from is committed.

    ``task`` is a Celery task or its name; it takes ids and can run twice without harm. ``slot`` names work that must be
    there only once: a second call with the same slot answers the first job. ``link`` is the page that the work is about.
    """
    job = Job(
        task=getattr(task, "name", task), args=list(args), kwargs=kwargs, person=actor.person, system=actor.system,
        title=title[:200], slot=slot, link=link, run_at=run_at or clock.now(), max_attempts=max_attempts,
    )  # fmt: skip
    if slot is None:
        job.save()
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(slot=slot)
    send(job)
    return job


@transaction.atomic
def cancel_job(job: Job, *, actor: Actor) -> Job:
    """Stop a job: at once if it waits; a running one stops at its next safe point."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    require(rules.may_control(actor, job))
    if job.is_finished:
        raise NotPossible(f"This job is {job.get_state_display().lower()}: there is nothing to cancel.")
    if job.cancel_asked_at:
        raise NotPossible("This job was asked to stop already.")
    job.cancel_asked_at = clock.now()
    if job.state == Job.State.WAITING:
        job.state, job.finished_at = Job.State.CANCELLED, clock.now()
    job.save(update_fields=["cancel_asked_at", "state", "finished_at"])
    record(JobEvent.CANCELLED, job, actor=actor, task=job.task)
    return job


@transaction.atomic
def retry_job(job: Job, *, actor: Actor) -> Job:
    """Start a failed or cancelled job again; it goes on from where its task's checkpoint is."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    require(rules.may_control(actor, job))
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise NotPossible(f"This job is {job.get_state_display().lower()}: only a failed or cancelled one starts again.")
    job.state, job.run_at, job.attempts, job.error = Job.State.WAITING, clock.now(), 0, ""
    job.cancel_asked_at = job.finished_at = job.sent_at = None
    job.save(update_fields=["state", "run_at", "attempts", "error", "cancel_asked_at", "finished_at", "sent_at"])
    record(JobEvent.RETRIED, job, actor=actor, task=job.task)
    send(job)
    return job
