"""Running jobs: claim one under a lease, keep the lease alive, run the task, write down how it ended.

The lease is what makes a kill harmless: whoever holds it renews it, and where nobody renews it any more the sweep gives
the job to another. Every statement about a running job names the lease, so a worker that was given up cannot meddle.
"""

from __future__ import annotations

import json
import logging
import os
import random
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection
from django.db.models import F

from history import clock
from history.refusals import Refusal
from jobs.models import Job, Worker
from jobs.progress import Cancelled, Claim, Interrupted, LeaseLost, WorkerStops, running

logger = logging.getLogger(__name__)
FIRST_PAUSE = 5  # seconds
LONGEST_PAUSE = 3600


def lease_length() -> timedelta:
    """How long a worker may be silent before its job is given to another."""
    return timedelta(seconds=settings.JOBS_LEASE_SECONDS)


def worker_name() -> str:
    """This process, as the page of a job names it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def claim(pk: int) -> Claim | None:
    """Take a due job; only one of many workers who try succeeds."""
    now = clock.now()
    mine = Claim(pk, uuid.uuid4().hex)
    taken = Job.objects.due(now).filter(pk=pk).order_by().update(
        state=Job.State.RUNNING, lease=mine.lease, lease_until=now + lease_length(), worker=worker_name(),
        attempts=F("attempts") + 1, started_at=now, finished_at=None,
    )  # fmt: skip
    return mine if taken else None


def run(pk: int) -> bool:
    """Claim and run one job to its end; False when it was not to be had."""
    mine = claim(pk)
    if mine is None:
        return False
    job = Job.objects.get(pk=pk)
    try:
        with keeping_alive(mine), running(mine), clock.at_home():
            result = current_app.tasks[job.task].apply(args=job.args, kwargs=job.kwargs, throw=True).result
        finish(mine, state=Job.State.DONE, result=as_json(result), error="")
    except Interrupted as interruption:
        yield_job(mine, interruption)
    except (Refusal, ValidationError) as refusal:
        finish(mine, state=Job.State.FAILED, error=sentence_of(refusal))
    except Exception as error:
        logger.exception("job %s (%s), attempt %s", pk, job.task, job.attempts)
        fail(mine, job, f"Unexpected {type(error).__name__}; the log tells more under job {pk}.")
    return True


@contextmanager
def keeping_alive(mine: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own while the block runs."""
    over = threading.Event()
    heart = threading.Thread(target=beat, args=(mine, over), name=f"lease of job {mine.job_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def beat(mine: Claim, over: threading.Event) -> None:
    """Renew the lease, three times in its length, until told that it is over."""
    try:
        while not over.wait(settings.JOBS_LEASE_SECONDS / 3):
            try:
                Job.objects.filter(pk=mine.job_id, lease=mine.lease).update(lease_until=clock.now() + lease_length())
                seen(worker_name())
            except DatabaseError as error:
                logger.warning("the lease of job %s could not be renewed: %s", mine.job_id, error)
                connection.close()
    finally:
        connection.close()


def seen(name: str) -> None:
    """Note that this worker is alive."""
    Worker.objects.update_or_create(name=name, defaults={"seen_at": clock.now()})


def finish(mine: Claim, **how: Any) -> bool:
    """Write down how the job ended, unless it was given to another meanwhile."""
    held = Job.objects.filter(pk=mine.job_id, lease=mine.lease)
    if not held.update(lease="", lease_until=None, finished_at=clock.now(), **how):
        logger.warning("job %s was taken over before it ended here", mine.job_id)
        return False
    return True


def give_back(mine: Claim, **how: Any) -> None:
    """Let the job wait again."""
    held = Job.objects.filter(pk=mine.job_id, lease=mine.lease)
    held.update(state=Job.State.WAITING, lease="", lease_until=None, sent_at=None, **how)


def yield_job(mine: Claim, interruption: Interrupted) -> None:
    """What becomes of a job whose task was ended from the inside."""
    match interruption:
        case Cancelled():
            finish(mine, state=Job.State.CANCELLED)
        case WorkerStops():
            give_back(mine, run_at=clock.now())
        case LeaseLost():
            logger.warning("job %s goes on elsewhere", mine.job_id)


def fail(mine: Claim, job: Job, error: str) -> None:
    """Try again after a pause that grows, or give up after the last attempt."""
    job.refresh_from_db(fields=["attempts", "cancel_asked_at"])
    if job.cancel_asked_at:
        finish(mine, state=Job.State.CANCELLED, error=error)
    elif job.attempts >= job.max_attempts:
        finish(mine, state=Job.State.FAILED, error=error)
    else:
        give_back(mine, run_at=clock.now() + pause_after(job.attempts), error=error)


def pause_after(attempts: int) -> timedelta:
    """Doubling from five seconds to an hour, and scattered, so that what failed together is not tried together."""
    seconds = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311


def sentence_of(refusal: Exception) -> str:
    """A refusal as its reader sees it."""
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def as_json(result: Any) -> Any:
    """A task's answer as the row can hold it."""
    return json.loads(json.dumps(result, cls=DjangoJSONEncoder))
