"""Starting a job again, through every door."""

import pytest

from history.actor import Actor
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.actions import cancel_job, enqueue, retry_job
from jobs.models import Job
from tests.jobs.work import note, refuse


@pytest.fixture
def failed(cast, run_jobs):
    job = enqueue(refuse, actor=Actor(person=cast.salesperson), title="Bring in the list")
    run_jobs()
    job.refresh_from_db()
    return job


def retry_by_call(job, person, **doors):
    retry_job(job, actor=Actor(person=person))


def retry_by_page(job, person, *, browse, **doors):
    assert browse(person).post(f"/jobs/{job.pk}/retry/").status_code == 302


def retry_by_api(job, person, *, call, **doors):
    assert call(person).post(f"/api/v1/jobs/{job.pk}/retry/").status_code == 200


@pytest.mark.parametrize("retry", [retry_by_call, retry_by_page, retry_by_api])
def test_a_failed_job_waits_for_a_new_first_attempt(failed, cast, retry, browse, call):
    retry(failed, cast.salesperson, browse=browse, call=call)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (Job.State.WAITING, 0, "")
    assert Event.objects.get(kind="job.retried").actor == cast.salesperson


def test_a_cancelled_job_may_start_again(cast, run_jobs, tmp_path):
    somebody = Actor(person=cast.salesperson)
    job = enqueue(note, str(tmp_path / "notes"), "after all", actor=somebody)
    cancel_job(job, actor=somebody)
    retry_job(job, actor=somebody)
    run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_job_that_is_done_does_not_start_again(cast, run_jobs, tmp_path):
    somebody = Actor(person=cast.salesperson)
    job = enqueue(note, str(tmp_path / "notes"), "once", actor=somebody)
    run_jobs()
    with pytest.raises(NotPossible):
        retry_job(job, actor=somebody)


def test_only_its_owner_or_an_admin_starts_it_again(failed, cast, browse):
    with pytest.raises(NotAllowed):
        retry_job(failed, actor=Actor(person=cast.leader))
    assert browse(cast.leader).post(f"/jobs/{failed.pk}/retry/").status_code == 404
    retry_job(failed, actor=Actor(person=cast.admin))
