"""Whom a page speaks for: trusted where its server signed it, else kept as claimed and linked to nobody."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from customers.models import Contact
from feedback.actions import edit_feedback, undo_steps
from feedback.models import Feedback
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from surveys import actions
from surveys.models import SurveyResponse, WidgetClaim
from tests.feedback.doors import api_of

SITE = "https://app.example.com"
FEEDBACK = "/widget/v1/feedback/"
ANN = {"user": "u-1", "email": "ann@acme.example", "company": "Acme"}


@pytest.fixture
def key(cast, petra):
    made = actions.make_widget_key(product=cast.product, name="Web app", origins=[SITE], actor=petra)
    return actions.rotate_widget_secret(made, actor=petra)


@pytest.fixture
def send(key):
    def post(body, path=FEEDBACK):
        return Client().post(f"{path}?key={key.key}", json.dumps(body), content_type="application/json", headers={"Origin": SITE})

    return post


def signed(secret: str, who: dict[str, str]) -> dict[str, str]:
    """As the customer's own server does it."""
    text = "\n".join([who.get("user", ""), who.get("email", ""), who.get("company", "")])
    return who | {"signature": hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()}


def test_a_signed_users_words_are_the_contacts_and_the_companys(cast, key, send, ann):
    assert send({"text": "Slow", **signed(key.secret, ANN)}).status_code == 200
    feedback = Feedback.objects.get()
    assert (feedback.contact, feedback.company) == (ann, cast.acme)
    assert feedback.widget_claim.is_signed


def test_a_signed_user_is_of_the_company_that_the_events_know(cast, key, send, user):
    user("u-7", company=cast.globex)
    send({"text": "Slow", **signed(key.secret, {"user": "u-7", "email": "New@Somewhere.example"})})
    feedback = Feedback.objects.get()
    assert (feedback.company, feedback.contact.email) == (cast.globex, "new@somewhere.example")


@pytest.mark.parametrize("wrong", ["none", "forged", "of another user", "not ASCII"])
def test_an_unsigned_user_is_kept_as_claimed_and_linked_to_nobody(cast, key, send, ann, wrong):
    other = signed(key.secret, ANN | {"user": "u-2"})["signature"]
    signature = {"none": "", "forged": "a" * 64, "of another user": other, "not ASCII": "é" * 64}[wrong]
    assert send({"text": "Slow", **ANN, "signature": signature}).status_code == 200
    feedback = Feedback.objects.get()
    assert (feedback.contact, feedback.company) == (None, None)
    claim = feedback.widget_claim
    assert (claim.user, claim.email, claim.company, claim.is_signed) == ("u-1", "ann@acme.example", "Acme", False)


def test_an_address_typed_into_the_form_is_a_claim_too(key, send):
    send({"text": "Slow", "mail": "Cay@Somewhere.example"})
    assert (WidgetClaim.objects.get().email, Contact.objects.count()) == ("cay@somewhere.example", 0)
    send({"text": "Nothing said"})
    assert WidgetClaim.objects.count() == 1


def test_values_cannot_be_shifted_between_the_lines(key, send):
    good = signed(key.secret, {"user": "a", "email": "b", "company": "c"})
    send({"text": "Slow", "user": "a\nb", "email": "", "company": "c", "signature": good["signature"]})
    assert not WidgetClaim.objects.get().is_signed


def test_a_new_secret_stops_the_old_one_and_loses_nothing(cast, key, send, petra):
    old = signed(key.secret, ANN)
    fresh = actions.rotate_widget_secret(key, actor=petra)
    assert fresh.secret != key.secret
    assert send({"text": "Slow", **old}).status_code == 200
    assert not WidgetClaim.objects.get().is_signed
    assert Event.objects.filter(kind="widget_key.secret_rotated").count() == 2
    assert key.secret not in str(list(Event.objects.values_list("facts", "words__body")))


def test_where_a_signature_is_required_nothing_else_is_taken(cast, key, send, petra, running):
    actions.change_widget_key(key, requires_signature=True, actor=petra)
    answers = f"/widget/v1/surveys/{running.code}/responses/"
    for path, body in ((FEEDBACK, {"text": "Slow"}), (FEEDBACK, {"text": "Slow", **ANN}), (answers, {"user": "u-1", "score": 3})):
        refused = send(body, path)
        assert (refused.status_code, "signed" in refused.json()["error"]) == (403, True)
    assert send({"text": "Slow", **signed(key.secret, ANN)}).status_code == 200
    assert send({"score": 3, **signed(key.secret, ANN)}, answers).status_code == 200
    assert (Feedback.objects.count(), SurveyResponse.objects.count()) == (1, 1)


def test_none_can_be_required_before_there_is_a_secret(cast, petra):
    bare = actions.make_widget_key(product=cast.product, name="Bare", origins=[SITE], actor=petra)
    with pytest.raises(ValidationError) as refusal:
        actions.change_widget_key(bare, requires_signature=True, actor=petra)
    assert "requires_signature" in refusal.value.message_dict
    assert not bare.has_signed(hmac.new(b"", b"\n\n", "sha256").hexdigest(), "", "", "")


def test_a_signed_answer_is_the_contacts_and_an_unsigned_ones_is_of_no_company(cast, key, send, running, user, ann):
    user("u-2", company=cast.globex)
    answers = f"/widget/v1/surveys/{running.code}/responses/"
    send({"score": 9, "words": "Fast", **signed(key.secret, ANN)}, answers)
    send({"score": 2, "words": "Slow", "user": "u-2", "company": "Globex", "email": "ann@acme.example"}, answers)
    trusted, claimed = SurveyResponse.objects.order_by("pk")
    assert (trusted.contact, trusted.company) == (ann, cast.acme)
    assert (claimed.contact, claimed.company, claimed.feedback.company, claimed.user_key) == (None, None, None, "u-2")


def test_a_product_manager_believes_a_claim_and_takes_it_back(cast, acting, browse, key, send, petra, ann):
    send({"text": "Slow", **ANN})
    feedback = Feedback.objects.get()
    page = reverse("feedback:feedback", args=[feedback.pk])
    browser = browse(cast.product_manager)
    assert "Not proven" in browser.get(page).content.decode()
    assert "Believe it" in browser.get(page).content.decode()
    assert "Believe it" not in browse(cast.viewer).get(page).content.decode()
    with pytest.raises(NotAllowed):
        actions.believe_claim(feedback.widget_claim, actor=acting(cast.salesperson))
    browser.post(reverse("surveys:belief", args=[feedback.pk]))
    feedback.refresh_from_db()
    assert (feedback.contact, feedback.company) == (ann, cast.acme)
    undo_steps(Event.objects.filter(kind="feedback.edited"), actor=petra)
    feedback.refresh_from_db()
    assert feedback.company is None
    assert browser.post(reverse("surveys:belief", args=[feedback.pk + 1])).status_code == 404


def test_a_program_believes_a_claim(cast, send, ann):
    send({"text": "Slow", **ANN})
    product_manager = api_of(cast.product_manager)
    [claim] = product_manager.get("/api/v1/widget-claims/?is_signed=false").json()["results"]
    assert (claim["email"], claim["is_signed"]) == (ANN["email"], False)
    path = f"/api/v1/widget-claims/{claim['id']}/believe/"
    assert api_of(cast.salesperson).post(path).status_code == 403
    assert product_manager.post(path).status_code == 200
    assert Feedback.objects.get().company == cast.acme


def test_a_claim_beside_hidden_feedback_is_not_there(cast, send, petra):
    send({"text": "Slow", **ANN})
    edit_feedback(Feedback.objects.get(), product=cast.restricted, actor=petra)
    claim = WidgetClaim.objects.get()
    outsider = api_of(cast.outsider)
    assert outsider.get("/api/v1/widget-claims/").json()["results"] == []
    assert outsider.post(f"/api/v1/widget-claims/{claim.pk}/believe/").status_code == 404


def test_a_claim_that_names_nobody_cannot_be_believed(send, petra):
    send({"text": "Slow", "user": "u-1", "company": "Nobody Ltd"})
    with pytest.raises(NotPossible, match="nobody that we know"):
        actions.believe_claim(WidgetClaim.objects.get(), actor=petra)


def test_the_page_makes_the_secret_shows_it_once_and_requires_it(cast, browse, petra):
    bare = actions.make_widget_key(product=cast.product, name="Bare", origins=[SITE], actor=petra)
    browser, page = browse(cast.product_manager), reverse("surveys:widget_key", args=[bare.pk])
    assert "Require a signature" not in browser.get(page).content.decode()
    made = browser.post(reverse("surveys:widget_secret", args=[bare.pk]))
    bare.refresh_from_db()
    assert bare.secret in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    shown = browser.get(page).content.decode()
    assert bare.secret not in shown
    assert "Require a signature" in shown
    body = {"name": "Bare", "origins": SITE, "requires_signature": "on", "version": bare.version}
    assert browser.post(page, body).status_code == 302
    bare.refresh_from_db()
    assert bare.requires_signature


def test_the_api_makes_the_secret_and_shows_it_once(cast, call, key):
    api, path = call(cast.product_manager), f"/api/v1/widget-keys/{key.pk}/"
    made = api.post(f"{path}rotate-secret/", {}, format="json").json()
    key.refresh_from_db()
    assert made["secret"] == key.secret
    shown = api.get(path).json()
    assert ("secret" in shown, "secret_seed" in shown, shown["has_secret"]) == (False, False, True)
    repeated = api.post(f"{path}rotate-secret/", {}, format="json", headers={"Idempotency-Key": "x"})
    assert repeated.status_code == 400
    changed = api.patch(path, {"requires_signature": True}, format="json", headers={"If-Match": str(shown["version"])})
    assert changed.json()["requires_signature"] is True
    assert call(cast.salesperson).post(f"{path}rotate-secret/", {}, format="json").status_code == 403


def test_the_example_of_the_docs_is_right():
    docs = (Path(__file__).parents[2] / "docs/surveys.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"`([0-9a-f]{64})`", docs)
    assert said == signed("s3cret", {"user": "user-1", "email": "ann@acme.example", "company": "Acme"})["signature"]
