"""An answer is approved, mended, sent once, handed over, told or declined; through every door, by those who may."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from answers.actions import approve_wording, draft_by_hand, edit_answer, hand_over, mute, send_answer, silence, tell_answer
from answers.models import Answer, Wording
from answers.tasks import mail_answer
from customers.actions import change_company
from feedback.actions import give_feedback, submit_request
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from roadmap.actions import link_insight, place_initiative
from tests.answers.stage import make_stage, to_ann
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, run_jobs):
    """Drafts wait: the card is being worked on."""
    made = make_stage(cast)
    place_initiative(made.initiative, horizon="now", actor=made.pm)
    run_jobs()
    mail.outbox.clear()
    return made


def test_an_answer_is_mailed_once_with_a_way_to_stop(cast, stage, run_jobs, client):
    answer = send_answer(to_ann(stage), subject="Calendars", text="We are on it.\n", actor=stage.pm)
    run_jobs()
    assert mail_answer(answer.pk) is False
    (letter,) = mail.outbox
    assert letter.to == ["ann@acme.example"]
    assert letter.reply_to == [cast.product_manager.email]
    assert "We are on it." in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    path = stop[stop.index("/answers/") :]
    assert "No more such mail" in client.get(path).content.decode()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get("/answers/stop/1:forged/").status_code == 404
    with pytest.raises(NotPossible, match="wants no more mail"):
        send_answer(draft_by_hand(give_feedback(text="More", contact=stage.ann, actor=stage.pm), actor=stage.pm), actor=stage.pm)
    assert Event.objects.filter(kind="answer.silenced").count() == 1


def test_an_answer_is_sent_once(stage):
    answer = send_answer(to_ann(stage), actor=stage.pm)
    for verb in (send_answer, edit_answer):
        with pytest.raises(NotPossible):
            verb(answer, actor=stage.pm, subject="Again")


def test_two_who_edit_at_once_hear_of_each_other(stage):
    answer = to_ann(stage)
    edit_answer(answer, subject="First", version=answer.version, actor=stage.pm)
    with pytest.raises(Stale):
        edit_answer(answer, subject="Second", version=answer.version, actor=stage.pm)


def test_the_account_owner_tells_who_has_no_address(cast, stage, run_jobs, acting):
    answer = Answer.objects.get(company=cast.globex)
    with pytest.raises(NotPossible, match="hand this answer"):
        send_answer(answer, actor=stage.pm)
    with pytest.raises(ValidationError, match="no account owner"):
        hand_over(answer, actor=stage.pm)
    change_company(cast.globex, owner=cast.salesperson, actor=stage.pm)
    answer = hand_over(answer, actor=stage.pm)
    run_jobs()
    assert mail.outbox[-1].to == [cast.salesperson.email]
    with pytest.raises(NotAllowed):
        tell_answer(answer, actor=acting(cast.second_salesperson))
    answer = tell_answer(answer, note="On the phone.", actor=acting(cast.salesperson))
    assert (answer.state, answer.settled_by) == ("told", cast.salesperson)


def test_an_answer_goes_to_nobody_who_may_not_see_its_product(cast, stage):
    row = give_feedback(text="Nightjar?", product=cast.restricted, company=cast.acme, actor=stage.pm)
    with pytest.raises(ValidationError, match="cannot give this answer"):
        hand_over(draft_by_hand(row, actor=stage.pm), to=cast.outsider, actor=stage.pm)
    with pytest.raises(ValidationError, match="cannot give this answer"):
        hand_over(to_ann(stage), to=cast.viewer, actor=stage.pm)


@pytest.mark.parametrize("who", ["salesperson", "success", "leader", "viewer"])
def test_only_product_managers_send(cast, stage, acting, who):
    with pytest.raises(NotAllowed):
        send_answer(to_ann(stage), actor=acting(getattr(cast, who)))


def test_a_product_manager_sends_from_the_page(cast, stage, browse):
    browser, answer = browse(cast.product_manager), to_ann(stage)
    page = browser.get(answer.get_absolute_url()).content.decode()
    assert "Our calendars disagree." in page
    words = {"subject": "", "text": "Kept words", "version": answer.version, "send": "1"}
    refused = browser.post(answer.get_absolute_url(), words)
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()
    assert browser.post(answer.get_absolute_url(), words | {"subject": "Calendars"}).status_code == 302
    assert to_ann(stage).state == "sent"
    assert "Calendars" in browser.get("/answers/given/").content.decode()


def test_several_are_sent_at_once_or_none(cast, stage, browse):
    browser, ids = browse(cast.product_manager), list(Answer.objects.values_list("pk", flat=True))
    assert browser.post("/answers/sending/", {"id": ids}).status_code == 409
    assert not Answer.objects.filter(state="sent").exists()
    assert browser.post("/answers/sending/", {"id": [to_ann(stage).pk]}).status_code == 302
    assert to_ann(stage).state == "sent"
    assert browser.post("/answers/sending/", {"id": [999_999]}).status_code == 404


def test_verbs_of_the_page_ask_and_answer(cast, stage, browse):
    browser, answer = browse(cast.product_manager), to_ann(stage)
    at = f"/answers/{answer.pk}"
    assert browser.post(f"{at}/drop/", {"reason": ""}).status_code == 422
    assert browser.post(f"{at}/drop/", {"reason": "She left."}).status_code == 302
    assert browser.post(f"{at}/revive/").status_code == 302
    assert browser.post(f"{at}/hand-over/", {"to": cast.success.pk, "note": "Be kind"}).status_code == 302
    assert "Be kind" in browse(cast.success).get("/answers/").content.decode() or to_ann(stage).owner == cast.success
    assert browser.post(f"{at}/take-back/").status_code == 302
    assert to_ann(stage).state == "waiting"
    assert browser.get(f"{at}/nonsense/").status_code == 404


def test_the_api_does_the_same(cast, stage, call):
    api, answer = call(cast.product_manager), to_ann(stage)
    at = f"/api/v1/answers/{answer.pk}/"
    assert api.get("/api/v1/answers/", {"state": "waiting"}).json()["results"][0]["state"] == "waiting"
    assert api.patch(at, {"subject": "New"}, headers={"If-Match": '"99"'}, format="json").status_code == 409
    assert api.patch(at, {"subject": "New"}, format="json").json()["subject"] == "New"
    assert api.post(f"{at}drop/", {"reason": "No"}, format="json").json()["state"] == "dropped"
    assert api.post(f"{at}revive/", {}, format="json").json()["state"] == "waiting"
    assert api.post(f"{at}hand-over/", {"to": cast.success.pk}, format="json").json()["owner"] == cast.success.pk
    assert call(cast.second_salesperson).post(f"{at}tell/", {}, format="json").status_code == 403
    assert call(cast.success).post(f"{at}tell/", {"note": "Met"}, format="json").json()["state"] == "told"
    assert call(cast.salesperson).post(f"{at}send/", {}, format="json").status_code == 403
    made = api.post(
        "/api/v1/answers/", {"feedback": give_feedback(text="Hm", contact=stage.ann, actor=stage.pm).pk}, format="json"
    )
    assert made.status_code == 201
    assert api.post(f"/api/v1/answers/{made.json()['id']}/send/", {}, format="json").json()["state"] == "sent"


def test_approved_words_go_into_drafts_and_forbidden_ones_never(cast, stage, run_jobs, browse, call):
    wording = approve_wording(stage.idea, may_say="It comes with the spring release.", must_not_say="Any date.", actor=stage.pm)
    ben = give_feedback(text="Calendars please", product=cast.product, company=cast.acme, contact=stage.ann, actor=stage.pm)
    answer = draft_by_hand(ben, actor=stage.pm)
    link_insight(ben, idea=stage.idea, start=0, end=3, importance=1, actor=stage.pm)
    assert "spring release" not in answer.text
    from_idea = Answer.objects.filter(idea=stage.idea)
    from_idea.update(state="dropped", settled_by=None)
    place_initiative(stage.initiative, horizon="next", reason="Later.", actor=stage.pm)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    text = Answer.objects.get(idea=stage.idea, contact=stage.ann, state="waiting").text
    assert "It comes with the spring release." in text
    assert "Any date." not in text
    assert "It comes with the spring release." in whole(browse(cast.salesperson), f"/ideas/{stage.idea.pk}/")
    api = call(cast.product_manager)
    assert api.patch(f"/api/v1/wordings/{wording.pk}/", {"may_say": "Soon."}, format="json").json()["may_say"] == "Soon."
    assert (
        call(cast.salesperson).get(f"/api/v1/wordings/?idea={stage.idea.pk}").json()["results"][0]["must_not_say"] == "Any date."
    )
    browser = browse(cast.product_manager)
    assert browser.post(f"/ideas/{stage.idea.pk}/wording/", {"may_say": ""}).status_code == 422
    version = Wording.objects.get().version
    assert browser.post(f"/ideas/{stage.idea.pk}/wording/", {"may_say": "Later.", "version": version}).status_code == 302
    assert Wording.objects.get().may_say == "Later."


def test_a_salesperson_gets_one_mail_when_a_request_moves(cast, stage, run_jobs, acting):
    sam = acting(cast.salesperson)
    request = submit_request(
        company=cast.acme,
        text="Calendars or no deal",
        need="Agreement",
        opportunity="Acme 2027",
        amount=5,
        product=cast.product,
        actor=sam,
    )
    link_insight(request.feedback, idea=stage.idea, start=0, end=5, importance=3, actor=stage.pm)
    approve_wording(stage.idea, may_say="We are on it.", must_not_say="A date.", actor=stage.pm)
    move = place_initiative(stage.initiative, horizon="next", reason="Later.", actor=stage.pm)
    place_initiative(move, horizon="now", actor=stage.pm)
    run_jobs()
    letters = [letter for letter in mail.outbox if letter.to == [cast.salesperson.email]]
    assert len(letters) == 1
    assert request.feedback.key in letters[0].body
    assert "We are on it." in letters[0].body
    assert "A date." in letters[0].body


def test_whoever_is_muted_gets_none(cast, stage, run_jobs, acting, browse):
    sam = acting(cast.salesperson)
    request = submit_request(
        company=cast.acme, text="Or no deal", need="x", opportunity="Acme", amount=5, product=cast.product, actor=sam
    )
    link_insight(request.feedback, idea=stage.idea, start=0, end=2, importance=3, actor=stage.pm)
    browser = browse(cast.salesperson)
    assert browser.post("/answers/mail/").status_code == 302
    assert "You get no such mail" in browser.get("/answers/mail/").content.decode()
    move = place_initiative(stage.initiative, horizon="next", reason="Later.", actor=stage.pm)
    place_initiative(move, horizon="now", actor=stage.pm)
    run_jobs()
    assert not [letter for letter in mail.outbox if letter.to == [cast.salesperson.email]]
    mute(actor=sam)
    browser.post("/answers/mail/", {"wants": "1"})
    assert "You get such mail" in browser.get("/answers/mail/").content.decode()


def test_who_waits_longest_is_seen_first_and_leaves_when_answered(cast, stage, browse):
    old = give_feedback(
        text="Still nothing?",
        contact=stage.ann,
        company=cast.acme,
        product=cast.product,
        said_at=clock.now() - timedelta(days=40),
        actor=stage.pm,
    )
    give_feedback(text="Fresh words", contact=stage.ann, actor=stage.pm)
    browser = browse(cast.product_manager)
    page = browser.get("/answers/owed/").content.decode()
    assert "Still nothing?" in page
    assert "Fresh words" not in page
    send_answer(draft_by_hand(old, actor=stage.pm), actor=stage.pm)
    assert "Still nothing?" not in browser.get("/answers/owed/").content.decode()


def test_a_contact_s_wish_is_noted_from_their_page(cast, stage, browse, acting):
    browser = browse(cast.salesperson)
    assert browser.post(f"/answers/contacts/{stage.ann.pk}/mail/").status_code == 302
    assert "wants no mail" in browser.get(f"/customers/contacts/{stage.ann.pk}/").content.decode()
    assert not to_ann(stage).is_sendable
    silence(stage.ann, actor=acting(cast.salesperson))
    assert browser.post(f"/answers/contacts/{stage.ann.pk}/mail/", {"wants": "1"}).status_code == 302
    assert browse(cast.viewer).post(f"/answers/contacts/{stage.ann.pk}/mail/").status_code == 403


def test_what_one_may_not_see_is_no_answer_of_theirs(cast, stage, browse, call):
    row = give_feedback(text="Zugvogel", product=cast.restricted, company=cast.acme, actor=stage.pm)
    hidden = draft_by_hand(row, actor=stage.pm)
    assert browse(cast.outsider).get(hidden.get_absolute_url()).status_code == 404
    assert "Zugvogel" not in browse(cast.outsider).get("/answers/waiting/").content.decode()
    assert call(cast.outsider).get(f"/api/v1/answers/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["", "waiting/", "handed/", "owed/", "given/", "dropped/"])
def test_the_lists_take_a_bounded_number_of_queries(cast, stage, browse, path, django_assert_max_num_queries):
    browser = browse(cast.product_manager)
    with django_assert_max_num_queries(15):
        assert browser.get(f"/answers/{path}").status_code == 200


def test_an_answer_s_page_takes_a_bounded_number_of_queries(cast, stage, browse, django_assert_max_num_queries):
    browser = browse(cast.product_manager)
    with django_assert_max_num_queries(15):
        assert browser.get(to_ann(stage).get_absolute_url()).status_code == 200
