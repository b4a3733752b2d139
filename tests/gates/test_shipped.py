"""Did what we shipped get used? The released features of an idea and of a completed initiative, against target and projection."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gates.actions.projections import project
from gates.shipped import shipped
from history import clock
from roadmap import actions as roadmap
from roadmap.models import Initiative
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users
from tests.reading import whole
from usage.standing import counted_now


@pytest.fixture
def crowd(cast):
    return users(cast.product, 60, noon(clock.today() - timedelta(days=700)))


@pytest.fixture
def idea(cast):
    return an_idea(cast)


def released(cast, idea, acting, crowd, *, weeks, adopters, before=0):
    """A feature of the idea, released so many weeks and a day ago, used by some before it and by others in its first week."""
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=weeks, days=1))
    used(feature, crowd[:before], noon(feature.released_on - timedelta(days=9)))
    used(feature, crowd[:adopters], noon(feature.released_on + timedelta(days=2)))
    roadmap.link_feature(idea, feature=feature, actor=acting(cast.product_manager))
    counted_now(feature)
    return feature


def ask(cast, acting, idea, feature, threshold, horizon=12):
    origin = feature.released_on + timedelta(weeks=2)
    return project(
        idea, feature, actor=acting(cast.product_manager), threshold=threshold, horizon=horizon, unit="user", origin=origin
    )


def test_what_came_stands_beside_target_and_projection(cast, acting, crowd, idea):
    feature = released(cast, idea, acting, crowd, weeks=13, adopters=30, before=6)
    earlier_features(cast.product, crowd, feature.released_on)
    projection = ask(cast, acting, idea, feature, "0.4")
    [row] = shipped([idea], acting(cast.viewer))
    assert (row.before.successes, row.after.successes, row.after.n, row.week) == (6, 30, 60, 12)
    assert (row.target, row.projection, row.verdict) == (pytest.approx(0.4), projection, "reached")
    low, high = projection.likely_range
    assert row.is_as_projected is (low <= 0.5 <= high)


def test_a_target_that_was_missed_and_one_that_has_time(cast, acting, crowd, idea):
    feature = released(cast, idea, acting, crowd, weeks=6, adopters=12)
    earlier_features(cast.product, crowd, feature.released_on)
    ask(cast, acting, idea, feature, "0.9")
    [row] = shipped([idea], acting(cast.viewer))
    assert (row.week, row.verdict, row.is_as_projected) == (6, "early", None)
    with clock.at(clock.now() + timedelta(weeks=8)):
        counted_now(feature)
        [row] = shipped([idea], acting(cast.viewer))
    assert (row.week, row.verdict) == (12, "missed")


def test_without_a_projection_no_target_was_set(cast, acting, crowd, idea):
    released(cast, idea, acting, crowd, weeks=3, adopters=12)
    [row] = shipped([idea], acting(cast.viewer))
    assert (row.verdict, row.target, row.week, row.unit) == ("unknown", None, 3, "company")


def test_what_is_not_released_or_not_linked_is_not_shown(cast, acting, crowd, idea):
    feature = a_feature(cast.product, "Planned", clock.today() + timedelta(days=9))
    roadmap.link_feature(idea, feature=feature, actor=acting(cast.product_manager))
    a_feature(cast.product, "Unlinked", clock.today() - timedelta(weeks=9))
    assert shipped([idea], acting(cast.viewer)) == []


def test_it_stands_on_the_pages_of_the_idea_and_of_the_completed_initiative(cast, acting, browse, call, crowd, idea):
    feature = released(cast, idea, acting, crowd, weeks=13, adopters=30)
    earlier_features(cast.product, crowd, feature.released_on)
    projection = ask(cast, acting, idea, feature, "0.4")
    manager = acting(cast.product_manager)
    initiative = roadmap.create_initiative(product=cast.product, title="Approve anywhere", actor=manager)
    roadmap.add_idea(initiative, idea=idea, actor=manager)
    browser = browse(cast.viewer)
    assert "Did what we shipped get used?" in whole(browser, f"/ideas/{idea.pk}/")
    assert "Did what we shipped get used?" not in whole(browser, f"/initiatives/{initiative.pk}/")
    Initiative.objects.filter(pk=initiative.pk).update(
        state="completed", ending="met", actual_outcomes="They approve on the train.", completed_at=clock.now()
    )
    page = whole(browser, f"/initiatives/{initiative.pk}/")
    for words in (
        "Did what we shipped get used?",
        "Approvals",
        "30 of 60 users, week 12",
        "Reached",
        f"/projections/{projection.pk}/",
    ):
        assert words in page, words
    [told] = call(cast.viewer).get("/api/v1/projections/shipped/", {"idea": idea.pk}).json()
    assert (told["feature"], told["after"]["successes"], told["verdict"], told["projection"]) == (
        feature.pk, 30, "reached", projection.pk,
    )  # fmt: skip
    api = call(cast.viewer)
    assert api.get("/api/v1/projections/shipped/").status_code == 404
    assert api.get("/api/v1/projections/shipped/", {"idea": idea.pk, "colour": "red"}).status_code == 400


def test_a_restricted_products_features_are_for_its_members(cast, acting, call, crowd):
    hidden = an_idea(cast, product=cast.restricted)
    assert call(cast.outsider).get("/api/v1/projections/shipped/", {"idea": hidden.pk}).status_code == 404
    assert call(cast.viewer).get("/api/v1/projections/shipped/", {"idea": hidden.pk}).json() == []


def test_all_of_an_initiative_is_read_at_once(cast, acting, crowd, idea, django_assert_max_num_queries):
    ideas = [idea, *(an_idea(cast, title=f"Idea {number}") for number in range(4))]
    for number, one in enumerate(ideas):
        feature = a_feature(cast.product, f"Feature {number}", clock.today() - timedelta(weeks=5))
        roadmap.link_feature(one, feature=feature, actor=acting(cast.product_manager))
        counted_now(feature)
    actor = acting(cast.viewer)
    with django_assert_max_num_queries(7):
        assert len(shipped(ideas, actor)) == 5
