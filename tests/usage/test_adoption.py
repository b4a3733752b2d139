"""How many took a feature up, and when: counted by hand, never beyond the moment that is asked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evidence import a_feature, noon, used, users
from usage.adoption import adopters, adoption_after_exposure, adoption_by_week, eligible
from usage.calendar import day_start
from usage.models import ProductUser

RELEASED = date(2026, 3, 2)


@pytest.fixture
def feature(cast):
    return a_feature(cast.product, "Search", RELEASED)


@pytest.fixture
def crowd(cast):
    return users(cast.product, 10, noon(RELEASED - timedelta(days=30)))


def weeks_later(weeks, days=0):
    return noon(RELEASED + timedelta(weeks=weeks, days=days))


def test_the_eligible_are_those_known_by_the_day(cast, feature, crowd):
    ProductUser.objects.create(product=cast.product, user_key="late", first_seen_at=weeks_later(5))
    assert eligible(feature, day_start(RELEASED), "user") == 10
    assert eligible(feature, weeks_later(6), "user") == 11
    assert eligible(feature, weeks_later(6), "company") == 10, "a user without a company counts as no company"


def test_adopters_are_counted_by_whole_weeks_since_the_release(feature, crowd):
    used(feature, crowd[:2], weeks_later(0, 1))
    used(feature, crowd[1:5], weeks_later(2, 1))
    found = adoption_by_week(feature, weeks_later(4), "user", weeks=12)
    assert (found.n, found.adopters) == (10, {1: 2, 2: 2, 3: 5, 4: 5})


def test_a_company_adopts_with_its_first_user(cast, feature, crowd):
    colleague = ProductUser.objects.create(
        product=cast.product, user_key="colleague", company=crowd[0].company, first_seen_at=noon(RELEASED - timedelta(days=3))
    )
    used(feature, [crowd[0], colleague], weeks_later(0, 1))
    assert adoption_by_week(feature, weeks_later(2), "company", 12).adopters == {1: 1, 2: 1}
    assert adoption_by_week(feature, weeks_later(2), "user", 12).adopters == {1: 2, 2: 2}


def test_what_comes_after_the_moment_is_not_known(feature, crowd):
    used(feature, crowd[:3], weeks_later(0, 1))
    before = adoption_by_week(feature, weeks_later(2), "user", 12)
    used(feature, crowd[3:], weeks_later(2, 1))
    assert adoption_by_week(feature, weeks_later(2), "user", 12) == before
    assert adopters(feature, weeks_later(2), "user") == 3
    assert adopters(feature, weeks_later(3), "user") == 10


def test_who_came_after_the_release_is_not_in_its_cohort(cast, feature, crowd):
    late = ProductUser.objects.create(product=cast.product, user_key="late", first_seen_at=weeks_later(1))
    used(feature, [late], weeks_later(1, 1))
    found = adoption_by_week(feature, weeks_later(3), "user", 12)
    assert (found.n, found.adopters[3]) == (10, 0)


def test_a_feature_that_asks_for_three_uses_is_adopted_with_the_third(cast, crowd):
    feature = a_feature(cast.product, "Export", RELEASED, minimum_uses=3)
    for week in (0, 1, 2):
        used(feature, crowd[:4], weeks_later(week, 1))
    assert adoption_by_week(feature, weeks_later(4), "user", 12).adopters == {1: 0, 2: 0, 3: 4, 4: 4}


def test_only_events_that_carry_the_properties_count(cast, feature, crowd):
    feature.properties = {"kind": "saved", "beta": True}
    feature.save()
    used(feature, crowd[:1], weeks_later(0, 1), kind="saved", beta=True)
    used(feature, crowd[1:2], weeks_later(0, 1), kind="other", beta=True)
    used(feature, crowd[2:4], weeks_later(0, 1))
    assert adopters(feature, weeks_later(1), "user") == 1


def test_other_products_are_not_counted(cast, feature, crowd):
    other = a_feature(cast.restricted, "Search", RELEASED)
    used(other, users(cast.restricted, 3, noon(RELEASED - timedelta(days=3))), weeks_later(0, 1))
    assert adopters(feature, weeks_later(1), "user") == 0


def test_a_trial_counts_each_ones_own_first_weeks(cast, crowd):
    feature = a_feature(cast.product, "Beta", None)
    used(feature, crowd[:6], weeks_later(0), name="beta shown")
    used(feature, crowd[6:8], weeks_later(3), name="beta shown")
    used(feature, crowd[:2], weeks_later(1, 1))
    used(feature, crowd[6:7], weeks_later(3, 1))
    used(feature, crowd[2:3], weeks_later(5))
    found = adoption_after_exposure(feature, "beta shown", weeks_later(5), "user", weeks=2)
    assert (found.n, found.adopters) == (8, {1: 1, 2: 3})
    early = adoption_after_exposure(feature, "beta shown", weeks_later(4), "user", weeks=2)
    assert early.n == 6, "two of them have not had their two weeks yet"
    assert adoption_after_exposure(feature, "never shown", weeks_later(5), "user", weeks=2) is None


def test_a_feature_never_released_has_no_curve(cast):
    assert adoption_by_week(a_feature(cast.product, "Plan", None), weeks_later(5), "user", 12) is None


def test_the_number_of_queries_does_not_grow_with_the_users(cast, feature, crowd):
    used(feature, crowd, weeks_later(0, 1))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        adoption_by_week(feature, weeks_later(4), "user", 12)
    assert len(queries) <= 3
