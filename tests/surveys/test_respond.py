"""An answer: once a person, its words in the inbox, and by whom it counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from feedback.models import Feedback
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from surveys import actions
from surveys.events import ANSWERER
from surveys.models import SurveyResponse
from surveys.reading import results_of

LIST = "/api/v1/survey-responses/"


def test_words_become_feedback_under_what_was_answered(running, cast, ann):
    response = actions.respond(running, score=9, words="  Fast,\r\nand honest ", contact=ann, actor=ANSWERER)
    feedback = response.feedback
    assert (feedback.text, feedback.channel, feedback.state) == ("Fast,\nand honest", "survey", "inbox")
    assert feedback.title == "NPS: 9 of 10 (NPS, spring)"
    assert (feedback.company, feedback.contact, feedback.product) == (cast.acme, ann, cast.product)
    assert Event.objects.filter(kind="survey.answered", facts__score=9).count() == 1


def test_an_answer_without_words_is_an_answer(running, ann):
    assert actions.respond(running, score=0, contact=ann, actor=ANSWERER).feedback is None
    assert Feedback.objects.count() == 0


def test_who_answers_twice_has_answered_once(running, ann):
    first = actions.respond(running, score=9, words="Good", contact=ann, actor=ANSWERER)
    again = actions.respond(running, score=2, words="Bad", contact=ann, actor=ANSWERER)
    as_user = actions.respond(running, score=3, user_key="u-1", contact=ann, actor=ANSWERER)
    assert first.pk == again.pk == as_user.pk
    first.refresh_from_db()
    assert (first.score, first.words, SurveyResponse.objects.count(), Feedback.objects.count()) == (9, "Good", 1, 1)


def test_a_user_is_known_by_their_key_and_by_their_company(running, cast, user):
    user("u-1", company=cast.globex)
    response = actions.respond(running, score=7, user_key=" u-1 ", actor=ANSWERER)
    assert (response.company, response.respondent) == (cast.globex, "user:u-1")
    assert actions.respond(running, score=1, user_key="u-2", actor=ANSWERER).pk != response.pk


@pytest.mark.parametrize("score", [-1, 11, 99999])
def test_only_its_answers_are_answers(running, ann, score):
    with pytest.raises(ValidationError) as refusal:
        actions.respond(running, score=score, contact=ann, actor=ANSWERER)
    assert "score" in refusal.value.message_dict


def test_somebody_must_have_answered_and_at_a_time_that_can_be(running, ann):
    with pytest.raises(ValidationError):
        actions.respond(running, score=5, user_key=" ", actor=ANSWERER)
    with pytest.raises(ValidationError):
        actions.respond(running, score=5, user_key="x" * 201, actor=ANSWERER)
    for at in (clock.now() + timedelta(days=1), clock.now() - timedelta(days=1)):
        with pytest.raises(ValidationError) as refusal:
            actions.respond(running, score=5, contact=ann, at=at, actor=ANSWERER)
        assert "at" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        actions.respond(running, score=5, words="x" * 5001, contact=ann, actor=ANSWERER)
    assert "words" in refusal.value.message_dict
    assert SurveyResponse.objects.count() == 0


def test_nothing_is_taken_while_it_does_not_run(draft, petra, ann):
    with pytest.raises(NotPossible):
        actions.respond(draft, score=5, contact=ann, actor=ANSWERER)
    actions.start_survey(draft, actor=petra)
    first = actions.respond(draft, score=5, contact=ann, actor=ANSWERER)
    actions.close_survey(draft, actor=petra)
    assert actions.respond(draft, score=7, contact=ann, actor=ANSWERER) == first
    with pytest.raises(NotPossible):
        actions.respond(draft, score=5, user_key="u-9", actor=ANSWERER)


def test_viewers_and_outsiders_bring_none_in(running, cast, acting, ann):
    for person in (cast.viewer, cast.salesperson, cast.leader):
        with pytest.raises(NotAllowed):
            actions.respond(running, score=5, contact=ann, actor=acting(person))
    assert actions.respond(running, score=5, contact=ann, actor=acting(cast.success)).score == 5


def test_an_ellis_answer_counts_where_it_was_used_twice_within_two_weeks(cast, petra, user, ann):
    survey = actions.create_survey(product=cast.product, name="Fit", kind="ellis", actor=petra)
    actions.start_survey(survey, actor=petra)
    for key, times, days in (("twice", 2, 13), ("once", 1, 1), ("long-ago", 5, 15), ("gone", 4, 1)):
        user(key, times=times, days_ago=days)
        actions.respond(survey, score=0 if key == "gone" else 3, user_key=key, actor=ANSWERER)
    actions.respond(survey, score=3, contact=ann, actor=ANSWERER)
    results = results_of(survey)
    assert (results.total, dict(results.counted)) == (5, {3: 1})
    assert dict(results.left_out) == {
        "used it less than twice in the two weeks before": 2, "their use is not known": 1, "no longer use it": 1,
    }  # fmt: skip
    assert SurveyResponse.objects.get(user_key="twice").recent_uses == 2


def test_it_counts_by_what_the_survey_waits_for(cast, petra, user):
    survey = actions.create_survey(product=cast.product, name="Fit", kind="ellis", event_name="Report exported", actor=petra)
    actions.start_survey(survey, actor=petra)
    user("u-1", times=3, name="Signed in")
    user("u-1", times=1, name="Report exported")
    assert actions.respond(survey, score=3, user_key="u-1", actor=ANSWERER).recent_uses == 1


def test_the_api_takes_answers_once(running, cast, call, ann):
    api = call(cast.success)
    body = {"survey": running.pk, "score": 4, "words": "Slow", "contact": ann.pk}
    made = api.post(LIST, body, format="json")
    assert made.status_code == 201
    assert made.json()["feedback"] is not None
    again = api.post(LIST, body | {"score": 10}, format="json")
    assert (again.json()["id"], again.json()["score"]) == (made.json()["id"], 4)
    assert api.post(LIST, body | {"survey": 10**9}, format="json").status_code == 400
    assert api.post(LIST, {"survey": running.pk, "score": 4}, format="json").status_code == 400
    assert api.post(LIST, body | {"contact": None, "user_key": "u", "score": "many"}, format="json").status_code == 400
    assert call(cast.viewer).post(LIST, body, format="json").status_code == 403
    listed = call(cast.viewer).get(f"{LIST}?survey={running.pk}&score=4&company={cast.acme.pk}").json()["results"]
    assert [row["words"] for row in listed] == ["Slow"]
    assert api.patch(f"{LIST}{made.json()['id']}/", {"score": 9}, format="json").status_code == 405


def test_the_results_by_api_and_page(running, cast, call, browse, django_assert_max_num_queries):
    api, page = call(cast.viewer), reverse("surveys:survey", args=[running.pk])
    few = api.get(f"/api/v1/surveys/{running.pk}/results/").json()
    assert (few["score"], few["answers"], few["least"]) == (None, 0, 10)
    assert "Not enough data: 0 of at least 10" in browse(cast.viewer).get(page).content.decode()
    for number, score in enumerate([10, 9, 9, 8, 8, 7, 6, 10, 3, 9] * 3):
        actions.respond(running, score=score, words=f"Words {number}", user_key=f"u-{number}", actor=ANSWERER)
    results = api.get(f"/api/v1/surveys/{running.pk}/results/").json()
    assert (results["score"]["value"], results["score"]["n"]) == (30.0, 30)
    assert results["by_answer"]["9"] == 9
    assert (results["segments"][0]["what"], len(results["months"])) == ("Not known", 1)
    browser = browse(cast.viewer)
    with django_assert_max_num_queries(15):
        shown = browser.get(page).content.decode()
    assert "Net promoter score" in shown
    assert "95% interval" in shown
    assert "Words 29" in shown
    assert "Words 5<" not in shown
    assert "Words 5<" in browser.get(f"{page}?page=2").content.decode()
    with django_assert_max_num_queries(15):
        assert "NPS, spring" in browser.get(reverse("surveys:survey_list") + "?state=running&kind=nps").content.decode()
    assert "No survey fits" in browser.get(reverse("surveys:survey_list") + "?q=winter").content.decode()
