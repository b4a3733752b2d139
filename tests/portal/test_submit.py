"""What customers write becomes feedback in the inbox, at once or once somebody let it through. It never shows by itself."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse

from feedback.models import Feedback, FeedbackState
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from portal import actions
from portal.models import Submission
from roadmap.actions import link_insight
from tests.portal.doing import at
from tests.reading import whole

WORDS = "We retype\r\nevery number by hand."


@pytest.fixture
def moderated(portal, petra):
    return actions.change_portal(portal, actor=petra, is_moderated=True)


def test_words_are_in_the_inbox_as_they_were_said(cast, portal, ann):
    said = actions.submit(portal, contact=ann, text=WORDS, title="Retyping")
    given = Feedback.objects.get()
    assert said.feedback == given
    assert (given.text, given.title, given.channel) == ("We retype\nevery number by hand.", "Retyping", "portal")
    assert (given.state, given.product, given.contact, given.company) == (FeedbackState.INBOX, cast.product, ann, cast.acme)
    assert given.submitted_by is None
    event = Event.objects.get(kind="submission.sent")
    assert (event.system, event.via) == ("portal", "link")
    assert "Ann Analyst" in event.words.body["label"]


def test_the_web_takes_them_and_nothing_typed_is_lost(portal, ann, visit, browse, cast):
    browser = visit(ann)
    page = at(portal, "submit")
    refused = browser.post(page, {"text": "", "title": "My title"})
    assert refused.status_code == 422
    assert "My title" in refused.content.decode()
    assert browser.post(page, {"text": "x" * 5001}).status_code == 422
    answer = browser.post(page, {"text": "We retype every number.", "title": "Retyping"}, follow=True)
    shown = answer.content.decode()
    assert "Thank you" in shown
    assert "waiting to be read" in shown
    inbox = browse(cast.product_manager).get(reverse("feedback:inbox")).content.decode()
    assert "Written on the portal" in inbox
    assert "Retyping" in inbox


def test_one_signs_in_first(portal):
    assert Client().post(at(portal, "submit"), {"text": "Hello"}).status_code == 302
    assert not Submission.objects.exists()


def test_never_shown_by_itself(portal, ann, bob, visit):
    said = actions.submit(portal, contact=ann, text="Zugvogel please", title="Zugvogel")
    pages = [
        Client().get(portal.get_absolute_url()),
        visit(bob).get(portal.get_absolute_url()),
        visit(bob).get(at(portal, "mine")),
    ]
    assert not any("Zugvogel" in page.content.decode() for page in pages)
    assert visit(bob).get(at(portal, "own", said.code)).status_code == 404
    assert "Zugvogel" in visit(ann).get(at(portal, "own", said.code)).content.decode()


def test_said_twice_it_is_there_once(portal, published, ann, bob):
    first = actions.submit(portal, contact=ann, text="We retype  every number")
    again = actions.submit(portal, contact=ann, text="we RETYPE every number ")
    assert first == again
    assert actions.submit(portal, contact=ann, text="We retype every number", publication=published) != first
    assert actions.submit(portal, contact=bob, text="We retype every number") != first
    assert Feedback.objects.count() == 3


def test_a_lot_in_one_hour_is_asked_to_come_back_later(portal, ann, visit):
    for number in range(10):
        actions.submit(portal, contact=ann, text=f"Wish {number}")
    with pytest.raises(NotPossible, match="later"):
        actions.submit(portal, contact=ann, text="One more")
    assert visit(ann).post(at(portal, "submit"), {"text": "One more"}).status_code == 409
    with clock.at(clock.now() + timedelta(hours=2)):
        actions.submit(portal, contact=ann, text="One more")


def test_deeds_have_a_pace(portal, ann, visit):
    browser = visit(ann)
    with clock.at(clock.now()):
        codes = [browser.post(at(portal, "submit"), {"text": ""}).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]


def test_what_fills_in_the_trap_is_thanked_and_forgotten(portal, published, ann, visit):
    browser = visit(ann)
    assert browser.post(at(portal, "submit"), {"text": "Buy", "website": "x"}).status_code == 302
    assert browser.post(at(portal, "comment", published.code), {"text": "Buy", "website": "x"}).status_code == 302
    assert not Submission.objects.exists()


@pytest.mark.parametrize("text", ["see http://spam.example", "www.spam.example", '<a href="x">y</a>', "go to cheap.shop/now"])
def test_links_are_held(portal, ann, text):
    said = actions.submit(portal, contact=ann, text=text)
    assert (said.state, said.held_because, said.feedback) == ("held", "links", None)
    assert not Feedback.objects.exists()


def test_held_words_go_through_when_somebody_lets_them(cast, moderated, ann, petra):
    with clock.at(clock.now() - timedelta(days=3)):
        said = actions.submit(moderated, contact=ann, text="Hello")
    assert said.held_because == "moderated"
    passed = actions.approve_submission(said, actor=petra)
    assert (passed.state, passed.decided_by) == ("passed", cast.product_manager)
    assert passed.feedback.said_at == said.created_at
    assert passed.feedback.submitted_by is None
    with pytest.raises(NotPossible):
        actions.approve_submission(said, actor=petra)
    with pytest.raises(NotPossible):
        actions.refuse_submission(said, actor=petra, reason="Too late")


def test_refused_with_a_reason_that_the_customer_reads_and_taken_after_all(portal, moderated, ann, petra, visit):
    said = actions.submit(moderated, contact=ann, text="Hello")
    with pytest.raises(ValidationError) as refusal:
        actions.refuse_submission(said, actor=petra, reason=" ")
    assert "reason" in refusal.value.message_dict
    actions.refuse_submission(said, actor=petra, reason="This is about another product.")
    assert "This is about another product." in visit(ann).get(at(portal, "own", said.code)).content.decode()
    with pytest.raises(NotPossible):
        actions.refuse_submission(said, actor=petra, reason="Again")
    passed = actions.approve_submission(said, actor=petra)
    assert (passed.state, passed.reason) == ("passed", "")


def test_only_those_who_triage_decide(cast, acting, moderated, ann):
    said = actions.submit(moderated, contact=ann, text="Hello")
    for person in (cast.salesperson, cast.success, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.approve_submission(said, actor=acting(person))
        with pytest.raises(NotAllowed):
            actions.refuse_submission(said, actor=acting(person), reason="No")


def test_the_web_decides(cast, browse, moderated, ann):
    first, second = (actions.submit(moderated, contact=ann, text=text) for text in ("First", "Second"))
    browser, page = browse(cast.product_manager), reverse("portal:submission_list")
    assert "Everything is read first" in browser.get(page).content.decode()
    assert browser.get(reverse("portal:submission", args=[first.pk])).status_code == 200
    assert browser.post(reverse("portal:approval", args=[first.pk])).status_code == 302
    refusal = reverse("portal:refusal", args=[second.pk])
    assert browser.get(refusal).status_code == 200
    assert browser.post(refusal, {"reason": ""}).status_code == 422
    assert browser.post(refusal, {"reason": "Not ours"}).status_code == 302
    assert browser.post(refusal, {"reason": "Not ours"}).status_code == 422
    assert "Not ours" in browser.get(f"{page}?state=refused").content.decode()
    assert "F-" in browser.get(f"{page}?state=passed").content.decode()
    assert "Nothing waits" in browser.get(f"{page}?state=nonsense").content.decode()


def test_the_api_decides(cast, call, moderated, ann):
    first, second = (actions.submit(moderated, contact=ann, text=text) for text in ("First", "Second"))
    api, base = call(cast.product_manager), "/api/v1/portal-submissions/"
    assert {row["id"] for row in api.get(f"{base}?state=held").json()["results"]} == {first.pk, second.pk}
    assert api.post(f"{base}{first.pk}/approve/", {}, format="json").json()["feedback"] is not None
    assert api.post(f"{base}{second.pk}/refuse/", {}, format="json").status_code == 400
    assert api.post(f"{base}{second.pk}/refuse/", {"reason": "No"}, format="json").json()["state"] == "refused"
    assert api.post(f"{base}{first.pk}/refuse/", {"reason": "No"}, format="json").status_code == 409
    assert api.get(f"{base}?portal=999").json()["results"] == []


def test_words_about_an_idea_are_a_suggestion_to_colleagues_only(cast, browse, portal, published, idea, ann, visit, petra):
    browser = visit(ann)
    assert browser.post(at(portal, "comment", published.code), {"text": ""}).status_code == 422
    browser.post(at(portal, "comment", published.code), {"text": "For our night shift"})
    said = Submission.objects.get()
    assert said.publication == published
    assert "For our night shift" in browser.get(published.address_on(portal)).content.decode()
    assert "For our night shift" not in Client().get(published.address_on(portal)).content.decode()
    assert not idea.insights.exists(), "nothing counts as evidence until a product manager says so"
    colleague = browse(cast.product_manager)
    page = reverse("feedback:feedback", args=[said.feedback_id])
    shown = colleague.get(page).content.decode()
    linking = reverse("roadmap:new_insight", args=[said.feedback_id]) + f"?idea={idea.pk}"
    assert linking in shown
    assert f'value="{idea.key} {idea.title}"' in colleague.get(linking).content.decode()
    assert "For our night shift" in whole(colleague, reverse("roadmap:idea", args=[idea.pk]))
    link_insight(said.feedback, idea, actor=petra)
    assert "linked to this idea" in colleague.get(page).content.decode()


@pytest.mark.parametrize("body", [b"text=%00", b"text=" + b"a" * 200_000, b"text=" + b"%20" * 50])
def test_hostile_words_are_refused(portal, ann, visit, body):
    answer = visit(ann).post(at(portal, "submit"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 422)
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_there_once(portal, ann):
    got, start = [], threading.Barrier(2)

    def send() -> None:
        start.wait()
        try:
            got.append(actions.submit(portal, contact=ann, text="Hello").pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 2
    assert len(set(got)) == 1
    assert Feedback.objects.count() == 1
