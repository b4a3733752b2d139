"""Cycles: added, started, graded, closed, and back where that is possible."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import Cycle, CycleState

DAYS = {"starts_on": "2026-07-01", "ends_on": "2026-09-30"}


def by_call(cast, acting, **_):
    actions.add_cycle(name="Q3 2026", starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30), actor=acting(cast.leader))


def on_the_web(cast, browse, **_):
    assert browse(cast.leader).post("/objectives/cycles/new/", {"name": "Q3 2026"} | DAYS).status_code == 302


def by_api(cast, call, **_):
    answer = call(cast.leader).post("/api/v1/cycles/", {"name": "Q3 2026"} | DAYS, format="json")
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_leader_adds_a_cycle(cast, acting, browse, call, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    cycle = Cycle.objects.get()
    assert (cycle.name, cycle.state) == ("Q3 2026", CycleState.PLANNING)
    assert Event.objects.of(cycle).get().kind == "cycle.added"


def test_a_cycle_moves_on_and_back_as_its_moves_say(cast, acting, quarter):
    actor = acting(cast.product_manager)
    for verb, state in (
        (actions.grade_cycle, "grading"), (actions.close_cycle, "closed"), (actions.grade_cycle, "grading"),
        (actions.start_cycle, "running"), (actions.plan_cycle, "planning"), (actions.start_cycle, "running"),
    ):  # fmt: skip
        assert verb(quarter.cycle, actor=actor).state == state
    with pytest.raises(NotPossible, match="cannot become closed"):
        actions.close_cycle(quarter.cycle, actor=actor)


@pytest.mark.parametrize(("door", "state"), [("grade", "grading"), ("plan", "planning")])
def test_the_api_moves_it_too(cast, call, quarter, door, state):
    answer = call(cast.leader).post(f"/api/v1/cycles/{quarter.cycle.pk}/{door}/", {}, format="json")
    assert answer.json()["state"] == state
    assert call(cast.leader).post(f"/api/v1/cycles/{quarter.cycle.pk}/{door}/", {}, format="json").status_code == 409


def test_the_web_moves_it_too(cast, browse, quarter):
    browser, address = browse(cast.leader), f"/objectives/cycles/{quarter.cycle.pk}/state/"
    assert browser.post(address, {"state": "grading"}).status_code == 302
    assert Cycle.objects.get().state == "grading"
    assert browser.post(address, {"state": "planning"}).status_code == 409
    assert browser.post(address, {"state": "nonsense"}).status_code == 409


def test_a_closed_cycle_takes_no_change(cast, acting, quarter):
    actor = acting(cast.leader)
    actions.grade_cycle(quarter.cycle, actor=actor)
    actions.close_cycle(quarter.cycle, actor=actor)
    for change in (
        lambda: actions.change_cycle(quarter.cycle, name="Q4", actor=actor),
        lambda: actions.add_objective(cycle=quarter.cycle, title="Late", actor=actor),
        lambda: actions.edit_objective(quarter.company, title="Other", actor=actor),
        lambda: actions.add_key_result(quarter.company, title="Late", target=3, actor=actor),
        lambda: actions.edit_key_result(quarter.churn, title="Other", actor=actor),
        lambda: actions.check_in(quarter.churn, value=3, confidence=5, actor=actor),
    ):
        with pytest.raises(NotPossible, match="closed"):
            change()


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "suspended"])
def test_nobody_else_runs_cycles(cast, acting, quarter, who):
    with pytest.raises(NotAllowed):
        actions.grade_cycle(quarter.cycle, actor=acting(getattr(cast, who)))


def test_what_cannot_be_is_said_at_its_field(cast, acting, browse, call, quarter):
    with pytest.raises(ValidationError, match="ends after"):
        actions.add_cycle(name="Back", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 1), actor=acting(cast.leader))
    answer = browse(cast.leader).post("/objectives/cycles/new/", {"name": "Q3", "starts_on": "2026-07-01", "ends_on": "x"})
    assert answer.status_code == 422
    assert "Enter a valid date" in answer.content.decode()
    assert call(cast.leader).post("/api/v1/cycles/", {"name": "Q3"} | DAYS, format="json").status_code == 400


def test_two_who_change_a_cycle_at_once_never_overwrite_each_other(cast, browse, call, quarter):
    answer = call(cast.leader).patch(f"/api/v1/cycles/{quarter.cycle.pk}/", {"name": "Q3b"}, format="json", HTTP_IF_MATCH='"1"')
    assert answer.status_code == 409
    assert answer.json()["current"]["name"] == "Q3"
    form = {"name": "Q3c", "version": "1"} | DAYS
    assert browse(cast.leader).post(f"/objectives/cycles/{quarter.cycle.pk}/edit/", form).status_code == 422
