"""One verb on very many: frozen at the start, each row reported, stopped and undone as a whole."""

from __future__ import annotations

import pytest

from feedback import actions, tasks
from feedback.actions import runs
from feedback.actions.bulk import AT_ONCE
from feedback.models import BulkOutcome, BulkRun, Feedback, FeedbackState, RunState
from history.actor import Actor
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap.actions import create_idea, link_insight
from roadmap.models import Insight
from tests.feedback.doors import INBOX, api_of, browser_of

MANY = AT_ONCE + 2


@pytest.fixture
def many(say) -> list[Feedback]:
    """More than are done at once."""
    return [say(f"The export is slow, number {n}") for n in range(MANY)]


def start(pm: Actor, verb: str = "archive", query: str = "state=inbox", **values) -> BulkRun:
    return actions.start_run(verb, actor=pm, values=values, query=query)


def outcomes(run: BulkRun) -> dict[str, int]:
    return {outcome: run.rows.filter(outcome=outcome).count() for outcome in BulkOutcome.values}


def test_it_does_all_that_the_filter_showed_and_nothing_that_came_later(many, pm, say, run_jobs):
    elsewhere = say("A call of thanks", channel="portal")
    run = start(pm, query="channel=call")
    late = say("The export is slow, and late")
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.done_count, run.refused_count, run.total) == (RunState.DONE, MANY, 0, MANY)
    assert set(Feedback.objects.exclude(state="archived")) == {elsewhere, late}
    assert not Event.objects.filter(kind="feedback.archived").exclude(actor=pm.person).exists()


def test_each_that_refuses_is_reported_and_the_others_are_done(many, pm, run_jobs):
    run = start(pm, query="state=all")
    actions.archive(many[0], actor=pm)
    run_jobs()
    run.refresh_from_db()
    assert (run.done_count, run.refused_count) == (MANY - 1, 1)
    refused = run.rows.get(outcome=BulkOutcome.REFUSED)
    assert refused.feedback == many[0]
    assert refused.reason == f"{many[0].key} is archived already."


def test_the_job_killed_in_the_middle_goes_on_where_it_was(many, pm):
    run = start(pm, verb="tag", add=["slow"])
    run = runs.freeze(run, actor=pm)
    assert runs.do_some(run, actor=pm)
    assert Feedback.objects.filter(tags__name="slow").count() == runs.CHUNK
    for _ in range(2):  # once more after the end changes nothing
        tasks.run_bulk(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done_count) == (RunState.DONE, MANY)
    assert Event.objects.filter(kind="feedback.tagged").count() == MANY
    assert Event.objects.filter(kind="bulk.done").count() == 1


def test_stopped_it_leaves_the_rest_alone(many, pm, run_jobs):
    run = runs.freeze(start(pm), actor=pm)
    runs.do_some(run, actor=pm)
    actions.cancel_run(run, actor=pm)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.done_count) == (RunState.CANCELLED, runs.CHUNK)
    assert Feedback.objects.filter(state=FeedbackState.INBOX).count() == MANY - runs.CHUNK
    with pytest.raises(NotPossible, match="nothing to stop"):
        actions.cancel_run(run, actor=pm)


VALUES = {
    "archive": {}, "tag": {"add": ["slow"]}, "set-aside": {"reason": "praise", "words": "Thanks"}, "snooze": {"until": "tomorrow"},
    "assign": {"assignee": "pm"}, "move": {"product": "none"}, "link": {"idea": "new"},
}  # fmt: skip


@pytest.mark.parametrize("verb", VALUES)
def test_undone_it_takes_back_what_nobody_changed_and_says_what_it_left(verb, many, pm, cast, run_jobs):
    words = {
        "tomorrow": (Event.objects.first().at.date().replace(year=2027)).isoformat(), "pm": cast.second_product_manager,
        "none": None, "new": create_idea(product=cast.product, title="Fast export", actor=pm),
    }  # fmt: skip
    values = {name: words.get(value, value) if isinstance(value, str) else value for name, value in VALUES[verb].items()}
    before = list(Feedback.objects.order_by("pk").values("state", "snoozed_until", "assignee", "product"))
    run = actions.start_run(verb, actor=pm, values=values, query="state=inbox")
    run_jobs()
    other = Actor(person=cast.second_product_manager)
    actions.edit_feedback(many[3], title="Ours now", actor=other)
    kept = Feedback.objects.values("state", "snoozed_until", "assignee", "product").get(pk=many[3].pk)
    actions.undo_run(run, actor=pm)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.undone_count, run.kept_count) == (RunState.UNDONE, MANY - 1, 1)
    assert run.rows.get(outcome=BulkOutcome.KEPT).reason == "Somebody changed it since."
    before[3] = kept
    assert list(Feedback.objects.order_by("pk").values("state", "snoozed_until", "assignee", "product")) == before
    assert Insight.objects.standing().count() == (verb == "link")
    with pytest.raises(NotPossible):
        actions.undo_run(run, actor=pm)


def test_what_supports_the_idea_already_refuses_to_support_it_twice(many, pm, cast, run_jobs):
    idea = create_idea(product=cast.product, title="Fast export", actor=pm)
    link_insight(many[1], idea, actor=pm)
    run = start(pm, verb="link", query="state=all", idea=idea)
    run_jobs()
    run.refresh_from_db()
    assert (run.done_count, run.refused_count) == (MANY - 1, 1)
    assert Insight.objects.standing().filter(idea=idea).count() == MANY


def test_somebody_suspended_since_does_nothing_more(many, pm, cast, run_jobs):
    run = start(pm)
    type(cast.product_manager).objects.filter(pk=cast.product_manager.pk).update(is_active=False)
    run_jobs()
    run.refresh_from_db()
    assert run.done_count == 0
    assert Feedback.objects.filter(state=FeedbackState.INBOX).count() == MANY


def test_only_its_starter_stops_and_undoes_it(many, pm, cast, run_jobs):
    run = start(pm)
    other = Actor(person=cast.second_product_manager)
    with pytest.raises(NotAllowed):
        actions.cancel_run(run, actor=other)
    run_jobs()
    with pytest.raises(NotAllowed):
        actions.undo_run(run, actor=other)
    assert browser_of(cast.second_product_manager).get(f"/feedback/runs/{run.pk}/").status_code == 404


def test_sales_may_not(many, cast):
    with pytest.raises(NotAllowed):
        actions.start_run("archive", actor=Actor(person=cast.salesperson), values={}, query="state=inbox")


@pytest.mark.parametrize("query", ["channel=portal", "q=nothinglikeit"])
def test_an_empty_choice_is_refused(query, many, pm):
    with pytest.raises(NotPossible, match="0 feedback"):
        start(pm, query=query)


def test_the_page_leads_from_the_whole_filter_to_the_run(many, cast, run_jobs):
    browser = browser_of(cast.product_manager)
    form = browser.get("/feedback/bulk/tag/", {"filter": "state=inbox"}, headers={"X-Dialog": "1"}).content.decode()
    assert f"For all {MANY} that match the filter" in form
    answer = browser.post("/feedback/bulk/tag/", {"filter": "state=inbox", "add": "slow, export"}, headers={"HX-Request": "true"})
    run = BulkRun.objects.get()
    assert answer.headers["Location"] == f"/feedback/runs/{run.pk}/"
    assert 'hx-trigger="every 1s"' in browser.get(f"/feedback/runs/{run.pk}/").content.decode()
    run_jobs()
    text = browser.get(f"/feedback/runs/{run.pk}/").content.decode()
    assert 'hx-trigger="every 1s"' not in text
    assert "Undo the whole run" in text
    assert "2 tags" not in text
    assert b"Done" in b"".join(browser.get(f"/feedback/runs/{run.pk}/rows.csv").streaming_content)
    assert b"Tag 52 feedback" in browser.get("/feedback/runs/").content
    assert browser.post(f"/feedback/runs/{run.pk}/undoing/").status_code == 302
    run_jobs()
    assert "are as they were before" in browser.get(f"/feedback/runs/{run.pk}/?outcome=undone").content.decode()
    assert not Feedback.objects.filter(tags__name="slow").exists()


def test_few_that_match_are_done_at_once_and_all_or_nothing(cast, say):
    rows = [say(f"words {n}", channel="chat") for n in range(3)]
    headers = {"HX-Request": "true", "HX-Current-URL": INBOX}
    browser = browser_of(cast.product_manager)
    assert browser.post("/feedback/bulk/archive/", {"filter": "channel=chat&state=inbox"}, headers=headers).status_code == 204
    assert not BulkRun.objects.exists()
    assert {Feedback.objects.get(pk=row.pk).state for row in rows} == {"archived"}


def test_many_that_were_picked_are_a_run_too(many, cast, run_jobs):
    ids = [row.pk for row in many]
    answer = browser_of(cast.product_manager).post("/feedback/bulk/archive/", {"id": ids})
    assert answer.status_code == 302
    run_jobs()
    assert BulkRun.objects.get().done_count == MANY


@pytest.mark.parametrize("chosen", [{"filter": "state=inbox&company=x"}, {"filter": "since=never"}, {"filter": "\x00"}])
def test_an_odd_filter_is_not_there(chosen, many, cast):
    assert browser_of(cast.product_manager).post("/feedback/bulk/archive/", chosen).status_code in (400, 404)
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("by", ["filter", "ids"])
def test_the_api_starts_a_run_and_tells_how_far_it_is(by, many, cast, run_jobs):
    api = api_of(cast.product_manager)
    which = {"filter": {"state": "inbox"}} if by == "filter" else {"ids": [row.pk for row in many]}
    answer = api.post("/api/v1/feedback/bulk/", {"verb": "archive", "values": {"reason": "Old"}} | which, format="json")
    assert answer.status_code == 202, answer.content
    pk = answer.json()["run"]["id"]
    run_jobs()
    assert api.get(f"/api/v1/bulk-runs/{pk}/").json()["done_count"] == MANY
    assert len(api.get(f"/api/v1/bulk-runs/{pk}/rows/?outcome=done&page_size=100").json()["results"]) == MANY
    assert api.get(f"/api/v1/bulk-runs/{pk}/rows/?outcome=odd").status_code == 400
    assert api.post(f"/api/v1/bulk-runs/{pk}/cancel/").status_code == 409
    assert api.post(f"/api/v1/bulk-runs/{pk}/undo/").status_code == 200
    run_jobs()
    assert api.get(f"/api/v1/bulk-runs/{pk}/").json()["undone_count"] == MANY


def test_the_api_links_few_to_an_idea(cast, pm, say):
    rows, idea = [say(f"words {n}") for n in range(3)], create_idea(product=cast.product, title="Fast export", actor=pm)
    body = {"verb": "link", "ids": [row.pk for row in rows], "values": {"idea": idea.pk, "importance": 3}}
    answer = api_of(cast.product_manager).post("/api/v1/feedback/bulk/", body, format="json")
    assert [row["state"] for row in answer.json()["results"]] == ["reviewed"] * 3
    assert set(Insight.objects.values_list("importance", flat=True)) == {3}


def test_a_page_of_a_run_asks_as_much_for_many_as_for_few(many, pm, cast, run_jobs, django_assert_max_num_queries):
    run = start(pm)
    run_jobs()
    browser = browser_of(cast.product_manager)
    with django_assert_max_num_queries(15):
        browser.get(f"/feedback/runs/{run.pk}/")
