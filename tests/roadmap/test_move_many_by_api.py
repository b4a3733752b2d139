"""Many ideas move to a stage at once through the API as they do on the list: all, or none of them."""

from __future__ import annotations

import pytest

from history.models import Event
from roadmap import actions
from roadmap.models import Idea

URL = "/api/v1/ideas/move-many/"


@pytest.fixture
def two(cast, petra):
    return [actions.create_idea(product=cast.product, title=title, actor=petra) for title in ("One", "Two")]


def stages(ideas):
    return [Idea.objects.get(pk=one.pk).stage for one in ideas]


def test_those_that_are_there_already_stay(cast, call, petra, two):
    actions.move_stage(two[0], stage="discovery", actor=petra)
    body = {"ideas": [one.pk for one in two], "stage": "discovery"}
    answer = call(cast.product_manager).post(URL, body, format="json")
    assert (answer.status_code, answer.json()) == (200, {"moved": [two[1].pk]})
    assert stages(two) == ["discovery", "discovery"]
    assert Event.objects.of(two[1]).filter(kind="idea.moved").count() == 1


def test_all_or_none(cast, call, petra, two):
    actions.archive_idea(two[1], reason="Gone", actor=petra)
    answer = call(cast.product_manager).post(URL, {"ideas": [one.pk for one in two], "stage": "discovery"}, format="json")
    assert answer.status_code == 409
    assert f"{two[1].key} was not moved" in answer.json()["detail"]
    assert stages(two) == ["assessment", "assessment"]


@pytest.mark.parametrize(
    "wrong", [{"ideas": []}, {"ideas": [99_999_999]}, {"stage": "nowhere"}, {"stage": "duplicate"}, {"stage": "not_doing"}]
)
def test_what_cannot_be_is_refused(cast, call, two, wrong):
    body = {"ideas": [one.pk for one in two], "stage": "discovery"} | wrong
    assert call(cast.product_manager).post(URL, body, format="json").status_code in (400, 409, 422)
    assert stages(two) == ["assessment", "assessment"]


def test_nobody_else_moves_them(cast, call, two):
    assert call(cast.viewer).post(URL, {"ideas": [two[0].pk], "stage": "discovery"}, format="json").status_code == 403
