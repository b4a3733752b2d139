"""Bringing feedback in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conversation.models import Follow
from customers.models import Company, Contact
from feedback import actions
from feedback.models import Feedback
from history import clock
from history.refusals import NotAllowed
from tests.feedback.doors import api_of, browser_of

WORDS = "It is slow.\r\n\r\nVery slow."


@pytest.mark.parametrize("door", ["call", "page", "api"])
@pytest.mark.parametrize("who", ["salesperson", "success", "product_manager", "leader", "admin"])
def test_whoever_deals_with_customers_brings_in_their_words(door, who, cast, acting):
    person = getattr(cast, who)
    body = {"text": WORDS, "channel": "call", "company_name": "acme", "contact_name": "Maya Lindqvist", "tags": "Export, SPEED"}
    if door == "call":
        actions.give_feedback(actor=acting(person), **body | {"tags": ["Export", "SPEED"]})
    elif door == "page":
        assert browser_of(person).post("/feedback/new/", body).status_code == 302
    else:
        answer = api_of(person).post("/api/v1/feedback/", body | {"tags": ["Export", "SPEED"]}, format="json")
        assert answer.status_code == 201, answer.json()
    feedback = Feedback.objects.get()
    assert feedback.text == "It is slow.\n\nVery slow."
    assert (feedback.company, feedback.contact.name, feedback.contact.company) == (cast.acme, "Maya Lindqvist", cast.acme)
    assert [tag.name for tag in feedback.tags.all()] == ["export", "speed"]
    assert (feedback.submitted_by, Follow.objects.on(feedback).get().person, feedback.state) == (person, person, "inbox")


def test_a_company_that_is_new_is_made_on_the_spot(cast):
    browser_of(cast.salesperson).post("/feedback/new/", {"text": "Hello", "channel": "call", "company_name": "New & Shiny"})
    assert Feedback.objects.get().company == Company.objects.get(name="New & Shiny")


def test_a_contact_with_a_known_address_is_that_contact(cast, acting):
    first = actions.give_feedback(text="One", actor=acting(cast.salesperson), contact_name="Maya", contact_email="M@x.example")
    again = actions.give_feedback(text="Two", actor=acting(cast.salesperson), contact_name="M.", contact_email="m@x.example")
    assert first.contact == again.contact
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_a_viewer_reads(door, cast, acting):
    if door == "call":
        with pytest.raises(NotAllowed, match="Viewers read"):
            actions.give_feedback(text="Hello", actor=acting(cast.viewer))
    elif door == "page":
        assert browser_of(cast.viewer).post("/feedback/new/", {"text": "Hello", "channel": "call"}).status_code == 403
    else:
        assert api_of(cast.viewer).post("/api/v1/feedback/", {"text": "Hello"}, format="json").status_code == 403
    assert not Feedback.objects.exists()


def test_a_restricted_product_is_its_members_to_give_for(cast, acting):
    with pytest.raises(NotAllowed):
        actions.give_feedback(text="Hello", actor=acting(cast.outsider), product=cast.restricted)


def test_nobody_said_it_next_week(cast, acting):
    with pytest.raises(ValidationError, match="future"):
        actions.give_feedback(text="Hello", actor=acting(cast.salesperson), said_at=clock.now() + timedelta(days=7))


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "   \n "},
        {"text": "x" * 20_001},
        {"text": "ok", "channel": "smoke"},
        {"text": "ok", "company": 10**9},
        {"text": "ok", "product": "1; drop table"},
        {"text": "ok", "source_url": "javascript:alert(1)"},
        {"text": "ok", "said_at": "yesterday"},
        {"text": "ok", "tags": ["x" * 41]},
        {"text": "ok", "tags": "one"},
        {"text": "ok", "surprise": 1},
        {"text": {"deep": []}},
        [],
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_field(body, cast):
    answer = api_of(cast.salesperson).post("/api/v1/feedback/", body, format="json")
    assert answer.status_code == 400, answer.content
    assert not Feedback.objects.exists()
    assert not Company.objects.filter(pk__gt=cast.globex.pk).exists()


def test_the_form_keeps_what_was_typed_and_makes_no_half_of_it(cast):
    body = {"text": "Kept words", "channel": "call", "company_name": "Half made", "said_on": "3026-01-01"}
    answer = browser_of(cast.salesperson).post("/feedback/new/", body)
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert not Company.objects.filter(name="Half made").exists()


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "{{ 7*7 }}", "\u202eevil", "Ω≈ç√∫", "' OR 1=1 --", "💥" * 50, "a" * 20_000]
)
def test_any_words_are_kept_as_they_are_and_shown_as_words(words, cast, say):
    feedback = say(words)
    feedback.refresh_from_db()
    assert feedback.text == words
    shown = browser_of(cast.product_manager).get(f"/feedback/{feedback.pk}/").content.decode()
    assert "<script>alert" not in shown
    assert browser_of(cast.product_manager).get("/feedback/inbox/").status_code == 200


def test_the_same_key_makes_it_once(cast):
    api = api_of(cast.salesperson)
    for _ in range(3):
        assert (
            api.post("/api/v1/feedback/", {"text": "Once"}, format="json", headers={"Idempotency-Key": "k1"}).status_code == 201
        )
    assert Feedback.objects.count() == 1


def test_the_same_id_of_a_source_comes_in_once(cast, say):
    api = api_of(cast.product_manager)
    body = {"text": "Log in with SAML", "source": "helpdesk", "source_id": "77"}
    assert api.post("/api/v1/feedback/", body, format="json").status_code == 201
    again = api.post("/api/v1/feedback/", body, format="json")
    assert (again.status_code, Feedback.objects.filter(source_id="77").count()) == (400, 1)
    assert "came in already" in again.content.decode()
    assert api.post("/api/v1/feedback/", body | {"source": "forum"}, format="json").status_code == 201
    for _ in range(2):  # what has no id is nothing that could come twice
        assert api.post("/api/v1/feedback/", body | {"source_id": ""}, format="json").status_code == 201
