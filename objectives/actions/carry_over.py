"""Carrying an objective over into the next cycle."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from objectives import rules
from objectives.actions.key_results import check_current
from objectives.actions.objectives import check_aims, held
from objectives.events import ObjectiveEvent
from objectives.models import Cycle, Direction, KeyResult, Objective, Unit
from objectives.places import Scope, check_place


@transaction.atomic
def carry_over(
    objective: Objective, *, cycle: Cycle, actor: Actor, key_results: Iterable[KeyResult] | None = None
) -> Objective:  # fmt: skip
    """Go on with an objective in a later cycle: a new one that knows where it comes from, with the key results not reached.

    Each begins where it stands now and keeps its target. What served the old objective is carried over by itself, or not.
    """
    objective = held(objective, cycle)
    require(rules.may_edit(actor, objective))
    cycle = Cycle.objects.get(pk=cycle.pk)
    check_carries(objective, cycle)
    left = chosen(objective, key_results)
    made = Objective(
        cycle=cycle, product=objective.product, line=objective.line, team=objective.team, title=objective.title,
        why=objective.why, owner=objective.owner, parent=parent_in(cycle, objective), carried_from=objective,
    )  # fmt: skip
    check_place(made, cycle, made.parent, Scope.of(made))
    made.full_clean()
    made.save()
    for key_result in left:
        again(key_result, made).save()
    record(ObjectiveEvent.CARRIED_OVER, made, actor=actor, about=objective, cycle=cycle, key_results=[one.pk for one in left])
    return made


@transaction.atomic
def undo_carry_over(objective: Objective, *, actor: Actor) -> Objective:
    """Take back that an objective was carried over, before anybody checked in on it: it is archived, the earlier one stays."""
    objective = held(objective)
    require(rules.may_edit(actor, objective))
    check_aims(objective.cycle)
    if objective.carried_from_id is None:
        raise NotPossible("This objective was not carried over.")
    check_current(objective)
    if objective.children.filter(archived_at=None).exists():
        raise NotPossible("Other objectives serve this one by now. Archive them first, or put them under another.")
    if any(one.check_ins.standing().exclude(by=None).exists() for one in objective.key_results.all()):
        raise NotPossible("Somebody has checked in on it by now. Archive it instead.")
    objective.archived_at, objective.version = clock.now(), objective.version + 1
    objective.save(update_fields=["archived_at", "version"])
    record(ObjectiveEvent.CARRY_OVER_UNDONE, objective, actor=actor, about=objective.carried_from)
    return objective


def check_carries(objective: Objective, cycle: Cycle) -> None:
    """From a cycle whose end is judged into a later one that still sets its aims, once."""
    check_current(objective)
    if objective.cycle.takes_aims:
        raise NotPossible(f"{objective.cycle} is not over: one carries over what it left, once it is graded or closed.")
    check_aims(cycle)
    if cycle.starts_on <= objective.cycle.starts_on:
        raise ValidationError({"cycle": f"{cycle} does not come after {objective.cycle}."})
    if objective.carried_to.filter(cycle=cycle, archived_at=None).exists():
        raise ValidationError({"cycle": f"It was carried over into {cycle} already."})


def chosen(objective: Objective, key_results: Iterable[KeyResult] | None) -> list[KeyResult]:
    """Which key results go along: those named, or all that were not reached. What was reached has no way left to go."""
    left = [one for one in objective.current_key_results if is_left(one)]
    if key_results is None:
        return left
    wanted = {one.pk for one in key_results}
    if wanted - {one.pk for one in left}:
        raise ValidationError({"key_results": "Choose key results of this objective that were not reached."})
    return [one for one in left if one.pk in wanted]


def is_left(key_result: KeyResult) -> bool:
    """Whether there is something left to do: it was not reached, or it is to be kept where it is."""
    return key_result.direction == Direction.KEEP or not key_result.is_reached


def again(key_result: KeyResult, objective: Objective) -> KeyResult:
    """The same key result for the next cycle, from where it stands."""
    begins = key_result.baseline if key_result.unit == Unit.YES_NO else key_result.current
    return KeyResult(
        objective=objective, title=key_result.title, unit=key_result.unit, direction=key_result.direction, baseline=begins,
        target=key_result.target, tolerance=key_result.tolerance, current=begins, owner=key_result.owner,
        source=key_result.source, source_id=key_result.source_id, carried_from=key_result,
    )  # fmt: skip


def parent_in(cycle: Cycle, objective: Objective) -> Objective | None:
    """What it serves there: what its parent was carried over into, if it was."""
    if objective.parent is None:
        return None
    return objective.parent.carried_to.filter(cycle=cycle, archived_at=None).select_related("product", "line").first()
