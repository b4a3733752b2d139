"""Several ideas move together, and whoever asked for one that we will not do is answered."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from answers.models import Answer, Occasion
from feedback.actions import give_feedback
from history.refusals import NotPossible
from roadmap import actions
from roadmap.models import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, petra, idea):
    """Two ideas, each of which somebody asked for."""
    other = actions.create_idea(product=cast.product, title="Print", actor=petra)
    for one, company in ((idea, cast.acme), (other, cast.globex)):
        said = give_feedback(text="We need it", product=cast.product, company=company, actor=petra)
        actions.link_insight(said, one, actor=petra)
    return [idea, other]


def test_ideas_picked_on_the_list_move_together_for_a_reason_and_those_who_asked_are_answered(cast, browse, run_jobs, asked):
    browser, picked = browse(cast.product_manager), {"ideas": [one.pk for one in asked]}
    assert "Print" in browser.get("/ideas/moving/", picked).content.decode()
    assert "Pick ideas" in browser.get("/ideas/moving/").content.decode()
    unreasoned = browser.post("/ideas/moving/", picked | {"stage": "not_doing"})
    assert unreasoned.status_code == 422
    assert "owed an answer" in unreasoned.content.decode()
    assert browser.post("/ideas/moving/", picked | {"stage": "not_doing", "reason": "Too dear"}).status_code == 302
    run_jobs()
    drafted = Answer.objects.filter(occasion=Occasion.NOT_DOING)
    assert {(answer.idea, answer.company) for answer in drafted} == {(asked[0], cast.acme), (asked[1], cast.globex)}


def test_one_that_a_gate_stops_stops_them_all(cast, petra, asked):
    with pytest.raises(NotPossible, match="and so none was"):
        actions.move_ideas(asked, stage=Stage.DELIVERY, actor=petra)
    with pytest.raises(ValidationError):
        actions.move_ideas([], stage=Stage.DISCOVERY, actor=petra)
    actions.move_stage(asked[0], stage=Stage.DISCOVERY, actor=petra)
    assert actions.move_ideas(asked, stage=Stage.DISCOVERY, actor=petra) == [asked[1]]


def test_the_api_asks_for_the_reason_too(cast, call, run_jobs, asked):
    address, api = f"/api/v1/ideas/{asked[0].pk}/move-stage/", call(cast.product_manager)
    assert api.post(address, {"stage": "not_doing"}, format="json").status_code == 400
    assert api.post(address, {"stage": "not_doing", "reason": "Too dear"}, format="json").status_code == 200
    run_jobs()
    assert Answer.objects.get(occasion=Occasion.NOT_DOING).company == cast.acme


def test_whoever_asked_for_a_duplicate_is_answered_with_its_original(cast, petra, run_jobs, asked):
    first, twin = asked
    actions.mark_duplicate(twin, of=first, actor=petra)
    actions.move_stage(first, stage=Stage.NOT_DOING, reason="Too dear", actor=petra)
    run_jobs()
    assert {answer.company for answer in Answer.objects.filter(idea=first)} == {cast.acme, cast.globex}
