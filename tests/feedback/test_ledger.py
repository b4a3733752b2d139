"""What was set aside comes back when what was waited for has come: once, and it says why. The ledger shows all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback import actions, alike, tasks
from feedback.models import Feedback, FeedbackState, SetAside
from history import clock
from history.models import Event
from history.refusals import NotAllowed
from tests.feedback.doors import api_of, browser_of


@pytest.fixture
def put_aside(pm, say):
    """Set something aside until something comes."""

    def put(text: str = "We want it to work offline", **until) -> Feedback:
        tags = until.pop("tags", ())
        return actions.set_aside(say(text, tags=tags), actor=pm, reason="not_our_market", words="Not now", **until)

    return put


def came_back(feedback: Feedback) -> str:
    feedback.refresh_from_db()
    aside = feedback.set_asides.first()
    assert (feedback.state == FeedbackState.INBOX) == bool(aside.triggered_at)
    return aside.triggered_why


def test_on_its_day_and_once_only(put_aside):
    day = clock.today() + timedelta(days=10)
    feedback = put_aside(revisit_on=day)
    assert tasks.revisit_set_asides() == 0
    with clock.at(clock.now() + timedelta(days=10)):
        assert [tasks.revisit_set_asides() for _ in range(2)] == [1, 0]
    assert came_back(feedback) == f"It was set aside until {day:%-d %B %Y}."
    event = Event.objects.get(kind="feedback.returned")
    assert event.system == "the set-aside ledger"


def test_when_as_many_more_say_the_same_words(put_aside, say):
    feedback = put_aside(revisit_count=2, revisit_words="offline")
    say("Does it work offline?")
    assert tasks.revisit_set_asides() == 0
    say("No signal in the cellar: make it work offline")
    assert tasks.revisit_set_asides() == 1
    assert came_back(feedback) == "2 more said the same since, 2 were waited for."


def test_without_words_what_shares_a_tag_and_telling_words_counts_and_what_is_merged(put_aside, say, pm):
    feedback = put_aside("The cellar has no signal whatsoever", revisit_count=2, tags=["offline"])
    say("Our cellar has no signal either", tags=["signal"])
    say("The cellar again, without any signal", tags=["offline"])
    assert tasks.revisit_set_asides() == 0
    actions.merge_duplicate(say("Same here"), actor=pm, into=feedback)
    assert tasks.revisit_set_asides() == 1
    assert came_back(feedback)


def test_when_a_company_of_the_segment_says_so(put_aside, say, cast):
    feedback = put_aside(revisit_segment="mid_market", revisit_words="offline")
    say("Offline please", company=cast.acme)
    assert tasks.revisit_set_asides() == 0
    asks = say("Offline please", company=cast.globex)
    assert tasks.revisit_set_asides() == 1
    assert came_back(feedback) == f"Globex (Mid-market) said the same: {asks.key}."


def test_what_was_there_before_does_not_count_nor_what_stands_behind_a_wall(put_aside, say, cast):
    say("Offline please")
    put_aside(revisit_count=1, revisit_words="offline")
    say("Offline please", product=cast.restricted, by=cast.product_manager)
    assert tasks.revisit_set_asides() == 0


def test_an_upper_floor_may_know_more(put_aside, say, monkeypatch):
    feedback = put_aside(revisit_count=1)
    other = say("Quite other words")
    monkeypatch.setattr(alike, "_finders", [lambda aside: {other.pk} if aside.feedback_id == feedback.pk else set()])
    assert tasks.revisit_set_asides() == 1


def test_taken_back_before_it_does_not_come_again(put_aside, say, pm):
    feedback = put_aside(revisit_count=1, revisit_words="offline")
    actions.undo_set_aside(feedback, actor=pm)
    actions.archive(feedback, actor=pm)
    say("Offline please")
    assert tasks.revisit_set_asides() == 0


def test_the_pane_says_why_it_is_back(put_aside, say, cast):
    feedback = put_aside(revisit_count=1, revisit_words="offline")
    browser = browser_of(cast.product_manager)
    assert "Comes back by itself at 1 more saying “offline”." in browser.get(f"/feedback/{feedback.pk}/").content.decode()
    say("Offline please")
    tasks.revisit_set_asides()
    assert "Back by itself: 1 more said the same since" in browser.get(f"/feedback/{feedback.pk}/pane/").content.decode()


def test_bringing_back_can_be_undone(put_aside, cast, pm):
    feedback = put_aside()
    browser = browser_of(cast.product_manager)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/feedback/set-aside/"}
    assert browser.post(f"/feedback/{feedback.pk}/undo-set-aside/", headers=headers).status_code == 204
    event = Event.objects.get(kind="feedback.set_aside_undone")
    assert browser.post(f"/feedback/undo/{event.pk}/", headers=headers).status_code == 204
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.REVIEWED
    assert SetAside.objects.standing().get().feedback == feedback


def test_the_ledger_shows_filters_and_exports(put_aside, say, cast, pm):
    kept, watched = put_aside("Paint it green"), put_aside(revisit_count=1, revisit_words="offline")
    hidden = actions.set_aside(say("Zugvogel", product=cast.restricted, by=cast.product_manager), actor=pm, reason="spam")
    browser, outsider = browser_of(cast.viewer), browser_of(cast.outsider)
    text = browser.get("/feedback/set-aside/").content.decode()
    assert "Paint it green" in text
    assert "Bring back" not in text
    assert str(hidden) not in outsider.get("/feedback/set-aside/?stands=all").content.decode()
    watching = browser.get("/feedback/set-aside/?stands=watching").content.decode()
    assert str(watched) in watching
    assert str(kept) not in watching
    assert str(kept) in browser.get("/feedback/set-aside/?q=green").content.decode()
    assert "Nothing fits" in browser.get("/feedback/set-aside/?q=green&reason=spam").content.decode()
    file = b"".join(browser.get("/feedback/set-aside/export.csv").streaming_content).decode()
    assert file.count("Not whom we build for") == 2
    assert "at 1 more saying" in file


@pytest.mark.parametrize(
    "query", ["?since=x", "?by=-1", "?product=x", "?stands=odd", "?reason=odd", "?q=%00", "?page=x", "?until=9999-12-31"]
)
def test_an_odd_filter_of_the_ledger_is_passed_over(query, put_aside, cast):
    put_aside()
    assert browser_of(cast.viewer).get(f"/feedback/set-aside/{query}").status_code in (200, 400)


def test_the_ledger_asks_as_much_for_many_as_for_few(put_aside, cast, django_assert_max_num_queries):
    for number in range(12):
        put_aside(f"Number {number}", revisit_count=3)
    browser = browser_of(cast.product_manager)
    with django_assert_max_num_queries(15):
        browser.get("/feedback/set-aside/")


def test_the_api_sets_aside_until_and_reads_the_ledger(say, cast):
    feedback, api = say(), api_of(cast.product_manager)
    body = {"reason": "praise", "revisit_count": 3, "revisit_segment": "enterprise", "revisit_words": "slow"}
    answer = api.post(f"/api/v1/feedback/{feedback.pk}/set-aside/", body, format="json")
    assert answer.json()["set_aside"]["revisit_count"] == 3
    [entry] = api.get("/api/v1/set-asides/?stands=watching").json()["results"]
    assert entry["triggers"] == ["at 3 more saying “slow”", "when one saying “slow” comes from Enterprise"]
    assert api.get("/api/v1/set-asides/?odd=1").status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [("revisit_on", "2020-01-01"), ("revisit_on", "x"), ("revisit_count", 0), ("revisit_count", 10**9), ("revisit_segment", "odd"),
     ("revisit_words", "x" * 201)],
)  # fmt: skip
def test_an_odd_trigger_is_refused_at_its_field(name, value, say, cast):
    feedback = say()
    api = api_of(cast.product_manager)
    answer = api.post(f"/api/v1/feedback/{feedback.pk}/set-aside/", {"reason": "praise", name: value}, format="json")
    assert answer.status_code == 400
    assert name in answer.json()["errors"]
    page = browser_of(cast.product_manager).post(f"/feedback/{feedback.pk}/set-aside/", {"reason": "praise", name: value})
    assert page.status_code == 422


def test_sales_may_not_set_aside_until(say, acting, cast):
    with pytest.raises(NotAllowed):
        actions.set_aside(say(), actor=acting(cast.salesperson), reason="praise", revisit_count=1)
