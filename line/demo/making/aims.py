"""Objectives: each quarter is planned, runs with its check-ins, and ends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from line.demo.initiatives import INITIATIVES
from line.demo.making import road
from line.demo.making.stage import Stage, dice
from line.demo.objectives import CYCLES
from line.demo.objectives.endings import CARRIED, CORRECTIONS, JUDGEMENTS, SINCE, Correction
from line.demo.objectives.shapes import Aim, Check, Quarter, Result
from objectives import actions as objectives
from objectives.models import Cycle, CycleState
from objectives.tasks import COUNTER

COUNTED_ON = (-50, -43, -36, -29, -22, -15, -8, -1)


def lay_aims(stage: Stage) -> None:
    """Both cycles, and what on the roadmap serves them."""
    for quarter in CYCLES:
        stage.on(quarter.starts - 6, lambda quarter=quarter: plan(stage, quarter), hour=10)
    keys = {quarter.name: {result.key for aim in quarter.aims for result in aim.results} for quarter in CYCLES}
    for card in INITIATIVES:
        quarter = next((one for one in CYCLES if keys[one.name] & set(card.serves)), None)
        if quarter is not None:
            stage.on(max(quarter.starts + 2, 2 - card.age), lambda card=card: road.serve(stage, card), hour=14)


def plan(stage: Stage, quarter: Quarter) -> None:
    """The chief executive opens a quarter; everybody says what they go for."""
    lead = stage.as_("margaret")
    cycle = objectives.add_cycle(
        name=f"{stage.date(quarter.starts):%B} to {stage.date(quarter.ends):%B %Y}",
        starts_on=stage.date(quarter.starts),
        ends_on=stage.date(quarter.ends),
        actor=lead,
    )
    aims: dict[str, Any] = {}
    for aim in quarter.aims:
        aims[aim.title] = set_out(stage, cycle, aim, aims.get(aim.parent))
    stage.on(quarter.starts, lambda: objectives.start_cycle(cycle, actor=lead), hour=8)
    if quarter.closed:
        stage.on(quarter.ends + 1, lambda: objectives.grade_cycle(cycle, actor=lead), hour=9)
        stage.on(quarter.ends + 3, lambda: judge(stage), hour=10)
        stage.on(quarter.ends + 4, lambda: go_on(stage, aims), hour=10)
        stage.on(quarter.ends + 5, lambda: objectives.close_cycle(cycle, actor=lead), hour=17)


def set_out(stage: Stage, cycle: Any, aim: Aim, parent: Any) -> Any:
    """One objective with its key results."""
    owner = stage.as_(aim.owner)
    objective = objectives.add_objective(
        cycle=cycle, title=aim.title, why=aim.why, owner=owner.person, product=stage.products.get(aim.product), parent=parent,
        line=stage.products["rounds"].line if aim.of_line else None, team=aim.team, actor=owner,
    )  # fmt: skip
    for result in aim.results:
        stage.key_results[result.key] = measure(stage, objective, result, aim.owner)
    return objective


def measure(stage: Stage, objective: Any, result: Result, setter: str) -> Any:
    """One key result, and when its owner checks in on it."""
    counted = {"source": "usage.users", "source_id": stage.features[result.feature].pk} if result.feature else {}
    key_result = objectives.add_key_result(
        objective, title=result.title, unit=result.unit, direction=result.direction, target=exact(result.target),
        baseline=None if counted else exact(result.baseline),
        tolerance=None if result.tolerance is None else exact(result.tolerance),
        owner=stage.people[result.owner], actor=stage.as_(setter), **counted,
    )  # fmt: skip
    for check in result.checks:
        stage.on(check.day, lambda check=check: say(stage, key_result, check), hour=hour_of(result.key, check.day))
    if counted:
        for day in COUNTED_ON:
            stage.on(day, lambda: objectives.count_key_result(key_result, actor=stage.as_job(COUNTER)), hour=6)
    if wrong := CORRECTIONS.get(result.key):
        stage.on(wrong.day, lambda: put_right(stage, key_result, wrong), hour=15)
    return key_result


def say(stage: Stage, key_result: Any, check: Check) -> None:
    """Its owner checks in; of what is counted they only say how sure they are."""
    objectives.check_in(
        key_result, value=None if key_result.is_counted else exact(check.value), confidence=check.confidence,
        comment=check.comment, actor=stage.as_person(key_result.owner),
    )  # fmt: skip


def put_right(stage: Stage, key_result: Any, wrong: Correction) -> None:
    """Its owner notices that the last check-in was wrong."""
    objectives.correct_check_in(
        key_result.check_ins.standing().first(), value=exact(wrong.value), confidence=wrong.confidence, comment=wrong.comment,
        reason=wrong.reason, actor=stage.as_person(key_result.owner),
    )  # fmt: skip


def judge(stage: Stage) -> None:
    """Owners say where the numbers tell the wrong story."""
    for key, judgement in JUDGEMENTS.items():
        key_result = stage.key_results[key]
        objectives.grade_key_result(
            key_result, judged=Decimal(judgement.judged), reason=judgement.reason, actor=stage.as_person(key_result.owner)
        )


def go_on(stage: Stage, aims: dict[str, Any]) -> None:
    """What was left of the quarter goes on in the one that runs by now."""
    running = Cycle.objects.get(state=CycleState.RUNNING)
    for title, keys in CARRIED.items():
        objective = aims[title]
        made = objectives.carry_over(
            objective, cycle=running, key_results=[stage.key_results[key] for key in keys],
            actor=stage.as_person(objective.owner),
        )  # fmt: skip
        for key in keys:
            again = made.key_results.get(carried_from=stage.key_results[key])
            for check in map(Check._make, SINCE[key]):
                stage.on(check.day, lambda check=check, again=again: say(stage, again, check), hour=hour_of(key, check.day))


def hour_of(key: str, day: int) -> float:
    """When in the day somebody checks in."""
    return 9 + 7 * dice("check-in", key, day).random()


def exact(number: float) -> Decimal:
    """A number as people typed it."""
    return Decimal(str(number))
