"""One verb on many: all or nothing, and it says which one refused."""

import json
from datetime import timedelta

import pytest

from feedback import actions
from feedback.actions.bulk import VERBS
from feedback.models import Feedback, FeedbackState
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.feedback.doors import INBOX, api_of, browser_of


def in_a_week():
    return clock.today() + timedelta(days=7)


VALUES = {
    "set-aside": lambda cast: {"reason": "praise"},
    "snooze": lambda cast: {"until": in_a_week().isoformat()},
    "archive": lambda cast: {},
    "merge": lambda cast: {"into": Feedback.objects.earliest("pk").pk},
    "assign": lambda cast: {"assignee": cast.product_manager.pk},
    "tag": lambda cast: {"add": ["export"]},
    "move": lambda cast: {"product": cast.restricted.pk},
}


@pytest.mark.parametrize("verb", VALUES)
def test_the_api_does_it_to_all(verb, cast, say):
    rows = [say(f"words {n}") for n in range(3)]
    body = {"verb": verb, "ids": [row.pk for row in rows], "values": VALUES[verb](cast)}
    answer = api_of(cast.product_manager).post("/api/v1/feedback/bulk/", body, format="json")
    assert answer.status_code == 200, answer.content
    assert [row["version"] for row in answer.json()["results"]] == [1 if verb == "merge" else 2, 2, 2]


@pytest.mark.parametrize("verb", VALUES)
def test_the_page_does_it_to_all_and_undoes_it(verb, cast, say):
    rows = [say(f"words {n}") for n in range(3)]
    values = {name: ", ".join(value) if isinstance(value, list) else value for name, value in VALUES[verb](cast).items()}
    browser = browser_of(cast.product_manager)
    headers = {"HX-Request": "true", "HX-Current-URL": INBOX}
    ids = [row.pk for row in rows]
    assert browser.get(f"/feedback/bulk/{verb}/", {"id": ids}).status_code == 200
    answer = browser.post(f"/feedback/bulk/{verb}/", values | {"id": ids}, headers=headers)
    assert answer.status_code == 204, answer.content
    undo = json.loads(answer["HX-Trigger"])["toast"][0]["undo_url"]
    assert browser.post(undo, headers=headers).status_code == 204
    for row in rows:
        row.refresh_from_db()
        was = (row.state, row.snoozed_until, row.assignee, row.product, row.merged_into, list(row.tags.all()))
        assert was == (FeedbackState.INBOX, None, None, cast.product, None, [])


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_a_door(verb, cast, say):
    feedback = say()
    assert browser_of(cast.product_manager).get(f"/feedback/bulk/{verb}/", {"id": feedback.pk}).status_code == 200


def test_where_one_refuses_nothing_is_changed_and_it_is_named(cast, pm, say):
    fine, gone = say(), actions.archive(say(), actor=pm)
    before = Event.objects.count()
    with pytest.raises(NotPossible, match=gone.key):
        actions.do_to_all("archive", [fine, gone], actor=pm)
    fine.refresh_from_db()
    assert fine.state == FeedbackState.INBOX
    assert Event.objects.count() == before
    answer = api_of(cast.product_manager).post(
        "/api/v1/feedback/bulk/", {"verb": "archive", "ids": [fine.pk, gone.pk]}, format="json"
    )
    assert answer.status_code == 409
    assert gone.key in answer.json()["detail"]


def test_one_that_may_not_be_seen_stops_all_and_looks_like_one_that_is_missing(cast, say):
    hidden, fine = say(product=cast.restricted, by=cast.product_manager), say()
    api = api_of(cast.outsider)
    answers = [
        api.post("/api/v1/feedback/bulk/", {"verb": "archive", "ids": [fine.pk, pk]}, format="json") for pk in (hidden.pk, 10**9)
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    said = [str(answer.json()["errors"]).replace(str(pk), "N") for answer, pk in zip(answers, (hidden.pk, 10**9), strict=True)]
    assert said[0] == said[1]
    assert browser_of(cast.outsider).post("/feedback/bulk/archive/", {"id": [fine.pk, hidden.pk]}).status_code == 404
    assert not Feedback.objects.filter(state=FeedbackState.ARCHIVED).exists()


def test_sales_may_not(cast, say, acting):
    with pytest.raises(NotAllowed):
        actions.do_to_all("archive", [say()], actor=acting(cast.salesperson))


@pytest.mark.parametrize(
    "body",
    [
        {"verb": "explode", "ids": [1]},
        {"verb": "archive", "ids": []},
        {"verb": "archive", "ids": list(range(1, 1200))},
        {"verb": "archive", "ids": [1], "filter": {"state": "inbox"}},
        {"verb": "archive", "filter": {"stat": "inbox"}},
        {"verb": "archive", "filter": {"state": "nowhere"}},
        {"verb": "archive", "filter": {"q": {"deep": 1}}},
        {"verb": "archive", "filter": "state=inbox"},
        {"verb": "archive", "ids": ["x"]},
        {"verb": "snooze", "ids": [1]},
        {"verb": "archive", "ids": [1], "values": {"odd": 1}},
        {"verb": "archive", "ids": [1], "odd": 1},
        {},
    ],
)
def test_an_odd_body_is_refused(body, cast, say):
    pk = say().pk
    if body.get("ids") == [1]:
        body = body | {"ids": [pk]}
    assert api_of(cast.product_manager).post("/api/v1/feedback/bulk/", body, format="json").status_code == 400


@pytest.mark.parametrize("ids", [[], ["x"], ["9" * 30], ["-1"], ["1", "x"]])
def test_odd_ids_are_not_there(ids, cast, say):
    say()
    assert browser_of(cast.product_manager).post("/feedback/bulk/archive/", {"id": ids}).status_code == 404


@pytest.mark.parametrize("steps", ["x", "1-", "9" * 40, "1-999999999", "5-1", "-", "1,,2"])
def test_odd_steps_are_not_there(steps, cast, say):
    say()
    assert browser_of(cast.product_manager).post(f"/feedback/undo/{steps}/").status_code == 404


def test_undoing_what_somebody_else_did_is_not_there(cast, pm, say):
    feedback = actions.archive(say(), actor=pm)
    event = Event.objects.get(kind="feedback.archived")
    assert browser_of(cast.second_product_manager).post(f"/feedback/undo/{event.pk}/").status_code == 404
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.ARCHIVED
