"""The sweep, every few seconds: scheduled work comes due, abandoned work is taken up, unsent work is sent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q

from history import clock
from history.actor import system
from jobs.actions import enqueue
from jobs.dispatch import nudge
from jobs.models import Job, Worker
from jobs.schedules import Schedule

logger = logging.getLogger(__name__)
KEEP_ROUNDS_FOR = timedelta(days=2)
AT_ONCE = 500


def sweep() -> None:
    """Do all of it. Any number of processes may do so at the same time."""
    take_up_abandoned()
    enqueue_due_rounds(settings.JOBS_SCHEDULE)
    if settings.REDIS_URL:
        send_unsent()


def take_up_abandoned() -> None:
    """Let jobs wait again whose worker fell silent; one that keeps felling its workers is given up."""
    now = clock.now()
    left = Job.objects.abandoned(now)
    gone = {"lease": "", "lease_until": None, "sent_at": None}
    left.exclude(cancel_asked_at=None).update(state=Job.State.CANCELLED, finished_at=now, **gone)
    left.filter(attempts__gte=F("max_attempts")).update(
        state=Job.State.FAILED,
        finished_at=now,
        error="The worker ended in the middle of this job, again and again.",
        **gone,
    )
    if again := left.update(state=Job.State.WAITING, run_at=now, **gone):
        logger.warning("%s abandoned job(s) will be run again", again)


def enqueue_due_rounds(schedules: Sequence[Schedule]) -> None:
    """Make the job of each schedule's current slot, unless it is there or its last round still goes on."""
    slots = {schedule.slot_at(clock.now()): schedule for schedule in schedules}
    there = set(Job.objects.filter(slot__in=slots).values_list("slot", flat=True))
    busy = set(Job.objects.unfinished().filter(slot__isnull=False, person=None).values_list("task", flat=True))
    for slot, schedule in slots.items():
        if slot not in there and schedule.task not in busy:
            enqueue(schedule.task, actor=system("the schedule"), title=schedule.title, slot=slot)


def send_unsent() -> None:
    """Nudge Celery about due jobs that it has not been told of, or was told of in vain."""
    now = clock.now()
    unheard = Q(sent_at=None) | Q(sent_at__lt=now - timedelta(seconds=settings.JOBS_SEND_AGAIN_SECONDS))
    for pk in Job.objects.due(now).filter(unheard).values_list("pk", flat=True)[:AT_ONCE]:
        if not nudge(pk):
            return


def tidy() -> int:
    """Forget rounds that went well and workers long gone; what failed, and what people asked for, stays."""
    before = clock.now() - KEEP_ROUNDS_FOR
    Worker.objects.filter(seen_at__lt=before).delete()
    rounds = Job.objects.filter(person=None, slot__isnull=False, state=Job.State.DONE, finished_at__lt=before)
    return rounds.delete()[0]
