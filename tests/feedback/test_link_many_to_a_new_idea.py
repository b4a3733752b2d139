"""Much feedback that says one new thing: one idea is written down, and each is linked to it. Undone, nothing of it stays."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.actions.bulk import AT_ONCE
from feedback.models import BulkOutcome, BulkRun, Feedback, RunState
from history.actor import Actor
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap.actions import edit_idea
from roadmap.models import Idea, Insight
from tests.feedback.doors import INBOX, api_of, browser_of

MANY = AT_ONCE + 2


@pytest.fixture
def few(say):
    return [say(f"The export is slow, number {n}") for n in range(3)]


@pytest.fixture
def many(say):
    return [say(f"The export is slow, number {n}") for n in range(MANY)]


def asked(cast, **more):
    return {"product": cast.product, "title": "A faster export", "problem": "An hour a day"} | more


def start(cast, pm, query="state=inbox"):
    return actions.start_run("link-new", actor=pm, values=asked(cast), query=query)


def undo_of(page) -> str:
    return re.search(r"/feedback/undo/[^\"\\]+", page).group()


def test_one_idea_is_made_and_each_is_linked_with_all_its_words(cast, few, pm):
    actions.do_to_all("link-new", few, actor=pm, **asked(cast, importance=3))
    idea = Idea.objects.get()
    assert (idea.title, idea.problem, idea.owner) == ("A faster export", "An hour a day", cast.product_manager)
    assert {(row.feedback, row.excerpt, row.importance) for row in idea.insights.all()} == {(row, row.text, 3) for row in few}
    assert set(Feedback.objects.values_list("state", flat=True)) == {"reviewed"}
    gathered = Event.objects.get(kind="idea.gathered")
    assert (gathered.subject_id, gathered.facts["count"]) == (idea.pk, 3)


def test_where_one_refuses_there_is_no_idea_either(cast, few, pm):
    actions.archive(few[1], actor=pm)
    with pytest.raises(NotPossible, match="Nothing was changed"):
        actions.do_to_all("link-new", few, actor=pm, **asked(cast))
    assert not Idea.objects.exists()
    with pytest.raises(ValidationError):
        actions.do_to_all("link-new", few, actor=pm, **asked(cast, title=" "))


def test_only_those_who_shape_ideas_make_one(cast, few):
    with pytest.raises(NotAllowed):
        actions.do_to_all("link-new", few, actor=Actor(person=cast.salesperson), **asked(cast))
    assert not Idea.objects.exists()


def test_a_run_links_very_many_and_reports_each(cast, many, pm, run_jobs):
    run = start(cast, pm, query="state=all")
    actions.archive(many[0], actor=pm)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.done_count, run.refused_count) == (RunState.DONE, MANY - 1, 1)
    assert "archived" in run.rows.get(outcome=BulkOutcome.REFUSED).reason
    assert Idea.objects.get().insights.standing().count() == MANY - 1
    assert str(run) == f"New idea from {MANY} feedback"


def test_the_run_undone_takes_the_links_and_the_idea(cast, many, pm, run_jobs):
    run = start(cast, pm)
    run_jobs()
    actions.undo_run(run, actor=pm)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.undone_count) == (RunState.UNDONE, MANY)
    assert not Insight.objects.standing().exists()
    assert set(Feedback.objects.values_list("state", flat=True)) == {"inbox"}
    assert Idea.objects.get().state == "archived"


def test_an_idea_that_somebody_worked_on_since_stays(cast, few, many, pm, run_jobs):
    run = start(cast, pm)
    run_jobs()
    edit_idea(Idea.objects.get(), actor=pm, value="Nine hours a week")
    actions.undo_run(run, actor=pm)
    run_jobs()
    assert not Insight.objects.standing().exists()
    assert Idea.objects.get().state == "unsorted"


def test_the_idea_stays_with_what_it_still_holds(cast, many, pm, run_jobs):
    run = start(cast, pm)
    run_jobs()
    actions.assign(many[0], actor=pm, assignee=cast.product_manager)
    actions.undo_run(run, actor=pm)
    run_jobs()
    run.refresh_from_db()
    assert (run.undone_count, run.kept_count) == (MANY - 1, 1)
    assert Idea.objects.get().insights.standing().get().feedback == many[0]
    assert Idea.objects.get().state == "unsorted"


def test_the_page_asks_for_the_idea_does_it_and_takes_it_back(cast, few):
    browser, ids = browser_of(cast.product_manager), [row.pk for row in few]
    path = "/feedback/bulk/link-new/"
    form = browser.get(path, {"id": ids}).content.decode()
    assert f'<option value="{cast.product.pk}" selected>' in form
    body = {"id": ids, "product": cast.product.pk, "title": "A faster export", "importance": 2}
    empty = browser.post(path, body | {"title": "", "problem": "An hour a day"})
    assert empty.status_code == 422
    assert "An hour a day" in empty.content.decode()
    page = browser.post(path, body, headers={"HX-Request": "true", "HX-Current-URL": INBOX})
    assert "3 feedback support the new idea" in page.headers["HX-Trigger"]
    assert Idea.objects.get().insights.count() == 3
    assert browser.post(undo_of(page.headers["HX-Trigger"])).status_code == 302
    assert Idea.objects.get().state == "archived"
    assert set(Feedback.objects.values_list("state", flat=True)) == {"inbox"}


def test_all_that_match_become_a_run_from_the_page(cast, many):
    body = {"filter": "q=export", "product": cast.product.pk, "title": "A faster export", "importance": 2}
    answer = browser_of(cast.product_manager).post("/feedback/bulk/link-new/", body)
    run = BulkRun.objects.get()
    assert answer.headers["Location"] == f"/feedback/runs/{run.pk}/"
    assert (run.total, run.values) == (MANY, {"idea": Idea.objects.get().pk, "importance": 2})


def test_the_api_links_few_and_starts_a_run_for_many(cast, many):
    api = api_of(cast.product_manager)
    values = {"product": cast.product.pk, "title": "A faster export"}
    few = api.post(
        "/api/v1/feedback/bulk/", {"verb": "link-new", "ids": [many[0].pk], "values": values}, format="json"
    ).json()  # fmt: skip
    assert [row["state"] for row in few["results"]] == ["reviewed"]
    lost = {"verb": "link-new", "ids": [many[1].pk], "values": {"title": "No product"}}
    assert api.post("/api/v1/feedback/bulk/", lost, format="json").status_code == 400
    body = {"verb": "link-new", "filter": {"state": "inbox"}, "values": values}
    run = api.post("/api/v1/feedback/bulk/", body, format="json")
    assert (run.status_code, run.json()["run"]["total"]) == (202, MANY - 1)
