"""Objectives: each quarter is planned, runs with its check-ins, and ends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from line.demo.initiatives import INITIATIVES
from line.demo.making import road
from line.demo.making.stage import Stage, dice
from line.demo.objectives import CYCLES
from line.demo.objectives.shapes import Aim, Quarter, Result
from objectives import actions as objectives


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
        stage.on(quarter.ends + 5, lambda: objectives.close_cycle(cycle, actor=lead), hour=17)


def set_out(stage: Stage, cycle: Any, aim: Aim, parent: Any) -> Any:
    """One objective with its key results."""
    owner = stage.as_(aim.owner)
    objective = objectives.add_objective(
        cycle=cycle, title=aim.title, why=aim.why, owner=owner.person, product=stage.products.get(aim.product), parent=parent,
        actor=owner,
    )  # fmt: skip
    for result in aim.results:
        stage.key_results[result.key] = measure(stage, objective, result, aim.owner)
    return objective


def measure(stage: Stage, objective: Any, result: Result, setter: str) -> Any:
    """One key result, and when its owner checks in on it."""
    key_result = objectives.add_key_result(
        objective, title=result.title, unit=result.unit, direction=result.direction, baseline=exact(result.baseline),
        target=exact(result.target), owner=stage.people[result.owner], actor=stage.as_(setter),
    )  # fmt: skip
    for check in result.checks:
        stage.on(
            check.day,
            lambda check=check: objectives.check_in(
                key_result,
                value=exact(check.value),
                confidence=check.confidence,
                comment=check.comment,
                actor=stage.as_(result.owner),
            ),
            hour=9 + 7 * dice("check-in", result.key, check.day).random(),
        )
    return key_result


def exact(number: float) -> Decimal:
    """A number as people typed it."""
    return Decimal(str(number))
