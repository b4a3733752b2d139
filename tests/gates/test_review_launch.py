"""The launch review: what really came, against what was projected and what the deciders said of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from gates.actions.launches import review_launch
from gates.actions.projections import project
from gates.models import LaunchReview, ProjectionActual
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap.actions import move_stage
from tests.evidence import a_feature, earlier_features, noon, used, users
from tests.reading import whole

pytestmark = pytest.mark.django_db
NOTE = "Half of the branches use it every week."


@pytest.fixture
def cleared(stage):
    """An idea that all three gates let through."""
    stage.passed(1, 2, 3)
    return stage.idea


@pytest.fixture
def launched(stage, cast, cleared):
    """It is out."""
    return move_stage(cleared, stage="done", actor=stage.as_(cast.product_manager))


@pytest.fixture
def projection(stage, cast, launched):
    """Four weeks after the release a quarter use it; due eight weeks from now."""
    crowd = users(cast.product, 60, noon(clock.today() - timedelta(days=700)))
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(feature, crowd[:15], noon(feature.released_on + timedelta(days=2)))
    earlier_features(cast.product, crowd, clock.today())
    actor = stage.as_(cast.product_manager)
    return project(launched, feature, threshold=Decimal("0.2"), horizon=12, unit="user", actor=actor)


def test_once_the_horizon_passed_usage_says_what_came(stage, cast, launched, projection):
    with clock.at(clock.now() + timedelta(weeks=9)):
        review = review_launch(launched, projection=projection, note=NOTE, actor=stage.as_(cast.leader))
    assert (review.basis, review.share, review.succeeded) == ("usage", Decimal("0.25"), True)
    assert review.is_inside == ProjectionActual.objects.get(projection=projection).is_inside
    assert set(review.is_inside) == {str(one["level"]) for one in projection.intervals}
    event = Event.objects.get(kind="launch.reviewed")
    assert (event.actor, event.words.body["reason"], event.about_id) == (cast.leader, NOTE, launched.pk)


def test_before_the_horizon_it_is_entered_by_hand(stage, cast, launched, projection):
    review = review_launch(launched, projection=projection, share=Decimal("0.05"), note=NOTE, actor=stage.as_(cast.leader))
    assert (review.basis, review.succeeded) == ("by_hand", False)
    assert not any(review.is_inside.values())
    assert not ProjectionActual.objects.exists()


@pytest.mark.parametrize(("succeeded", "brier"), [(True, 0.09), (False, 0.49)])
def test_every_decider_is_held_to_what_they_said(stage, cast, launched, succeeded, brier):
    review = review_launch(launched, succeeded=succeeded, note=NOTE, actor=stage.as_(cast.leader))
    said = [(one.gate_review.gate, one.person, one.probability) for one in review.forecasts.all()]
    assert sorted(said, key=str) == sorted(
        [(gate, who, Decimal("0.7")) for gate in (1, 2, 3) for who in (None, cast.leader)], key=str
    )
    assert {round(one.brier, 9) for one in review.forecasts.all()} == {brier}


def test_a_correction_takes_the_place_of_the_record_and_both_stay(stage, cast, launched):
    first = review_launch(launched, succeeded=True, note=NOTE, actor=stage.as_(cast.leader))
    second = review_launch(launched, succeeded=False, note="We had counted twice.", actor=stage.as_(cast.second_leader))
    assert second.supersedes == first
    assert list(LaunchReview.objects.standing()) == [second]
    assert first.forecasts.count() == second.forecasts.count() == 6


def test_records_are_only_added(stage, cast, launched):
    review = review_launch(launched, succeeded=True, note=NOTE, actor=stage.as_(cast.leader))
    for change in (
        lambda: LaunchReview.objects.filter(pk=review.pk).update(succeeded=False),
        lambda: review.forecasts.update(brier=0),
        lambda: review.forecasts.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    LaunchReview.objects.filter(pk=review.pk).update(note=None)


def test_there_is_nothing_to_review_before_gate_3_and_before_the_launch(stage, cast, cleared):
    with pytest.raises(NotPossible, match="not launched yet"):
        review_launch(cleared, succeeded=True, note=NOTE, actor=stage.as_(cast.leader))
    with pytest.raises(NotPossible, match="Gate 3"):
        review_launch(stage.new_idea(), succeeded=True, note=NOTE, actor=stage.as_(cast.leader))


def test_an_initiative_that_is_completed_launched_it(stage, cast, cleared):
    cleared.initiatives.create(
        product=cast.product, title="Spreadsheets", state="completed", actual_outcomes="It is out.", completed_at=clock.now()
    )
    assert review_launch(cleared, succeeded=True, note=NOTE, actor=stage.as_(cast.leader)).succeeded


@pytest.mark.parametrize("name", ["product_manager", "salesperson", "success", "viewer"])
def test_others_say_what_came_of_ones_idea_and_only_product_and_leadership(stage, cast, launched, name):
    with pytest.raises(NotAllowed):
        review_launch(launched, succeeded=True, note=NOTE, actor=stage.as_(getattr(cast, name)))


def test_what_is_missing_or_too_much_is_said_at_its_field(stage, cast, launched, projection):
    actor = stage.as_(cast.leader)
    for said, field in (
        ({"projection": projection}, "share"),
        ({"projection": projection, "share": Decimal("0.3"), "succeeded": True}, "succeeded"),
        ({}, "succeeded"),
        ({"succeeded": True, "note": "  "}, "note"),
    ):
        with pytest.raises(ValidationError) as refused:
            review_launch(launched, actor=actor, **{"note": NOTE, **said})
        assert field in refused.value.error_dict
    with clock.at(clock.now() + timedelta(weeks=9)), pytest.raises(ValidationError, match="counted from usage"):
        review_launch(launched, projection=projection, share=Decimal("0.3"), note=NOTE, actor=actor)


def test_a_projection_of_another_idea_is_refused(stage, cast, launched, projection):
    other = stage.new_idea()
    projection.idea_id = other.pk
    with pytest.raises(ValidationError, match="of this idea"):
        review_launch(launched, projection=projection, share=Decimal("0.3"), note=NOTE, actor=stage.as_(cast.leader))


def test_it_is_reviewed_in_the_browser(browse, cast, launched, projection, django_assert_max_num_queries):
    leader, page = browse(cast.leader), reverse("gates:launch", args=[launched.pk])
    assert "What came of it?" in leader.get(page).content.decode()
    form = page + "record/"
    refused = leader.post(form, {"projection": projection.pk, "share": "", "note": NOTE})
    assert refused.status_code == 422
    assert "enter the share by hand" in refused.content.decode()
    assert NOTE in refused.content.decode()
    for wrong in ("101", "-1", "NaN", "1e9"):
        assert leader.post(form, {"projection": projection.pk, "share": wrong, "note": NOTE}).status_code == 422
    answer = leader.post(form, {"projection": projection.pk, "share": "31.5", "note": NOTE})
    assert answer.url == page
    with django_assert_max_num_queries(15):
        shown = leader.get(page).content.decode()
    assert "31.5%" in shown
    assert "Succeeded" in shown
    assert "0.09" in shown
    idea = whole(leader, reverse("roadmap:idea", args=[launched.pk]))
    assert "31.5% use it" in idea
    assert leader.get(reverse("gates:launch_review", args=[LaunchReview.objects.get().pk])).url == page


def test_the_page_says_why_one_may_not_yet(browse, cast, cleared):
    page = browse(cast.leader).get(reverse("gates:launch", args=[cleared.pk])).content.decode()
    assert "It is not launched yet" in page
    page = browse(cast.product_manager).get(reverse("gates:launch", args=[cleared.pk])).content.decode()
    assert "your own idea" in page


def test_programs_review_it_too(call, cast, launched, projection):
    body = {"idea": launched.pk, "projection": projection.pk, "note": NOTE}
    answer = call(cast.leader).post("/api/v1/launch-reviews/", body, format="json")
    assert answer.status_code == 400
    assert "share" in answer.json()["errors"]
    made = call(cast.leader).post("/api/v1/launch-reviews/", body | {"share": "0.31"}, format="json")
    assert made.status_code == 201
    assert (made.json()["share"], made.json()["succeeded"], len(made.json()["forecasts"])) == ("0.31000", True, 6)
    assert call(cast.viewer).get(f"/api/v1/launch-reviews/?idea={launched.pk}").json()["results"] == [made.json()]
    assert call(cast.viewer).post("/api/v1/launch-reviews/", body, format="json").status_code == 403
    assert call(cast.product_manager).post("/api/v1/launch-reviews/", body, format="json").status_code == 403
