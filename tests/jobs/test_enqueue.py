"""Asking for background work."""

from datetime import timedelta

import pytest
from django.db import transaction

from history import clock
from history.actor import system
from jobs.actions import enqueue
from jobs.models import Job
from tests.jobs.work import note

SOMEBODY = system("a test")


def test_a_job_runs_and_keeps_what_its_task_answered(run_jobs, tmp_path):
    job = enqueue(note, str(tmp_path / "notes"), text="hello", actor=SOMEBODY, title="Take a note")
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.result, job.error) == (Job.State.DONE, {"noted": "hello"}, "")
    assert (tmp_path / "notes").read_text() == "hello\n"


def test_a_finished_job_does_not_run_again(run_jobs, tmp_path):
    enqueue(note, str(tmp_path / "notes"), "once", actor=SOMEBODY)
    run_jobs()
    run_jobs()
    assert (tmp_path / "notes").read_text() == "once\n"


def test_a_job_goes_the_way_of_the_change_that_it_follows_from(db, tmp_path):
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(note, str(tmp_path / "notes"), "never", actor=SOMEBODY)
        raise RuntimeError
    assert not Job.objects.exists()


def test_the_same_slot_is_one_job(run_jobs, tmp_path):
    first = enqueue(note, str(tmp_path / "notes"), "first", actor=SOMEBODY, slot="thanks to Ann")
    second = enqueue(note, str(tmp_path / "notes"), "second", actor=SOMEBODY, slot="thanks to Ann")
    run_jobs()
    assert first == second
    assert (tmp_path / "notes").read_text() == "first\n"


def test_a_delayed_job_waits_for_its_time(run_jobs, tmp_path):
    later = clock.now() + timedelta(hours=1)
    job = enqueue(note, str(tmp_path / "notes"), "late", actor=SOMEBODY, run_at=later)
    run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    with clock.at(later + timedelta(seconds=1)):
        run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
