"""A worker killed in the middle loses nothing: what it was doing goes on by itself, and nothing is done twice over."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
import redis

from history.actor import system
from jobs.actions import enqueue
from jobs.models import Job
from tests.faults.workers import CELERY, EMBEDDED, wait_until, working
from tests.jobs.work import count_up, note

SOMEBODY = system("a test")
REDIS_URL = os.environ.get("REDIS_URL", "")
KINDS = [
    pytest.param(EMBEDDED, "", id="embedded"),
    pytest.param(CELERY, REDIS_URL, id="celery", marks=pytest.mark.skipif(not REDIS_URL, reason="REDIS_URL is not set")),
]
pytestmark = pytest.mark.django_db(transaction=True)


def finished(*jobs: Job) -> bool:
    return not Job.objects.unfinished().filter(pk__in=[job.pk for job in jobs]).exists()


def under_way() -> Counter[str]:
    """Whose worker was killed at its work: a note that was written and not yet recorded is written once more."""
    return Counter(job.args[1] for job in Job.objects.filter(state=Job.State.RUNNING, task="tests.note"))


def notes(folder: Path) -> Counter[str]:
    """What was noted, and how often."""
    return Counter((folder / "notes").read_text().split())


@pytest.mark.parametrize(("workers", "redis_url"), KINDS)
def test_jobs_survive_their_worker(workers, redis_url, tmp_path):
    long = [enqueue(count_up, str(tmp_path / f"count-{n}"), 40, 0.1, actor=SOMEBODY) for n in range(2)]
    short = [enqueue(note, str(tmp_path / "notes"), str(n), actor=SOMEBODY) for n in range(5)]
    cut_off: Counter[str] = Counter()
    for goal in (5, 15):
        with working(workers, tmp_path, redis_url) as kill:
            wait_until(lambda goal=goal: Job.objects.filter(pk__in=[job.pk for job in long], done__gte=goal).count() == 2)
            kill()
        cut_off += under_way()
        assert not finished(*long)
    with working(workers, tmp_path, redis_url):
        wait_until(lambda: finished(*long, *short))
    assert set(Job.objects.filter(slot=None).values_list("state", flat=True)) == {Job.State.DONE}
    assert [(tmp_path / f"count-{n}").read_text() for n in range(2)] == ["x" * 40] * 2
    assert Counter("01234") <= notes(tmp_path) <= Counter("01234") + cut_off


@pytest.mark.parametrize(("workers", "redis_url"), KINDS)
def test_scheduled_rounds_fire(workers, redis_url, tmp_path):
    with working(workers, tmp_path, redis_url):
        wait_until(lambda: Job.objects.filter(task="history.seal", state=Job.State.DONE).count() >= 2)


@pytest.mark.skipif(not REDIS_URL, reason="REDIS_URL is not set")
def test_a_redis_that_forgot_everything_costs_nothing(tmp_path):
    queue = f"faults-{os.getpid()}"
    jobs = [enqueue(note, str(tmp_path / "notes"), str(n), actor=SOMEBODY) for n in range(5)]
    with working(CELERY, tmp_path, REDIS_URL) as kill:
        wait_until(lambda: finished(jobs[0]))
        kill()
    cut_off = under_way()
    late = enqueue(note, str(tmp_path / "notes"), "late", actor=SOMEBODY)
    redis.from_url(REDIS_URL).delete(queue, "unacked", "unacked_index", "throughline")
    with working(CELERY, tmp_path, REDIS_URL):
        wait_until(lambda: finished(*jobs, late))
    once = Counter(["0", "1", "2", "3", "4", "late"])
    assert once <= notes(tmp_path) <= once + cut_off
