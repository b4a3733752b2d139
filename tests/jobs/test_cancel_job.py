"""Cancelling background work, through every door."""

import pytest

from history.actor import Actor, system
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs import runner
from jobs.actions import cancel_job, enqueue
from jobs.models import Job
from tests.jobs.work import count_up


@pytest.fixture
def job(cast, tmp_path):
    return enqueue(count_up, str(tmp_path / "count"), 5, actor=Actor(person=cast.product_manager), title="Count to five")


def cancel_by_call(job, person, **doors):
    cancel_job(job, actor=Actor(person=person))


def cancel_by_page(job, person, *, browse, **doors):
    assert browse(person).post(f"/jobs/{job.pk}/cancellation/").status_code == 302


def cancel_by_api(job, person, *, call, **doors):
    assert call(person).post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 200


@pytest.mark.parametrize("cancel", [cancel_by_call, cancel_by_page, cancel_by_api])
def test_a_waiting_job_is_cancelled_at_once_and_never_runs(job, cast, cancel, browse, call, run_jobs, tmp_path):
    cancel(job, cast.product_manager, browse=browse, call=call)
    run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert not (tmp_path / "count").exists()
    event = Event.objects.get(kind="job.cancelled")
    assert (event.actor, event.subject_id) == (cast.product_manager, job.pk)


def test_a_running_job_stops_at_its_next_safe_point(job, cast, tmp_path, monkeypatch):
    mine = runner.claim(job.pk)
    monkeypatch.setattr(runner, "claim", lambda pk: mine)
    cancel_job(job, actor=Actor(person=cast.product_manager))
    job.refresh_from_db()
    assert job.is_cancelling
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, (tmp_path / "count").read_text()) == (Job.State.CANCELLED, "x")


def test_an_admin_may_cancel_for_somebody(job, cast):
    cancel_job(job, actor=Actor(person=cast.admin))
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_nobody_else_may(job, cast, browse, call):
    with pytest.raises(NotAllowed):
        cancel_job(job, actor=Actor(person=cast.salesperson))
    assert browse(cast.salesperson).post(f"/jobs/{job.pk}/cancellation/").status_code == 404
    assert call(cast.salesperson).post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_a_finished_job_cannot_be_cancelled(job, cast, run_jobs, call):
    run_jobs()
    with pytest.raises(NotPossible):
        cancel_job(job, actor=Actor(person=cast.product_manager))
    assert call(cast.product_manager).post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 409


def test_the_installations_own_rounds_are_for_admins(cast, call, tmp_path):
    own = enqueue(count_up, str(tmp_path / "count"), 1, actor=system("the schedule"))
    assert call(cast.product_manager).get(f"/api/v1/jobs/{own.pk}/").status_code == 404
    assert call(cast.admin).get(f"/api/v1/jobs/{own.pk}/").status_code == 200
