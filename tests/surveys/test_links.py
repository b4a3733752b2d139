"""Surveys by mail: sent once to each, answered at a link without an account, declined for good."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from customers.models import Contact
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from surveys import actions
from surveys.mailing import mailable
from surveys.models import SurveyLink, SurveyResponse
from surveys.views import links


@pytest.fixture
def bob(cast):
    """A customer at another company."""
    return Contact.objects.create(name="Bob Baker", email="bob@globex.example", company=cast.globex)


@pytest.fixture
def link(running, ann, petra):
    """Ann's link."""
    [made] = actions.mail_survey(running, contacts=[ann], actor=petra)
    return made


def page_of(link):
    return reverse("surveys:link_answer", args=[link.secret])


def test_each_is_mailed_once_with_a_link_of_their_own(running, ann, bob, petra, run_jobs, settings):
    settings.PUBLIC_URL = "https://house.example"
    made = actions.mail_survey(running, contacts=[ann, bob], actor=petra)
    assert actions.mail_survey(running, contacts=[ann, bob], actor=petra) == []
    run_jobs()
    assert [message.to for message in mail.outbox] == [["ann@acme.example"], ["bob@globex.example"]]
    first = mail.outbox[0]
    assert f"https://house.example{page_of(made[0])}" in first.body
    assert running.question in first.body
    assert first.extra_headers["List-Unsubscribe"].endswith("/decline/>")
    assert made[0].secret not in str(SurveyLink.objects.values_list().get(pk=made[0].pk))
    assert Event.objects.filter(kind="survey.mailed", facts__count=2).count() == 1


def test_the_customer_answers_without_an_account(link, ann, cast):
    page = Client().get(page_of(link))
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    refused = Client().post(page_of(link), {"words": "Kept words"})
    assert refused.status_code == 422
    assert "Choose an answer" in refused.content.decode()
    assert "Kept words" in refused.content.decode()
    for odd in ("11", "-1", "x", ""):
        assert Client().post(page_of(link), {"score": odd}).status_code == 422
    assert Client().post(page_of(link), {"score": 9, "words": "x" * 5001}).status_code == 422
    thanks = Client().post(page_of(link), {"score": 9, "words": "Honest"})
    assert "Thank you" in thanks.content.decode()
    response = SurveyResponse.objects.get()
    assert (response.score, response.contact, response.company, response.feedback.text) == (9, ann, cast.acme, "Honest")
    again = Client().post(page_of(link), {"score": 1})
    assert "Thank you" in again.content.decode()
    assert SurveyResponse.objects.get().score == 9


def test_an_answer_of_no_is_an_answer(link):
    assert "Thank you" in Client().post(page_of(link), {"score": 0}).content.decode()
    assert SurveyResponse.objects.get().score == 0


def test_unknown_links_and_closed_surveys_look_alike(link, running, petra):
    unknown = Client().get(reverse("surveys:link_answer", args=["0" * 64]))
    actions.close_survey(running, actor=petra)
    closed = Client().get(page_of(link))
    clean = [re.sub(r'content="\w{64}"', "", one.content.decode()) for one in (unknown, closed)]
    assert (unknown.status_code, clean[0]) == (closed.status_code, clean[1])
    assert unknown.status_code == 404
    assert Client().post(page_of(link), {"score": 3}).status_code == 404


def test_links_are_not_to_be_guessed(link, monkeypatch):
    monkeypatch.setattr(links, "A_MINUTE", 2)
    with clock.at(clock.now()):
        statuses = [Client().get(reverse("surveys:link_answer", args=[str(number) * 64])).status_code for number in range(3)]
    assert statuses == [404, 404, 429]


def test_who_declines_is_mailed_none_any_more(link, ann, cast, petra, run_jobs):
    stop = reverse("surveys:link_decline", args=[link.secret])
    assert "Send me none" in Client().get(stop).content.decode()
    link.refresh_from_db()
    assert link.declined_at is None
    for _ in range(2):
        assert Client(enforce_csrf_checks=True).post(stop).status_code == 200
    run_jobs()
    assert mail.outbox == []
    other = actions.create_survey(product=cast.product, name="Other", kind="csat", actor=petra)
    other = actions.start_survey(other, actor=petra)
    assert actions.mail_survey(other, contacts=[ann], actor=petra) == []
    assert Event.objects.filter(kind="survey.declined").count() == 1


def test_a_survey_that_was_closed_meanwhile_is_not_mailed(link, running, petra, run_jobs):
    actions.close_survey(running, actor=petra)
    run_jobs()
    assert mail.outbox == []


def test_whom_it_can_go_to(cast, petra, ann, bob):
    Contact.objects.create(name="No address", company=cast.acme)
    survey = actions.create_survey(product=cast.product, name="S", kind="nps", segments=["enterprise"], actor=petra)
    survey = actions.start_survey(survey, actor=petra)
    assert list(mailable(survey)) == [ann]
    assert list(mailable(survey, whoever=True).order_by("pk")) == [ann, bob]
    actions.respond(survey, score=5, contact=ann, actor=petra)
    assert list(mailable(survey)) == []
    cast.acme.plan = "Pro"
    cast.acme.save()
    by_plan = actions.create_survey(product=cast.product, name="P", kind="nps", plans=["pro"], actor=petra)
    assert list(mailable(by_plan)) == [ann]


def test_only_a_running_survey_and_only_by_its_makers(draft, cast, acting, ann, petra):
    with pytest.raises(NotPossible, match="Start"):
        actions.mail_survey(draft, contacts=[ann], actor=petra)
    actions.start_survey(draft, actor=petra)
    for person in (cast.success, cast.salesperson, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.mail_survey(draft, contacts=[ann], actor=acting(person))
    with pytest.raises(ValidationError):
        actions.mail_survey(draft, contacts=[ann] * 501, actor=petra)


def test_the_web_and_the_api_send_it(running, cast, browse, call, ann, bob):
    browser, page = browse(cast.product_manager), reverse("surveys:mailing", args=[running.pk])
    assert "2 contacts" in browser.get(page).content.decode()
    assert browser.post(page, {"most": 0}).status_code == 422
    assert browser.post(page, {"most": 1}).status_code == 302
    assert SurveyLink.objects.count() == 1
    api = call(cast.product_manager)
    sent = api.post(f"/api/v1/surveys/{running.pk}/mail/", {"contacts": [ann.pk, bob.pk]}, format="json")
    assert (sent.status_code, SurveyLink.objects.count()) == (200, 2)
    assert api.post(f"/api/v1/surveys/{running.pk}/mail/", {"contacts": [10**9]}, format="json").status_code == 400
    assert "Nobody is left" in browser.get(page).content.decode()
    assert call(cast.viewer).post(f"/api/v1/surveys/{running.pk}/mail/", {"contacts": []}, format="json").status_code == 403
