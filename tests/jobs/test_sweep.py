"""Rounds come by the clock, once each, whoever looks."""

from datetime import timedelta

import pytest
from celery import current_app

from history import clock
from history.actor import system
from jobs.actions import enqueue
from jobs.models import Job, Worker
from jobs.schedules import Schedule
from jobs.sweep import enqueue_due_rounds, tidy
from tests.jobs.work import stumble

HOURLY = Schedule("take a note", "tests.note", every=3600)
NOON = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def test_a_slot_makes_one_job_however_often_the_sweep_looks(db):
    for seconds in (0, 5, 3599):
        with clock.at(NOON + timedelta(seconds=seconds)):
            enqueue_due_rounds([HOURLY])
    assert Job.objects.count() == 1


def test_the_next_slot_makes_the_next_job_once_the_last_is_over(db):
    with clock.at(NOON):
        enqueue_due_rounds([HOURLY])
    with clock.at(NOON + timedelta(hours=1)):
        enqueue_due_rounds([HOURLY])
        assert Job.objects.count() == 1
        Job.objects.update(state=Job.State.DONE)
        enqueue_due_rounds([HOURLY])
    assert Job.objects.count() == 2


def test_slots_that_nobody_was_awake_for_are_not_made_up_for(db):
    for hour in (0, 9):
        with clock.at(NOON + timedelta(hours=hour)):
            Job.objects.update(state=Job.State.DONE)
            enqueue_due_rounds([HOURLY])
    assert Job.objects.count() == 2


def test_every_scheduled_task_exists(settings, celery_tasks):
    assert {schedule.task for schedule in settings.JOBS_SCHEDULE} <= celery_tasks


def test_names_of_schedules_are_their_own(settings):
    names = [schedule.name for schedule in settings.JOBS_SCHEDULE]
    assert len(names) == len(set(names))


def test_tidying_forgets_old_rounds_and_keeps_failures_and_what_people_asked_for(cast, acting, run_jobs, tmp_path):
    enqueue("tests.note", str(tmp_path / "notes"), "a round", actor=system("the schedule"), slot="round@1")
    enqueue("tests.note", str(tmp_path / "notes"), "a wish", actor=acting(cast.admin), slot="wish@1")
    enqueue(stumble, actor=system("the schedule"), slot="stumble@1", max_attempts=1)
    run_jobs()
    Worker.objects.create(name="long gone", seen_at=clock.now())
    with clock.at(clock.now() + timedelta(days=3)):
        tidy()
    assert set(Job.objects.values_list("slot", flat=True)) == {"wish@1", "stumble@1"}
    assert not Worker.objects.exists()


@pytest.fixture
def celery_tasks():
    current_app.loader.import_default_modules()
    return set(current_app.tasks)
