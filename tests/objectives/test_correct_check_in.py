"""Putting a check-in right: a new one takes its place, and the old one stays on record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import CheckIn, KeyResult

RIGHT = {"value": "3.2", "confidence": "6", "comment": "Counted again.", "reason": "The report was of last month."}


@pytest.fixture
def wrong(cast, acting, quarter):
    """What success said three days ago."""
    with clock.at(clock.now() - timedelta(days=3)):
        return actions.check_in(quarter.churn, value=Decimal(2), confidence=9, comment="Great.", actor=acting(cast.success))


def by_call(cast, acting, wrong, **_):
    actions.correct_check_in(wrong, actor=acting(cast.success), **(RIGHT | {"value": Decimal("3.2"), "confidence": 6}))


def on_the_web(cast, browse, wrong, **_):
    assert browse(cast.success).post(f"/objectives/check-ins/{wrong.pk}/correction/", RIGHT).status_code == 302


def by_api(cast, call, wrong, **_):
    answer = call(cast.success).post(f"/api/v1/check-ins/{wrong.pk}/correct/", RIGHT, format="json")
    assert answer.status_code == 201
    assert answer.json()["corrects"] == wrong.pk


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_whoever_said_it_puts_it_right(cast, acting, browse, call, quarter, wrong, door):
    door(cast=cast, acting=acting, browse=browse, call=call, wrong=wrong)
    right = CheckIn.objects.standing().get()
    assert (right.corrects, right.at, right.value, right.confidence) == (wrong, wrong.at, Decimal("3.2"), 6)
    assert right.made_at > wrong.made_at
    assert CheckIn.objects.count() == 2, "nothing that was said is lost"
    assert KeyResult.objects.get(pk=quarter.churn.pk).current == Decimal("3.2")
    event = Event.objects.of(quarter.churn).get(kind="key_result.check_in_corrected")
    assert event.words.body["changes"] == {"value": ["2%", "3.2%"]}
    assert event.words.body["reason"] == RIGHT["reason"]
    page = browse(cast.viewer).get(f"/objectives/key-results/{quarter.churn.pk}/").content.decode()
    assert "Before: 2%, 9 of 10" in page


def test_an_earlier_one_that_is_put_right_moves_the_chart_and_not_where_it_stands(cast, acting, quarter, wrong):
    actions.check_in(quarter.churn, value=Decimal("2.5"), confidence=7, actor=acting(cast.leader))
    actions.correct_check_in(wrong, value=Decimal("3.9"), confidence=5, reason="Typo", actor=acting(cast.leader))
    assert KeyResult.objects.get(pk=quarter.churn.pk).current == Decimal("2.5")
    assert [one.value for one in CheckIn.objects.standing()] == [Decimal("2.5"), Decimal("3.9")]


def test_a_correction_is_taken_back_and_what_was_said_first_stands_again(cast, acting, browse, quarter, wrong):
    right = actions.correct_check_in(wrong, value=Decimal(3), confidence=5, reason="Typo", actor=acting(cast.success))
    with pytest.raises(NotPossible, match="stands no more"):
        actions.correct_check_in(wrong, value=Decimal(1), confidence=5, reason="Again", actor=acting(cast.success))
    assert browse(cast.success).post(f"/objectives/check-ins/{right.pk}/undoing/").status_code == 302
    assert CheckIn.objects.standing().get() == wrong
    assert KeyResult.objects.get(pk=quarter.churn.pk).current == 2
    again = actions.correct_check_in(wrong, value=Decimal(1), confidence=5, reason="Right now", actor=acting(cast.success))
    assert CheckIn.objects.standing().get() == again


def test_what_was_put_right_is_not_taken_back_under_it(cast, acting, quarter):
    said = actions.check_in(quarter.churn, value=Decimal(2), confidence=9, actor=acting(cast.success))
    actions.correct_check_in(said, value=Decimal(3), confidence=9, reason="Typo", actor=acting(cast.success))
    with pytest.raises(NotPossible, match="put right since"):
        actions.undo_check_in(said, actor=acting(cast.success))


@pytest.mark.parametrize("who", ["viewer", "salesperson", "suspended"])
def test_nobody_else_does(cast, acting, wrong, who):
    with pytest.raises(NotAllowed):
        actions.correct_check_in(wrong, value=Decimal(3), confidence=5, reason="No", actor=acting(getattr(cast, who)))


@pytest.mark.parametrize(
    ("values", "field"), [({"reason": " "}, "reason"), ({"value": "x"}, "value"), ({"confidence": "11"}, "confidence")]
)
def test_what_cannot_be_is_said_at_its_field(cast, browse, call, wrong, values, field):
    page = browse(cast.success).post(f"/objectives/check-ins/{wrong.pk}/correction/", RIGHT | values)
    assert page.status_code == 422
    assert "Counted again." in page.content.decode()
    answer = call(cast.success).post(f"/api/v1/check-ins/{wrong.pk}/correct/", RIGHT | values, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_in_a_closed_cycle_it_stays(cast, acting, quarter, wrong):
    actions.grade_cycle(quarter.cycle, actor=acting(cast.leader))
    actions.close_cycle(quarter.cycle, actor=acting(cast.leader))
    with pytest.raises(NotPossible, match="closed"):
        actions.correct_check_in(wrong, value=Decimal(3), confidence=5, reason="Late", actor=acting(cast.leader))


def test_without_a_reason_the_verb_itself_says_no(cast, acting, wrong):
    with pytest.raises(ValidationError, match="what was wrong"):
        actions.correct_check_in(wrong, value=Decimal(3), confidence=5, reason="", actor=acting(cast.leader))
