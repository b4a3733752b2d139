"""Quick capture: a few keys from a customer's words to feedback, a vote, or both; nothing is made before it is sent."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from customers.models import Company
from feedback.models import Feedback
from history.refusals import NotAllowed
from roadmap.actions import create_idea
from roadmap.actions.capture import capture
from roadmap.models import Vote


@pytest.fixture
def idea(cast, acting):
    return create_idea(product=cast.product, title="Work offline", actor=acting(cast.product_manager))


def test_words_become_feedback_and_the_idea_gets_the_companys_vote(cast, acting, idea):
    feedback, vote = capture(text="We need it offline", company=cast.acme, idea=idea, actor=acting(cast.salesperson))
    assert (feedback.company, feedback.submitted_by) == (cast.acme, cast.salesperson)
    assert (vote.company, vote.idea, vote.words) == (cast.acme, idea, "We need it offline")


def test_a_second_vote_is_refused_at_the_idea_and_the_words_are_not_kept_by_halves(cast, acting, idea):
    actor = acting(cast.success)
    capture(company=cast.acme, idea=idea, actor=actor)
    with pytest.raises(ValidationError) as refused:
        capture(text="Again", company=cast.acme, idea=idea, actor=actor)
    assert "idea_words" in refused.value.message_dict
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(("values", "field"), [({}, "text"), ({"text": "  \n"}, "text"), ({"idea": True}, "company_name")])
def test_half_of_it_is_refused(values, field, cast, acting, idea):
    values = {name: idea if value is True else value for name, value in values.items()}
    with pytest.raises(ValidationError) as refused:
        capture(actor=acting(cast.salesperson), **values)
    assert field in refused.value.message_dict


def test_a_viewer_may_not(cast, acting, browse):
    with pytest.raises(NotAllowed):
        capture(text="Hello", actor=acting(cast.viewer))
    assert browse(cast.viewer).get("/capturing/").status_code == 403
    assert b'href="/capturing/' not in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").content


def test_from_a_companys_page_the_company_is_there_already(cast, browse):
    browser = browse(cast.salesperson)
    assert f'href="/capturing/?company={cast.acme.pk}"' in browser.get(f"/customers/{cast.acme.pk}/").content.decode()
    text = browser.get(f"/capturing/?company={cast.acme.pk}", headers={"X-Dialog": "1"}).content.decode()
    assert 'value="Acme"' in text
    assert "<html" not in text


def test_the_dialog_sends_and_stays_on_the_page(cast, browse, idea):
    body = {"company_name": "acme", "contact_name": "Ann", "text": "Offline!", "channel": "call"}
    headers = {"HX-Request": "true", "X-Dialog": "1", "HX-Current-URL": f"http://testserver/customers/{cast.acme.pk}/"}
    browser = browse(cast.salesperson)
    answer = browser.post("/capturing/", body, headers=headers)
    assert answer.status_code == 204
    assert "close-dialog" in json.loads(answer["HX-Trigger"])
    feedback = Feedback.objects.get()
    assert (feedback.company, str(feedback.contact)) == (cast.acme, "Ann")
    voted = browser.post("/capturing/", {"company_name": "Initech", "idea_words": idea.key, "channel": "call"}, headers=headers)
    assert voted.status_code == 204
    assert Vote.objects.get().company == Company.objects.get(name="Initech")


@pytest.mark.parametrize(
    "body", [{}, {"channel": "odd", "text": "x"}, {"idea_words": "none such", "text": "x", "channel": "call"}]
)
def test_what_cannot_be_is_said_in_the_form_and_nothing_typed_is_lost(body, cast, browse):
    answer = browse(cast.salesperson).post("/capturing/", body | {"contact_name": "Ann Typed"})
    assert answer.status_code == 422
    assert "Ann Typed" in answer.content.decode()
    assert not Feedback.objects.exists()


def test_the_bookmarks_window_is_filled_in_and_nothing_is_made_before_it_is_sent(cast, browse):
    browser = browse(cast.success)
    asked = {"window": "1", "text": "<b>Hi</b>", "url": "https://desk.example/7", "title": "Ticket 7"}
    text = browser.get("/capturing/", asked).content.decode()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in text
    assert "https://desk.example/7" in text
    assert 'class="rail"' not in text
    assert not Feedback.objects.exists()
    body = {"text": "Hi", "title": "Ticket 7", "source_url": "https://desk.example/7", "channel": "other"}
    kept = browser.post("/capturing/?window=1", body)
    assert b"is in the inbox" in kept.content
    assert Feedback.objects.get().source_url == "https://desk.example/7"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://[", "data:text/html,x", "x" * 900])
def test_an_odd_address_is_left_out(url, cast, browse):
    text = browse(cast.success).get("/capturing/", {"window": "1", "url": url}).content.decode()
    assert "javascript:" not in text
    assert "data:text" not in text


@pytest.mark.parametrize("query", ["company=x", "company=99999999", "idea=-1", "company=" + "9" * 30, "text=%00"])
def test_an_odd_beginning_is_passed_over(query, cast, browse):
    assert browse(cast.success).get(f"/capturing/?{query}").status_code in (200, 400)


def test_a_restricted_idea_is_not_to_be_had(cast, acting, browse):
    hidden = create_idea(product=cast.restricted, title="Zugvogel", actor=acting(cast.product_manager))
    browser = browse(cast.outsider)
    assert "Zugvogel" not in browser.get(f"/capturing/?idea={hidden.pk}").content.decode()
    answer = browser.post("/capturing/", {"company_name": "Acme", "idea": hidden.pk, "idea_words": hidden.key, "channel": "call"})
    assert answer.status_code == 422
    assert not Vote.objects.exists()


def test_signed_out_one_signs_in_first(client, db):
    answer = client.get("/capturing/?window=1&text=Hi")
    assert answer.status_code == 302
    assert "text%3DHi" in answer.headers["Location"]


def test_the_bookmarklet_leads_here(cast, browse, settings):
    settings.PUBLIC_URL = "https://throughline.example"
    text = browse(cast.salesperson).get("/capturing/bookmarklet/").content.decode()
    assert "javascript:(()=&gt;{open(&#x27;https://throughline.example/capturing/?window=1" in text
    assert "/capturing/bookmarklet/" in browse(cast.salesperson).get("/me/").content.decode()
