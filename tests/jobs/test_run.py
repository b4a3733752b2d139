"""Running jobs: claims, failures, refusals and leases."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from history import clock
from history.actor import system
from jobs import runner
from jobs.actions import enqueue
from jobs.models import Job
from jobs.progress import stopping
from jobs.sweep import take_up_abandoned
from people.models import Organisation
from tests.jobs.work import count_up, note, refuse, stumble, tell_day

SOMEBODY = system("a test")


def test_only_one_worker_gets_a_job(db, tmp_path):
    job = enqueue(note, str(tmp_path / "notes"), "mine", actor=SOMEBODY)
    assert runner.claim(job.pk) is not None
    assert runner.claim(job.pk) is None
    assert runner.run(job.pk) is False


def test_what_somebody_asked_for_goes_before_rounds_that_wait_longer(cast, acting):
    waiting = enqueue("history.seal", actor=system("the schedule"), run_at=clock.now() - timedelta(hours=1))
    asked = enqueue("history.seal", actor=acting(cast.leader))
    assert list(Job.objects.due(clock.now())) == [asked, waiting]


def test_an_unexpected_failure_is_tried_again_later_and_says_nothing_of_the_inside(run_jobs):
    job = enqueue(stumble, actor=SOMEBODY)
    run_jobs()
    job.refresh_from_db()
    assert job.will_try_again
    assert job.run_at > clock.now() + timedelta(seconds=3)
    assert job.error == f"Unexpected RuntimeError; the log tells more under job {job.pk}."


def test_the_last_attempt_is_the_end(run_jobs):
    job = enqueue(stumble, actor=SOMEBODY, max_attempts=2)
    run_jobs()
    with clock.at(clock.now() + timedelta(minutes=1)):
        run_jobs()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, 2)


def test_pauses_grow_to_an_hour_and_are_scattered():
    assert timedelta(seconds=3) < runner.pause_after(1) < timedelta(seconds=7)
    assert timedelta(minutes=45) <= runner.pause_after(30) <= timedelta(minutes=75)
    assert len({runner.pause_after(3) for _ in range(5)}) > 1


def test_a_refusal_is_final_and_keeps_its_sentence(run_jobs):
    job = enqueue(refuse, actor=SOMEBODY)
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "This batch was undone already.")


@pytest.mark.parametrize(
    ("zone", "hour", "day"),
    [("Pacific/Auckland", 12, "2026-02-01"), ("UTC", 12, "2026-01-31"), ("Pacific/Honolulu", 5, "2026-01-30")],
)
def test_a_job_lives_the_day_of_the_organisation_and_leaves_the_zone_as_it_was(cast, run_jobs, zone, hour, day):
    Organisation.objects.update(time_zone=zone)
    before = timezone.get_current_timezone_name()
    with clock.at(datetime(2026, 1, 31, hour, tzinfo=UTC)):
        job = enqueue(tell_day, actor=SOMEBODY)
        run_jobs()
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, day)
    assert timezone.get_current_timezone_name() == before


def test_an_unknown_task_fails_and_does_not_stop_the_worker(run_jobs):
    job = enqueue("no.such.task", actor=SOMEBODY, max_attempts=1)
    run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_a_job_says_how_far_it_is(run_jobs, tmp_path):
    job = enqueue(count_up, str(tmp_path / "count"), 3, actor=SOMEBODY)
    run_jobs()
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (3, 3, "3 of 3")


def test_an_abandoned_job_waits_again_once_its_lease_is_over(db, tmp_path):
    job = enqueue(note, str(tmp_path / "notes"), "again", actor=SOMEBODY)
    runner.claim(job.pk)
    take_up_abandoned()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    with clock.at(clock.now() + runner.lease_length() + timedelta(seconds=1)):
        take_up_abandoned()
    job.refresh_from_db()
    assert (job.state, job.lease) == (Job.State.WAITING, "")


def test_a_job_that_keeps_felling_its_workers_is_given_up(db):
    job = enqueue(stumble, actor=SOMEBODY, max_attempts=2)
    for round_number in range(2):
        moment = clock.now() + timedelta(minutes=5 * round_number)
        with clock.at(moment):
            runner.claim(job.pk)
        with clock.at(moment + timedelta(minutes=2)):
            take_up_abandoned()
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "The worker ended in the middle of this job, again and again.")


def test_whoever_lost_the_lease_cannot_write_the_end(db, tmp_path):
    job = enqueue(note, str(tmp_path / "notes"), "late", actor=SOMEBODY)
    lost = runner.claim(job.pk)
    with clock.at(clock.now() + timedelta(minutes=2)):
        take_up_abandoned()
        held = runner.claim(job.pk)
    assert runner.finish(lost, state=Job.State.FAILED) is False
    assert runner.finish(held, state=Job.State.DONE) is True


@pytest.fixture
def worker_is_asked_to_stop():
    stopping.set()
    yield
    stopping.clear()


def test_a_stopping_worker_gives_the_job_back_where_it_is(db, tmp_path, worker_is_asked_to_stop):
    job = enqueue(count_up, str(tmp_path / "count"), 5, actor=SOMEBODY)
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.WAITING, 1)
    stopping.clear()
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, (tmp_path / "count").read_text()) == (Job.State.DONE, "xxxxx")
