"""Whom a survey is put to: by company, by lot, by what they did; once answered never again, once left not at once."""

from datetime import timedelta

import pytest

from history import clock
from surveys import actions
from surveys.events import ANSWERER
from surveys.models import Showing, Survey
from surveys.respondents import respondent_of
from surveys.targeting import due_survey
from usage.models import Feature


@pytest.fixture
def due(cast):
    """The survey that is due for a user or a contact."""
    return lambda key="", **known: due_survey(cast.product, respondent_of(cast.product, user_key=key, **known))


@pytest.fixture
def asking(cast, petra):
    """Starts a survey that asks these."""

    def start(**values) -> Survey:
        made = actions.create_survey(product=cast.product, name="Asking", kind="nps", actor=petra, **values)
        return actions.start_survey(made, actor=petra)

    return start


def test_nothing_is_due_where_nothing_runs(draft, due):
    assert due("u-1") is None


def test_everybody_is_asked_where_nobody_is_named(asking, due):
    assert due("somebody") is None
    survey = asking()
    assert due("somebody") == survey


@pytest.mark.parametrize(
    ("values", "acme", "globex"),
    [
        ({"segments": ["enterprise"]}, True, False), ({"segments": ["enterprise", "mid_market"]}, True, True),
        ({"lifecycles": ["churned"]}, False, False), ({"lifecycles": ["customer"]}, True, True),
        ({"plans": ["pro"]}, True, False), ({"plans": ["Pro"], "segments": ["mid_market"]}, False, False),
    ],
)  # fmt: skip
def test_by_the_company_that_we_know_them_to_be_at(cast, asking, due, user, values, acme, globex):
    cast.acme.plan = "Pro"
    cast.acme.save()
    user("a", company=cast.acme)
    user("g", company=cast.globex)
    user("nowhere")
    asking(**values)
    assert (due("a") is not None, due("g") is not None, due("nowhere")) == (acme, globex, None)


def test_what_a_page_claims_of_somebody_does_not_count(cast, asking, due, user):
    user("nowhere")
    asking(segments=["enterprise"])
    assert due("nowhere", company=cast.acme) is None
    assert due("stranger", company=cast.acme) is None


def test_by_what_they_did_often_and_lately_enough(asking, due, user, cast):
    user("keen", times=3, days_ago=2)
    user("late", times=3, days_ago=8)
    user("once", times=1, days_ago=2)
    user("other", times=9, days_ago=2, name="Signed in")
    survey = asking(event_name="Report exported", minimum_uses=3, within_days=7)
    assert [key for key in ("keen", "late", "once", "other", "stranger") if due(key)] == ["keen"]
    assert due("keen") == survey


def test_by_a_feature(asking, due, user, cast):
    feature = Feature.objects.create(product=cast.product, name="Export", event_names=["Report exported", "Report mailed"])
    user("keen", times=1, name="Report mailed")
    user("other", times=1, name="Signed in")
    asking(feature=feature)
    assert due("keen") is not None
    assert due("other") is None


def test_the_share_is_kept_and_always_the_same(asking, due):
    survey = asking(sampling=30)
    asked = [f"u-{number}" for number in range(1000) if due(f"u-{number}")]
    assert 250 < len(asked) < 350
    assert asked == [f"u-{number}" for number in range(1000) if due(f"u-{number}")]
    assert survey.sampling == 30


def test_who_answered_is_never_asked_again(asking, due, ann):
    survey = asking()
    actions.respond(survey, score=8, user_key="u-1", contact=ann, actor=ANSWERER)
    assert due("u-1") is None
    assert due("u-2", contact=ann) is None
    assert due("u-2") == survey


def test_who_left_it_is_asked_again_after_a_while(asking, due):
    survey = asking(ask_again_days=30)
    for days, again in ((0, None), (29, None), (30, survey)):
        Showing.objects.update_or_create(
            survey=survey, respondent="user:u-1", defaults={"last_at": clock.now() - timedelta(days=days, minutes=1)}
        )
        assert due("u-1") == again


def test_nobody_is_shown_two_surveys_within_a_week(asking, due):
    first, second = asking(), asking()
    assert due("u-1") == first
    showing = Showing.objects.create(survey=first, respondent="user:u-1")
    assert due("u-1") is None
    Showing.objects.filter(pk=showing.pk).update(last_at=clock.now() - timedelta(days=8))
    assert due("u-1") == second
