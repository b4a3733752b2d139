"""The pages of background work."""

import pytest

from history.actor import Actor, system
from jobs import runner
from jobs.actions import enqueue
from jobs.models import Job
from tests.jobs.work import complain, count_up, refuse


@pytest.fixture
def counting(cast, tmp_path):
    return enqueue(count_up, str(tmp_path / "count"), 4000, actor=Actor(person=cast.product_manager), title="Count to 4,000")


def test_the_list_shows_ones_own_jobs(counting, cast, browse):
    assert b"Count to 4,000" in browse(cast.product_manager).get("/jobs/").content
    assert b"Count to 4,000" not in browse(cast.salesperson).get("/jobs/").content


def test_an_admin_sees_everybodys_and_the_rounds_on_asking(counting, cast, browse):
    enqueue("history.seal", actor=system("the schedule"), title="Seal history")
    admin = browse(cast.admin)
    plain, with_rounds = admin.get("/jobs/").content, admin.get("/jobs/?rounds=1").content
    assert b"Count to 4,000" in plain
    assert b"Seal history" not in plain
    assert b"Seal history" in with_rounds
    assert b"Seal history" not in browse(cast.product_manager).get("/jobs/?rounds=1").content


def test_an_empty_list_says_what_will_be_there(cast, browse):
    assert b"No jobs yet" in browse(cast.viewer).get("/jobs/").content


def test_a_running_job_shows_how_far_it_is_and_asks_again(counting, cast, browse):
    runner.claim(counting.pk)
    Job.objects.update(done=1200, total=4000, message="Counting")
    text = browse(cast.product_manager).get(f"/jobs/{counting.pk}/").content.decode()
    assert '<progress class="" value="1200" max="4000"' in text
    assert "1,200 of 4,000" in text
    assert 'hx-trigger="every 1s"' in text


def test_htmx_gets_the_course_alone_and_the_whole_page_at_the_end(cast, run_jobs, browse):
    job = enqueue(refuse, actor=Actor(person=cast.salesperson), title="Bring in the list")
    browser = browse(cast.salesperson)
    watching = browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in watching
    assert "every 1s" in watching
    run_jobs()
    assert browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    text = browser.get(f"/jobs/{job.pk}/").content.decode()
    assert "every 1s" not in text
    assert "This batch was undone already." in text
    assert "Start again" in text


def test_a_strangers_job_is_not_there(counting, cast, browse):
    for address in (f"/jobs/{counting.pk}/", f"/jobs/{counting.pk}/errors.csv", "/jobs/999999/"):
        assert browse(cast.salesperson).get(address).status_code == 404


def test_the_error_file_lists_each_row_and_no_cell_is_a_formula(cast, run_jobs, browse):
    job = enqueue(complain, actor=Actor(person=cast.product_manager))
    run_jobs()
    answer = browse(cast.product_manager).get(f"/jobs/{job.pk}/errors.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="job-{job.pk}-errors.csv"'
    assert answer.getvalue().decode("utf-8-sig").splitlines() == ["row,error", "3,No company", "7,'=cmd()"]


def test_the_list_costs_the_same_however_long_it_is(cast, browse, django_assert_max_num_queries, tmp_path):
    for number in range(30):
        enqueue(count_up, str(tmp_path / "count"), number, actor=Actor(person=cast.product_manager))
    page = browse(cast.product_manager)
    with django_assert_max_num_queries(15):
        page.get("/jobs/")


def test_the_api_lists_ones_own_and_names_its_fields(counting, cast, call):
    [shown] = call(cast.product_manager).get("/api/v1/jobs/").json()["results"]
    assert (shown["title"], shown["state"], shown["person"]) == ("Count to 4,000", "waiting", cast.product_manager.pk)
    assert not {"args", "kwargs", "lease", "worker"} & set(shown)
    assert call(cast.salesperson).get("/api/v1/jobs/").json()["results"] == []
