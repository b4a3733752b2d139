"""Every door lives in the organisation's day: what is today there is today here, by session and by token alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from rest_framework.test import APIClient

from growth.actions import define_milestone
from growth.models import MilestoneMark
from history import clock

AFTER_MIDNIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def session(cast, browse, call):
    """A page that calls the API."""
    api = APIClient()
    api.force_login(cast.success)
    return api


def token(cast, browse, call):
    """A script with a token."""
    return call(cast.success)


@pytest.mark.parametrize("door", [session, token])
def test_the_api_lives_in_the_organisations_day(door, cast, acting, browse, call):
    with clock.at(AFTER_MIDNIGHT):
        milestone = define_milestone(product=cast.product, name="First export", actor=acting(cast.product_manager))
        api = door(cast, browse, call)
        answer = api.post(f"/api/v1/milestones/{milestone.pk}/mark/", {"company": cast.acme.pk}, format="json")
    assert answer.status_code == 200, answer.content
    assert MilestoneMark.objects.get().reached_on == date(2026, 3, 3), "it is past midnight in Berlin"
