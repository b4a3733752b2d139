"""The widget's public doors: good on the sites of a key, of bounded size, not too often, and silent about everybody."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Company, Contact
from feedback.models import Feedback
from history import clock
from people.actions import archive_product
from surveys import actions
from surveys.models import Showing, SurveyResponse
from surveys.widget import entering

SITE = "https://app.example.com"
FEEDBACK, DUE = "/widget/v1/feedback/", "/widget/v1/surveys/"


@pytest.fixture
def key(cast, petra):
    return actions.make_widget_key(product=cast.product, name="Web app", origins=[SITE], actor=petra)


@pytest.fixture
def send(key):
    """Sends what the widget sends."""

    def post(path, body, *, origin=SITE, said=None, kind="application/json"):
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Origin": origin} if origin else {}
        return Client().post(f"{path}?key={said or key.key}", content, content_type=kind, headers=headers)

    return post


@pytest.fixture
def ask(key):
    """Asks what is due for a user."""
    return lambda user="u-1", **more: Client().get(DUE, {"key": key.key, "user": user, **more}, headers={"Origin": SITE})


def test_words_become_feedback(cast, send):
    page = f"{SITE}/reports/7?token=private#x"
    answer = send(FEEDBACK, {"text": " Slow\r\nreports ", "page": page})
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    feedback = Feedback.objects.get()
    assert (feedback.text, feedback.channel, feedback.product) == ("Slow\nreports", "widget", cast.product)
    assert feedback.source_url == f"{SITE}/reports/7"


def test_nobody_need_say_who_they_are_and_no_company_is_made_up(send):
    assert send(FEEDBACK, {"text": "Hello", "company": "Nobody Ltd", "email": "no address"}).status_code == 200
    feedback = Feedback.objects.get()
    assert (feedback.company, feedback.contact) == (None, None)
    assert not Company.objects.filter(name="Nobody Ltd").exists()
    assert Contact.objects.count() == 0


def test_sent_twice_it_is_there_once(send):
    body = {"text": "Once", "once": "12345678-9"}
    assert send(FEEDBACK, body).json() == send(FEEDBACK, body).json() == {"ok": True}
    assert Feedback.objects.count() == 1


def test_what_fills_in_everything_is_thanked_and_forgotten(send):
    assert send(FEEDBACK, {"text": "Buy", "website": "https://spam.example"}).json() == {"ok": True}
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""}, {"text": "  "}, {}, {"text": 7}, {"text": ["x"]}, {"text": "x", "user": {}}, {"text": "x" * 5001},
        {"text": "x", "once": "short"}, {"text": "x", "once": "<script>alert"}, {"text": "nul \x00"}, {"text": "\ud800"}, [], "{", b"\xff",
        "null", "[" * 5000,
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_said(send, body):
    answer = send(FEEDBACK, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert Feedback.objects.count() == 0


def test_bounds(send):
    assert send(FEEDBACK, json.dumps({"text": "x", "page": "y" * entering.MOST_BYTES})).status_code == 413
    assert send(FEEDBACK, "text=x", kind="application/x-www-form-urlencoded").status_code == 415
    assert send(FEEDBACK, {"text": "x"}, kind="text/plain").status_code == 415


def test_every_key_that_is_not_good_here_gets_one_answer(cast, send, key, petra, acting):
    other = actions.make_widget_key(product=cast.product, name="Other", origins=["https://other.example"], actor=petra)
    revoked = actions.make_widget_key(product=cast.product, name="Old", origins=[SITE], actor=petra)
    actions.revoke_widget_key(revoked, actor=petra)
    body = {"text": "Hello"}
    tries = [
        send(FEEDBACK, body, said="tlp_unknown"), send(FEEDBACK, body, said=other.key), send(FEEDBACK, body, said=revoked.key),
        send(FEEDBACK, body, origin="https://evil.example"), send(FEEDBACK, body, origin=""), send(FEEDBACK, body, origin="null"),
        send(FEEDBACK, body, said="x" * 500), Client().options(f"{FEEDBACK}?key=tlp_unknown", headers={"Origin": SITE}),
        Client().get(DUE, headers={"Origin": SITE}),
    ]  # fmt: skip
    archive_product(cast.product, actor=acting(cast.admin))
    tries.append(send(FEEDBACK, body))
    assert {(one.status_code, one.content) for one in tries} == {(403, tries[0].content)}
    assert not any("Access-Control-Allow-Origin" in one.headers for one in tries)
    assert Feedback.objects.count() == 0


def test_only_the_sites_named_read_the_answer(key, send, ask):
    asked = Client().options(f"{FEEDBACK}?key={key.key}", headers={"Origin": SITE, "Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, SITE)
    assert (asked.headers["Access-Control-Allow-Headers"], asked.headers["Access-Control-Allow-Methods"]) == (
        "Content-Type",
        "POST",
    )
    for answer in (send(FEEDBACK, {"text": "x"}), send(FEEDBACK, {}), ask()):
        assert answer.headers["Access-Control-Allow-Origin"] == SITE
        assert "Origin" in answer.headers["Vary"].split(", ")
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert not answer.cookies


def test_too_often_is_too_often(send, ask, monkeypatch):
    monkeypatch.setattr(entering, "DEEDS_A_MINUTE", 2)
    monkeypatch.setattr(entering, "READS_A_MINUTE", 1)
    monkeypatch.setattr(entering, "BAD_A_MINUTE", 1)
    with clock.at(clock.now()):
        assert [send(FEEDBACK, {"text": f"No {number}"}).status_code for number in range(3)] == [200, 200, 429]
        assert [ask().status_code, ask().status_code] == [200, 429]
        assert "Retry-After" in ask().headers
        assert [send(FEEDBACK, {}, said="no").status_code for _ in range(3)] == [403, 429, 429]


def test_the_survey_that_is_due_and_its_answer(cast, running, send, ask, user):
    user("u-1", company=cast.globex)
    due = ask().json()["survey"]
    assert set(due) == {"code", "question", "follow_up", "answers", "ends"}
    assert (due["code"], len(due["answers"])) == (running.code, 11)
    assert ask("").json() == {"survey": None}
    assert send(f"{DUE}{running.code}/shown/", {"user": "u-1"}).status_code == 200
    assert Showing.objects.get().times == 1
    assert ask().json() == {"survey": None}
    assert ask("u-2").json()["survey"] is not None
    answer = {"user": "u-1", "score": 9, "words": "Fast"}
    assert send(f"{DUE}{running.code}/responses/", answer).json() == {"ok": True}
    assert send(f"{DUE}{running.code}/responses/", answer | {"score": 1}).json() == {"ok": True}
    response = SurveyResponse.objects.get()
    assert (response.score, response.user_key, response.feedback.text) == (9, "u-1", "Fast")
    assert response.company is None, "an unsigned user is only claimed"


@pytest.mark.parametrize("body", [{}, {"user": "u"}, {"score": 5}, {"user": "u", "score": "5"}, {"user": "u", "score": True}, {"user": "u", "score": 11}, {"user": "u", "score": 10**30}, {"user": "u" * 201, "score": 5}])  # fmt: skip
def test_an_answer_that_is_none_is_refused(running, send, body):
    assert send(f"{DUE}{running.code}/responses/", body).status_code == 400
    assert SurveyResponse.objects.count() == 0


def test_surveys_of_others_and_such_as_do_not_run_are_not_there(cast, petra, draft, send, ask):
    theirs = actions.create_survey(product=cast.restricted, name="Hidden", kind="nps", actor=petra)
    actions.start_survey(theirs, actor=petra)
    assert ask().json() == {"survey": None}
    for code in (draft.code, theirs.code, "nothing"):
        for deed in ("shown", "responses"):
            assert send(f"{DUE}{code}/{deed}/", {"user": "u", "score": 5}).status_code == 404
    assert SurveyResponse.objects.count() + Showing.objects.count() == 0


def test_what_is_due_tells_nothing_of_whom_it_is_for(cast, petra, ask, user):
    user("known", company=cast.acme)
    survey = actions.create_survey(product=cast.product, name="Secret name", kind="nps", segments=["smb"], actor=petra)
    actions.start_survey(survey, actor=petra)
    assert ask("known").content == ask("stranger").content == ask("x", company="Acme", email="ann@acme.example").content


def test_the_script_is_small_and_anybody_may_load_it():
    answer = Client().get(reverse("surveys:widget_script"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies
    source = answer.content.decode()
    assert len(answer.content) < 6000
    for never in ("eval(", "cookie", "innerHTML", "localStorage", "setAttribute('style", "Function("):
        assert never not in source
    again = Client().get(reverse("surveys:widget_script"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "/*" not in source
    assert "/*" in Path("surveys/widget/v1.js").read_text()
