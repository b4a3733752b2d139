"""Carrying an objective over: what was left goes on in the next cycle, linked, and it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import KeyResult, Objective
from roadmap.actions import create_initiative


@pytest.fixture
def over(cast, acting, quarter):
    """The quarter is being graded: churn went half of the way, another key result was reached. The next one is planned."""
    actor = acting(cast.leader)
    reached = actions.add_key_result(quarter.company, title="Reached", target=Decimal(5), actor=actor)
    actions.check_in(reached, value=Decimal(5), confidence=9, actor=actor)
    actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=actor)
    actions.grade_cycle(quarter.cycle, actor=actor)
    begins = quarter.cycle.ends_on + timedelta(days=1)
    quarter.next = actions.add_cycle(name="Q4", starts_on=begins, ends_on=begins + timedelta(days=90), actor=actor)
    quarter.reached = reached
    return quarter


def by_call(cast, acting, over, **_):
    actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))


def on_the_web(cast, browse, over, **_):
    address = f"/objectives/{over.company.pk}/carry-over/"
    text = browse(cast.leader).get(address).content.decode()
    assert "Churn a month: 3%, to 2%" in text
    assert "Reached: 5" not in text, "what was reached stays behind"
    answer = browse(cast.leader).post(address, {"cycle": over.next.pk, "key_results": [over.churn.pk]})
    assert answer.status_code == 302


def by_api(cast, call, over, **_):
    address = f"/api/v1/objectives/{over.company.pk}/carry-over/"
    answer = call(cast.leader).post(address, {"cycle": over.next.pk}, format="json")
    assert answer.status_code == 201
    assert answer.json()["carried_from"] == over.company.pk


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_what_was_left_goes_on_from_where_it_stands(cast, acting, browse, call, over, door):
    door(cast=cast, acting=acting, browse=browse, call=call, over=over)
    made = Objective.objects.get(carried_from=over.company)
    assert (made.cycle, made.title, made.owner) == (over.next, over.company.title, over.company.owner)
    [again] = made.key_results.all()
    assert (again.carried_from, again.baseline, again.current, again.target) == (over.churn, 3, 3, 2)
    assert KeyResult.objects.get(pk=over.churn.pk).baseline == 4, "the earlier one stays as it was"
    assert Event.objects.of(made).get(kind="objective.carried_over").about_id == over.company.pk
    text = browse(cast.viewer).get(f"/objectives/{over.company.pk}/").content.decode()
    assert "Open it there" in text
    assert "Goes on with" in browse(cast.viewer).get(f"/objectives/{made.pk}/").content.decode()


def test_the_tree_comes_along_where_its_top_came_first(cast, acting, over):
    actor = acting(cast.leader)
    above = actions.carry_over(over.company, cycle=over.next, actor=actor)
    below = actions.carry_over(over.product, cycle=over.next, actor=actor)
    assert below.parent == above
    alone = actions.carry_over(over.restricted, cycle=over.next, actor=actor)
    assert alone.parent is None


def test_it_is_taken_back_until_somebody_checked_in(cast, acting, browse, over):
    made = actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))
    answer = browse(cast.leader).post(f"/objectives/{made.pk}/carry-over/undoing/")
    assert answer.url == f"/objectives/{over.company.pk}/"
    made.refresh_from_db()
    assert made.archived_at
    assert Event.objects.of(made).filter(kind="objective.carry_over_undone").exists()
    again = actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))
    with pytest.raises(NotPossible, match="goes on in its place"):
        actions.restore_objective(made, actor=acting(cast.leader))
    actions.start_cycle(over.next, actor=acting(cast.leader))
    actions.check_in(again.key_results.get(), value=Decimal("2.9"), confidence=5, actor=acting(cast.leader))
    with pytest.raises(NotPossible, match="has checked in on it"):
        actions.undo_carry_over(again, actor=acting(cast.leader))


def test_the_api_takes_it_back_too(cast, acting, call, over):
    made = actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))
    assert call(cast.leader).post(f"/api/v1/objectives/{made.pk}/undo-carry-over/", {}, format="json").status_code == 200
    assert call(cast.leader).post(f"/api/v1/objectives/{made.pk}/undo-carry-over/", {}, format="json").status_code == 409
    assert call(cast.leader).post(f"/api/v1/objectives/{over.company.pk}/undo-carry-over/", {}, format="json").status_code == 409


def test_it_goes_over_once(cast, acting, over):
    actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))
    with pytest.raises(ValidationError, match="already"):
        actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))
    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.create(cycle=over.next, title="Twin", owner=cast.leader, carried_from=over.company)


def test_it_goes_from_what_is_over_into_what_comes_after(cast, acting, over):
    actor = acting(cast.leader)
    before = actions.add_cycle(
        name="Q2", starts_on=over.cycle.starts_on - timedelta(days=90), ends_on=over.cycle.starts_on, actor=actor
    )
    with pytest.raises(ValidationError, match="does not come after"):
        actions.carry_over(over.company, cycle=before, actor=actor)
    with pytest.raises(ValidationError, match="not reached"):
        actions.carry_over(over.company, cycle=over.next, key_results=[over.reached], actor=actor)
    actions.start_cycle(over.cycle, actor=actor)
    with pytest.raises(NotPossible, match="is not over"):
        actions.carry_over(over.company, cycle=over.next, actor=actor)


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "suspended"])
def test_nobody_else_carries_over(cast, acting, over, who):
    with pytest.raises(NotAllowed):
        actions.carry_over(over.company, cycle=over.next, actor=acting(getattr(cast, who)))


def test_without_a_later_cycle_the_page_says_how_to_go_on(cast, acting, browse, quarter):
    actions.grade_cycle(quarter.cycle, actor=acting(cast.leader))
    assert "Add the next cycle" in browse(cast.leader).get(f"/objectives/{quarter.company.pk}/carry-over/").content.decode()


def test_what_serves_a_key_result_goes_on_serving_it_and_stops_with_the_undo(cast, acting, over):
    initiative = create_initiative(
        product=cast.product, title="Offline", key_results=[over.churn], actor=acting(cast.product_manager)
    )
    made = actions.carry_over(over.company, cycle=over.next, actor=acting(cast.leader))
    assert set(initiative.key_results.all()) == {over.churn, made.key_results.get()}
    assert Event.objects.of(initiative).filter(kind="initiative.changed", about_id=made.pk).exists()
    actions.undo_carry_over(made, actor=acting(cast.leader))
    assert list(initiative.key_results.all()) == [over.churn]
