"""The verbs of cycles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from objectives import rules
from objectives.actions.grades import settle_grades
from objectives.events import ObjectiveEvent
from objectives.models import CheckIn, Cycle, CycleState


@transaction.atomic
def add_cycle(*, name: str, starts_on: date, ends_on: date, actor: Actor) -> Cycle:
    """Add a span of time in which to pursue objectives. It begins with planning."""
    require(rules.may_run_cycles(actor))
    cycle = Cycle(name=" ".join(name.split()), starts_on=starts_on, ends_on=ends_on)
    cycle.full_clean()
    cycle.save()
    record(ObjectiveEvent.CYCLE_ADDED, cycle, actor=actor, starts_on=starts_on, ends_on=ends_on)
    return cycle


@transaction.atomic
def change_cycle(cycle: Cycle, *, actor: Actor, version: int | None = None, **values: Any) -> Cycle:
    """Change a cycle's name or days, as long as it is not closed."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require(rules.may_run_cycles(actor))
    if cycle.is_closed:
        raise NotPossible(f"{cycle} is closed. Open it for grading first.")
    changes = change(cycle, values, version=version)
    if changes:
        record(ObjectiveEvent.CYCLE_CHANGED, cycle, actor=actor, changes=changes)
    return cycle


@transaction.atomic
def start_cycle(cycle: Cycle, *, actor: Actor) -> Cycle:
    """Let a planned cycle run; from now on its key results are checked in on."""
    return moved(cycle, CycleState.RUNNING, ObjectiveEvent.CYCLE_STARTED, actor=actor)


@transaction.atomic
def grade_cycle(cycle: Cycle, *, actor: Actor) -> Cycle:
    """Open a cycle for its last check-ins, at its end or when a closed one must be put right."""
    return moved(cycle, CycleState.GRADING, ObjectiveEvent.CYCLE_GRADING, actor=actor)


@transaction.atomic
def close_cycle(cycle: Cycle, *, actor: Actor) -> Cycle:
    """Close a graded cycle: each key result keeps the grade that its numbers give, and nothing in it changes any more."""
    cycle = moved(cycle, CycleState.CLOSED, ObjectiveEvent.CYCLE_CLOSED, actor=actor)
    settle_grades(cycle, actor)
    return cycle


@transaction.atomic
def plan_cycle(cycle: Cycle, *, actor: Actor) -> Cycle:
    """Take a cycle that was started too early back to planning, before anybody checked in."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require(rules.may_run_cycles(actor))
    if CheckIn.objects.standing().filter(key_result__objective__cycle=cycle).exclude(by=None).exists():
        raise NotPossible(f"People have checked in on {cycle} already: it runs.")
    return moved(cycle, CycleState.PLANNING, ObjectiveEvent.CYCLE_PLANNED, actor=actor)


def moved(cycle: Cycle, state: CycleState, event: ObjectiveEvent, *, actor: Actor) -> Cycle:
    """The cycle in another state, if one leads there from where it is."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require(rules.may_run_cycles(actor))
    if state not in Cycle.MOVES[CycleState(cycle.state)]:
        raise NotPossible(f"{cycle} is {cycle.get_state_display().lower()}; from there it cannot become {state.label.lower()}.")
    changes = change(cycle, {"state": state.value})
    record(event, cycle, actor=actor, changes=changes)
    return cycle
