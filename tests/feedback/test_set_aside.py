"""Setting feedback aside: by a named person, with a reason, and back again."""

import html
import json
import re

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.events import FeedbackEvent
from feedback.models import FeedbackState, SetAside
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.feedback.doors import DOORS, api_of, browser_of, through

WHY = {"reason": "praise", "words": "Nothing to change.", "look_again_when": "They write again"}


@pytest.mark.parametrize("door", DOORS)
def test_what_supports_no_idea_is_set_aside_with_the_reason(door, cast, say):
    feedback = say()
    through(door, "set_aside", feedback, cast.product_manager, plain=WHY, json=WHY, **WHY)
    feedback.refresh_from_db()
    aside = feedback.set_asides.get()
    assert (feedback.state, aside.reason, aside.words, aside.by) == ("reviewed", "praise", WHY["words"], cast.product_manager)
    event = Event.objects.get(kind="feedback.set_aside")
    assert event.words.body["changes"]["state"] == ["inbox", "reviewed"]
    assert "Nothing to change" in event.words.body["reason"]


@pytest.mark.parametrize("door", DOORS)
def test_it_can_be_undone_and_the_record_of_it_stays(door, cast, say, pm):
    feedback = actions.set_aside(say(), actor=pm, reason="spam")
    through(door, "undo_set_aside", feedback, cast.product_manager)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.INBOX
    assert SetAside.objects.get().undone_at is not None


def test_a_reason_is_needed(pm, say):
    with pytest.raises(ValidationError):
        actions.set_aside(say(), actor=pm, reason="")


def test_the_form_says_so_and_keeps_what_was_typed(cast, say):
    answer = browser_of(cast.product_manager).post(f"/feedback/{say().pk}/set-aside/", {"words": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert "This field is required" in answer.content.decode()


def test_the_api_says_so(cast, say):
    answer = api_of(cast.product_manager).post(f"/api/v1/feedback/{say().pk}/set-aside/", {"reason": "bad"}, format="json")
    assert answer.status_code == 400
    assert "reason" in answer.json()["errors"]


@pytest.mark.parametrize("who", ["salesperson", "viewer", "leader", "success", "admin"])
def test_only_product_managers_do_it(who, cast, say, acting):
    feedback = say()
    if "product" in getattr(cast, who).role_set:
        return
    with pytest.raises(NotAllowed):
        actions.set_aside(feedback, actor=acting(getattr(cast, who)), reason="praise")
    assert browser_of(getattr(cast, who)).post(f"/feedback/{feedback.pk}/set-aside/", WHY).status_code == 403
    assert api_of(getattr(cast, who)).post(f"/api/v1/feedback/{feedback.pk}/set-aside/", WHY, format="json").status_code == 403


def test_what_is_decided_is_not_decided_again(pm, say):
    feedback = actions.set_aside(say(), actor=pm, reason="praise")
    with pytest.raises(NotPossible, match="reviewed already"):
        actions.set_aside(feedback, actor=pm, reason="spam")


@pytest.mark.parametrize("door", ["page", "htmx", "api"])
def test_one_that_may_not_be_seen_is_not_there(door, cast, say):
    hidden = say(product=cast.restricted, by=cast.product_manager)
    assert through(door, "set_aside", hidden, cast.outsider, plain=WHY, json=WHY).status_code == 404


def test_on_its_own_page_the_next_of_the_same_list_opens_and_at_the_end_the_list(cast, say, browse):
    oldest, other, newest = say(channel="call"), say(channel="email"), say(channel="call")
    browser = browse(cast.product_manager)
    listed = browser.get("/feedback/inbox/?channel=call").content.decode()
    [page] = re.findall(rf'href="(/feedback/{newest.pk}/\?[^"]*)"', listed)
    page = html.unescape(page)
    assert "/feedback/inbox/?channel=call" in html.unescape(browser.get(page).content.decode())

    def decide(feedback, page):
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
        return browser.post(f"/feedback/{feedback.pk}/set-aside/", WHY, headers=headers)

    second = decide(newest, page)
    assert second.url.startswith(f"/feedback/{oldest.pk}/?list="), "not the e-mail between"
    assert decide(oldest, second.url).url == "/feedback/inbox/?channel=call&state=inbox"
    tagged = browser.post(
        f"/feedback/{other.pk}/tag/",
        {"add": "slow"},
        headers={"HX-Request": "true", "HX-Current-URL": f"/feedback/{other.pk}/?list="},
    )
    assert "renew" in json.loads(tagged["HX-Trigger"]), "what stays in the list stays open"
    undo = Event.objects.filter(subject_id=newest.pk, kind=FeedbackEvent.SET_ASIDE).get()
    back = browser.post(f"/feedback/undo/{undo.pk}/", headers={"HX-Request": "true", "HX-Current-URL": f"http://x{second.url}"})
    assert back.url == page
    hostile = browser.get(f"/feedback/{other.pk}/?list=javascript:alert(1)%22%3E")
    assert b'alert(1)">' not in hostile.content


def test_the_inbox_hears_what_left_and_how_much_is_left(cast, say):
    first, _ = say(), say()
    answer = through("htmx", "set_aside", first, cast.product_manager, plain=WHY)
    told = json.loads(answer["HX-Trigger"])
    assert answer.status_code == 204
    assert told["rows-gone"]["ids"] == [f"feedback-{first.pk}"]
    assert told["counts"] == {"inbox": 1, "snoozed": 0, "rail": 1}
    assert told["toast"][0]["undo_url"].startswith("/feedback/undo/")
    undo = browser_of(cast.product_manager).post(told["toast"][0]["undo_url"], headers={"HX-Request": "true"})
    assert json.loads(undo["HX-Trigger"])["renew"] == f"feedback-{first.pk}"
    first.refresh_from_db()
    assert first.state == FeedbackState.INBOX
