"""Real workers for tests: started as processes of their own, on the test's database, and killed without warning."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
EMBEDDED = [[sys.executable, "manage.py", "work"]]
CELERY = [
    [sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", "--loglevel", "error", "--concurrency", "2"],
    [sys.executable, "-m", "celery", "--app", "config", "--quiet", "beat", "--loglevel", "error", "--pidfile", ""],
]


def database_url() -> str:
    """The test's own database, as a worker is told of it."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    user = f"{own['USER']}:{own['PASSWORD']}@" if own["PASSWORD"] else f"{own['USER']}@"
    return f"postgres://{user}{own['HOST']}:{own['PORT'] or 5432}/{own['NAME']}"


@contextmanager
def working(commands: list[list[str]], folder: Path, redis_url: str) -> Iterator[Callable[[], None]]:
    """Workers run within the block; calling what it yields kills them all at once, with no chance to say goodbye."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DATABASE_URL": database_url(), "REDIS_URL": redis_url,
        "CELERY_QUEUE": f"faults-{os.getpid()}", "JOBS_LEASE_SECONDS": "2", "JOBS_SEND_AGAIN_SECONDS": "2", "VAR_DIR": str(folder),
    }  # fmt: skip
    processes = []
    for command in commands:
        schedule = ["--schedule", str(folder / "beat")] if "beat" in command else []
        processes.append(subprocess.Popen([*command, *schedule], cwd=ROOT, env=environment, start_new_session=True))

    def kill() -> None:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    try:
        yield kill
    finally:
        kill()


def wait_until(holds: Callable[[], bool], *, within: float = 120) -> None:
    """Look again and again until it holds."""
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, f"still not so after {within} seconds"
        time.sleep(0.1)
