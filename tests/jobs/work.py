"""Pieces of work for the tests of jobs."""

from __future__ import annotations

import time
from pathlib import Path

from celery import shared_task

from history import clock
from history.refusals import NotPossible
from jobs.progress import report


@shared_task(name="tests.note")
def note(path: str, text: str) -> dict[str, str]:
    """Add a line to a file."""
    with Path(path).open("a") as file:
        file.write(text + "\n")
    return {"noted": text}


@shared_task(name="tests.count_up")
def count_up(path: str, goal: int, pause: float = 0) -> int:
    """Add a letter to a file until it holds ``goal`` letters: the file is the checkpoint."""
    file = Path(path)
    file.touch()
    while (there := file.stat().st_size) < goal:
        with file.open("a") as open_file:
            open_file.write("x")
        time.sleep(pause)
        report(there + 1, goal, f"{there + 1:,} of {goal:,}")
    return goal


@shared_task(name="tests.stumble")
def stumble() -> None:
    """Fail as a bug does."""
    raise RuntimeError("the password is hunter2")


@shared_task(name="tests.refuse")
def refuse() -> None:
    """Fail as a verb does."""
    raise NotPossible("This batch was undone already.")


@shared_task(name="tests.complain")
def complain() -> dict[str, list[dict[str, object]]]:
    """End well, with rows that could not be used."""
    return {"errors": [{"row": 3, "error": "No company"}, {"row": 7, "error": "=cmd()"}]}


@shared_task(name="tests.tell_day")
def tell_day() -> str:
    """Say which day it is."""
    return clock.today().isoformat()
