"""Waking the worker up: over Redis by a message with the job's id; embedded, the worker looks by itself.

A message is only a nudge. Whatever becomes of it, the sweep finds the row.
"""

from __future__ import annotations

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from history import clock
from jobs.models import Job

logger = logging.getLogger(__name__)


def send(job: Job) -> None:
    """Nudge Celery about a due job once the transaction is committed."""
    if settings.REDIS_URL and job.state == Job.State.WAITING and job.run_at <= clock.now():
        transaction.on_commit(lambda: nudge(job.pk))


def nudge(pk: int) -> bool:
    """Send the job's id to Celery; where the broker is away the row waits for the sweep."""
    try:
        current_app.send_task("jobs.run", args=(pk,), retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("job %s waits for the sweep: the broker does not answer (%s)", pk, error)
        return False
    Job.objects.filter(pk=pk).update(sent_at=clock.now())
    return True
