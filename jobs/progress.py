"""What a running task may say about itself, and what it may be told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from jobs.models import Job

stopping = threading.Event()  # set when this process was asked to end


class Interrupted(BaseException):
    """Ends a task from the inside. A BaseException, so that no task swallows it by catching Exception."""


class Cancelled(Interrupted):
    """Somebody cancelled the job."""


class LeaseLost(Interrupted):
    """The job is no longer ours: another worker took it over."""


class WorkerStops(Interrupted):
    """The worker is ending; the job goes on elsewhere or later."""


@dataclass(frozen=True)
class Claim:
    """The right to run a job, for as long as its lease lasts."""

    job_id: int
    lease: str


_current: ContextVar[Claim | None] = ContextVar("claim", default=None)


@contextmanager
def running(claim: Claim) -> Iterator[None]:
    """Within the block this claim's task runs."""
    token = _current.set(claim)
    try:
        yield
    finally:
        _current.reset(token)


def report(done: int, total: int | None = None, message: str = "") -> None:
    """Say how far the task is, after each batch that it committed. A task may be ended here, and only here.

    Getting further clears the count of attempts: only work that does not advance is ever given up.
    Outside a job it does nothing, so that a task can be called as a plain function.
    """
    claim = _current.get()
    if claim is None:
        return
    said: dict[str, Any] = {"done": done, "message": message[:200]}
    if total is not None:
        said["total"] = total
    rows = Job.objects.filter(pk=claim.job_id, lease=claim.lease)
    rows.filter(done__lt=done).update(attempts=1)
    if not rows.update(**said):
        raise LeaseLost
    if rows.exclude(cancel_asked_at=None).exists():
        raise Cancelled
    if stopping.is_set():
        raise WorkerStops


def current_job_id() -> int | None:
    """The job whose task this is, if one is running."""
    claim = _current.get()
    return claim.job_id if claim else None
