"""A survey is made, changed while a draft, started, and closed: by call, by the web, by the API."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from surveys import actions
from surveys.models import Survey
from usage.models import Feature

NEW, LIST = "/surveys/new/", "/api/v1/surveys/"


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("nps", "recommend Relay"),
        ("csat", "satisfied are you with Relay"),
        ("ces", "Relay made it easy"),
        ("ellis", "no longer use Relay"),
    ],
)
def test_it_asks_what_its_kind_asks(cast, petra, kind, question):
    survey = actions.create_survey(product=cast.product, name=" Spring  round ", kind=kind, actor=petra)
    assert question in survey.question
    assert survey.follow_up
    assert (survey.name, survey.state, survey.sampling) == ("Spring round", "draft", 100)


def test_other_words_are_kept_and_no_follow_up_is_one_choice(cast, petra):
    survey = actions.create_survey(
        product=cast.product, name="X", kind="csat", question="How was it?", follow_up="", actor=petra
    )  # fmt: skip
    assert (survey.question, survey.follow_up) == ("How was it?", "")


def test_it_runs_once_and_is_closed_once(draft, petra):
    with pytest.raises(NotPossible, match="not been started"):
        actions.close_survey(draft, actor=petra)
    running = actions.start_survey(draft, actor=petra)
    assert (running.state, running.started_at is not None) == ("running", True)
    with pytest.raises(NotPossible, match="running already"):
        actions.start_survey(draft, actor=petra)
    closed = actions.close_survey(draft, actor=petra, reason="enough")
    assert (closed.state, closed.closed_at is not None) == ("closed", True)
    with pytest.raises(NotPossible, match="copy"):
        actions.start_survey(draft, actor=petra)
    kinds = list(Event.objects.filter(subject_type="surveys.survey").order_by("id").values_list("kind", flat=True))
    assert kinds == ["survey.created", "survey.started", "survey.closed"]


def test_only_a_draft_is_edited(draft, petra):
    changed = actions.edit_survey(draft, actor=petra, version=1, name="NPS, summer", plans=["Pro", " Pro ", "Team"])
    assert (changed.name, changed.plans, changed.version) == ("NPS, summer", ["Pro", "Team"], 2)
    with pytest.raises(Stale):
        actions.edit_survey(draft, actor=petra, version=1, name="Late")
    actions.start_survey(draft, actor=petra)
    with pytest.raises(NotPossible, match="copy"):
        actions.edit_survey(draft, actor=petra, question="Something else?")


def test_product_managers_make_them_where_they_are_members(cast, acting, draft):
    for person in (cast.salesperson, cast.success, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.create_survey(product=cast.product, name="Mine", kind="nps", actor=acting(person))
        for verb in (actions.start_survey, actions.close_survey, actions.edit_survey):
            with pytest.raises(NotAllowed):
                verb(draft, actor=acting(person))
    with pytest.raises(NotAllowed, match="member"):
        actions.create_survey(product=cast.restricted, name="Mine", kind="nps", actor=acting(cast.outsider))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"), ({"kind": "quiz"}, "kind"), ({"question": ""}, "question"), ({"segments": ["all"]}, "segments"),
        ({"segments": "smb"}, "segments"), ({"lifecycles": [3]}, "lifecycles"), ({"plans": ["x" * 61]}, "plans"),
        ({"plans": [""]}, "plans"), ({"sampling": 0}, "sampling"), ({"sampling": 101}, "sampling"),
        ({"minimum_uses": 0}, "minimum_uses"), ({"within_days": 366}, "within_days"), ({"ask_again_days": 0}, "ask_again_days"),
        ({"state": "closed"}, "state"), ({"product": 3}, "product"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_the_field(draft, petra, values, field):
    with pytest.raises(ValidationError) as refusal:
        actions.edit_survey(draft, actor=petra, **values)
    assert field in refusal.value.message_dict
    draft.refresh_from_db()
    assert draft.version == 1


def test_it_waits_for_one_thing_of_its_own_product(cast, draft, petra):
    ours = Feature.objects.create(product=cast.product, name="Export", event_names=["Report exported"])
    theirs = Feature.objects.create(product=cast.restricted, name="Secret", event_names=["x"])
    with pytest.raises(ValidationError) as refusal:
        actions.edit_survey(draft, actor=petra, feature=ours, event_name="Report exported")
    assert "event_name" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        actions.edit_survey(draft, actor=petra, feature=theirs)
    assert "feature" in refusal.value.message_dict
    assert actions.edit_survey(draft, actor=petra, feature=ours).feature == ours


def values(cast, **more):
    return {
        "name": "Round one", "product": cast.product.pk, "kind": "ellis", "question": "", "follow_up": "", "plans": "Pro, Team",
        "segments": ["smb"], "minimum_uses": 2, "within_days": 14, "sampling": 50, "ask_again_days": 30,
    } | more  # fmt: skip


def test_the_web_makes_edits_starts_copies_and_closes(cast, browse):
    browser = browse(cast.product_manager)
    assert browser.get(NEW).status_code == 200
    refused = browser.post(NEW, values(cast, sampling=0, name="Stays here"))
    assert refused.status_code == 422
    assert "Stays here" in refused.content.decode()
    both = browser.post(NEW, values(cast, event_name="x" * 121))
    assert both.status_code == 422
    assert browser.post(NEW, values(cast)).status_code == 302
    survey = Survey.objects.get()
    assert (survey.plans, survey.segments, survey.follow_up != "") == (["Pro", "Team"], ["smb"], True)
    edit = reverse("surveys:edit_survey", args=[survey.pk])
    assert "Pro, Team" in browser.get(edit).content.decode()
    kept = values(cast, question="How now?", follow_up="", version=1)
    assert browser.post(edit, kept).status_code == 302
    assert browser.post(edit, kept | {"name": "Late"}).status_code == 422
    survey.refresh_from_db()
    assert (survey.question, survey.follow_up) == ("How now?", "")
    assert browser.post(reverse("surveys:start", args=[survey.pk])).status_code == 302
    assert browser.get(edit).status_code == 302
    assert browser.post(reverse("surveys:start", args=[survey.pk])).status_code == 409
    assert "How now?" in browser.get(f"{NEW}?copy={survey.pk}").content.decode()
    assert browser.get(f"{NEW}?copy=no").status_code == 404
    assert browser.post(reverse("surveys:close", args=[survey.pk])).status_code == 302
    survey.refresh_from_db()
    assert survey.state == "closed"


def test_the_api_makes_edits_starts_and_closes(cast, call):
    api = call(cast.product_manager)
    made = api.post(LIST, {"product": cast.product.pk, "name": "One", "kind": "csat", "lifecycles": ["customer"]}, format="json")
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    address = f"{LIST}{made.json()['id']}/"
    changed = api.patch(address, {"sampling": 20, "segments": ["smb"]}, format="json", HTTP_IF_MATCH='"1"')
    assert (changed.json()["sampling"], changed.json()["version"]) == (20, 2)
    assert api.patch(address, {"sampling": 30}, format="json", HTTP_IF_MATCH='"1"').status_code == 409
    assert api.patch(address, {"state": "closed"}, format="json").status_code == 400
    assert api.post(LIST, {"product": cast.product.pk, "name": "One", "kind": "quiz"}, format="json").status_code == 400
    assert api.post(f"{address}start/").json()["state"] == "running"
    assert api.post(f"{address}start/").status_code == 409
    assert api.patch(address, {"sampling": 30}, format="json").status_code == 409
    assert api.post(f"{address}close/", {"reason": "enough"}, format="json").json()["state"] == "closed"
    assert [row["id"] for row in api.get(f"{LIST}?state=closed&kind=csat&q=on").json()["results"]] == [made.json()["id"]]
    assert call(cast.viewer).get(address).status_code == 200
    assert call(cast.viewer).post(f"{address}start/").status_code == 403


@pytest.mark.parametrize("odd", ["", "<script>", "🙂" * 60, "{product}", "{", "\u202e"])
def test_odd_words_are_words(cast, petra, browse, odd):
    survey = actions.create_survey(product=cast.product, name=f"x{odd}", kind="nps", question=odd, actor=petra)
    answer = browse(cast.viewer).get(reverse("surveys:survey", args=[survey.pk]))
    assert answer.status_code == 200
    assert "<script>x" not in answer.content.decode()
