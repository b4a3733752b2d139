"""The embedded worker: runs jobs and keeps the schedules without a broker."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection

from history import clock
from jobs import runner
from jobs.models import Job
from jobs.progress import stopping
from jobs.sweep import sweep

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.5  # seconds between looks for due jobs when there was none
SWEEP_EVERY = 2.0


class Command(BaseCommand):
    help = "Run background jobs and schedules, without a broker. Stop it with Ctrl-C or TERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=settings.JOBS_THREADS, help="jobs at the same time")

    def handle(self, *args: Any, threads: int, **options: Any) -> None:
        current_app.loader.import_default_modules()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopping.set())
        runners = [threading.Thread(target=run_due_jobs, name=f"runner {n}", daemon=True) for n in range(threads)]
        for thread in runners:
            thread.start()
        while not stopping.is_set():
            with surviving():
                runner.seen(runner.worker_name())
                sweep()
            stopping.wait(SWEEP_EVERY)
        for thread in runners:
            thread.join(timeout=settings.JOBS_GRACE_SECONDS)


def run_due_jobs() -> None:
    """Take one due job after the other until this process is to end."""
    while not stopping.is_set():
        busy = False
        with surviving():
            busy = run_next()
        if not busy:
            stopping.wait(LOOK_EVERY)
    connection.close()


def run_next() -> bool:
    """Run the first due job that is to be had."""
    due = Job.objects.due(clock.now()).values_list("pk", flat=True)[:8]
    return any(runner.run(pk) for pk in list(due) if not stopping.is_set())


@contextlib.contextmanager
def surviving() -> Iterator[None]:
    """No single fault, such as a database that is away for a while, ends the worker."""
    close_old_connections()
    try:
        yield
    except Exception:
        logger.exception("the worker goes on after this")
        connection.close()
        stopping.wait(1)
    finally:
        close_old_connections()
