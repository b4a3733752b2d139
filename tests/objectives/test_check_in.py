"""Checking in on a key result, and taking it back."""

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


def by_call(cast, acting, key_result, **_):
    actions.check_in(key_result, value=Decimal("3.5"), confidence=7, comment="Two saved.", actor=acting(cast.success))


def on_the_web(cast, browse, key_result, **_):
    form = {"value": "3.5", "confidence": "7", "comment": "Two saved."}
    answer = browse(cast.success).post(f"/objectives/key-results/{key_result.pk}/check-in/?next=/objectives/due/", form)
    assert answer.url == "/objectives/due/"


def by_api(cast, call, key_result, **_):
    body = {"value": "3.5", "confidence": 7, "comment": "Two saved."}
    answer = call(cast.success).post(f"/api/v1/key-results/{key_result.pk}/check-in/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["value"] == "3.5000"


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_the_owner_checks_in_whatever_their_role(cast, acting, browse, call, quarter, door):
    door(cast=cast, acting=acting, browse=browse, call=call, key_result=quarter.churn)
    said, key_result = CheckIn.objects.get(), KeyResult.objects.get(pk=quarter.churn.pk)
    assert (said.value, said.confidence, said.comment, said.by) == (Decimal("3.5"), 7, "Two saved.", cast.success)
    assert key_result.current == Decimal("3.5")
    event = Event.objects.of(quarter.company).get(kind="key_result.checked_in")
    assert event.words.body["changes"] == {"value": ["4%", "3.5%"]}


@pytest.mark.parametrize("who", ["viewer", "salesperson", "suspended"])
def test_nobody_else_does(cast, acting, quarter, who):
    with pytest.raises(NotAllowed):
        actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(getattr(cast, who)))


def test_an_owner_who_lost_sight_of_the_product_does_not(cast, acting, quarter):
    KeyResult.objects.filter(pk=quarter.secret.pk).update(owner=cast.outsider)
    with pytest.raises(NotAllowed, match="no member"):
        actions.check_in(quarter.secret, value=Decimal(3), confidence=5, actor=acting(cast.outsider))


def test_one_checks_in_while_a_cycle_runs_or_is_graded(cast, acting, quarter):
    actor = acting(cast.leader)
    actions.grade_cycle(quarter.cycle, actor=actor)
    said = actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=actor)
    actions.start_cycle(quarter.cycle, actor=actor)
    with pytest.raises(NotPossible, match="it runs"):
        actions.plan_cycle(quarter.cycle, actor=actor)
    actions.undo_check_in(said, actor=actor)
    actions.plan_cycle(quarter.cycle, actor=actor)
    with pytest.raises(NotPossible, match="planning"):
        actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=actor)


def test_yes_or_no_is_one_or_the_other(cast, acting, browse, quarter):
    done = actions.add_key_result(quarter.company, title="Audited", unit="yes_no", target=1, actor=acting(cast.leader))
    with pytest.raises(ValidationError):
        actions.check_in(done, value=Decimal("0.5"), confidence=5, actor=acting(cast.leader))
    browse(cast.leader).post(f"/objectives/key-results/{done.pk}/check-in/", {"value": "1", "confidence": "9"})
    assert KeyResult.objects.get(pk=done.pk).progress == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"value": ""}, "value"), ({"value": "lots"}, "value"), ({"value": "1e30"}, "value"), ({"confidence": "11"}, "confidence"), ({"confidence": "-1"}, "confidence"), ({"comment": "x" * 5001}, "comment")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(cast, browse, call, quarter, values, field):
    good = {"value": "3", "confidence": "5", "comment": "Kept words"}
    page = browse(cast.leader).post(f"/objectives/key-results/{quarter.churn.pk}/check-in/", good | values)
    assert page.status_code == 422
    assert "Kept words" in page.content.decode() or field == "comment"
    answer = call(cast.leader).post(f"/api/v1/key-results/{quarter.churn.pk}/check-in/", good | values, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert not CheckIn.objects.exists()


def test_the_last_check_in_is_taken_back_by_whoever_made_it(cast, acting, browse, call, quarter):
    actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(cast.leader))
    last = actions.check_in(quarter.churn, value=Decimal(2), confidence=9, actor=acting(cast.success))
    with pytest.raises(NotAllowed, match="Only who checked in"):
        actions.undo_check_in(last, actor=acting(cast.leader))
    assert browse(cast.success).post(f"/objectives/check-ins/{last.pk}/undoing/", {"next": "/objectives/"}).url == "/objectives/"
    assert KeyResult.objects.get(pk=quarter.churn.pk).current == 3
    assert call(cast.success).post(f"/api/v1/check-ins/{last.pk}/undo/", {}, format="json").status_code == 409
    first = CheckIn.objects.standing().get()
    actions.undo_check_in(first, actor=acting(cast.leader))
    assert KeyResult.objects.get(pk=quarter.churn.pk).current == 4
    assert Event.objects.filter(kind="key_result.check_in_undone").count() == 2


def test_an_earlier_one_stays(cast, acting, quarter):
    first = actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(cast.leader))
    actions.check_in(quarter.churn, value=Decimal(2), confidence=9, actor=acting(cast.leader))
    with pytest.raises(NotPossible, match="since"):
        actions.undo_check_in(first, actor=acting(cast.leader))


def test_the_next_day_it_stays(cast, acting, quarter):
    said = actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(cast.leader))
    with clock.at(clock.now() + timedelta(days=1, minutes=1)), pytest.raises(NotAllowed, match="within a day"):
        actions.undo_check_in(said, actor=acting(cast.leader))


def test_the_same_key_checks_in_once(cast, call, quarter):
    api, address = call(cast.leader), f"/api/v1/key-results/{quarter.churn.pk}/check-in/"
    for _ in range(2):
        assert api.post(address, {"value": "3", "confidence": 5}, format="json", HTTP_IDEMPOTENCY_KEY="k").status_code == 201
    assert CheckIn.objects.count() == 1
