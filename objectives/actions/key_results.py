"""The verbs of key results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from objectives import rules
from objectives.actions.objectives import check_open
from objectives.events import ObjectiveEvent
from objectives.models import Direction, KeyResult, Objective, Unit
from people.models import Person

EDITABLE = ("title", "unit", "direction", "baseline", "target", "owner")


@transaction.atomic
def add_key_result(
    objective: Objective, *, title: str, target: Decimal, actor: Actor, baseline: Decimal = Decimal(0),
    unit: str = Unit.NUMBER, direction: str = "", owner: Person | None = None,
) -> KeyResult:  # fmt: skip
    """Say how we will know: what moves, from where to where. Without a ``direction`` the numbers give it."""
    objective = Objective.objects.select_for_update(of=("self",)).select_related("cycle", "product").get(pk=objective.pk)
    require(rules.may_edit(actor, objective))
    check_open(objective.cycle)
    check_current(objective)
    baseline, target = ends_of(unit, baseline, target)
    key_result = KeyResult(
        objective=objective, title=" ".join(title.split()), unit=unit, direction=direction or way_of(baseline, target),
        baseline=baseline, target=target, current=baseline, owner=owner or actor.person or objective.owner,
    )  # fmt: skip
    key_result.full_clean()
    key_result.save()
    record(ObjectiveEvent.RESULT_ADDED, key_result, actor=actor, about=objective, baseline=baseline, target=target, unit=unit)
    return key_result


@transaction.atomic
def edit_key_result(key_result: KeyResult, *, actor: Actor, version: int | None = None, **values: Any) -> KeyResult:
    """Change what a key result measures, who owns it, or where it goes. Where it stands is a check-in's to say."""
    key_result = locked(key_result)
    require(rules.may_edit(actor, key_result.objective))
    check_open(key_result.objective.cycle)
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    unit = values.get("unit", key_result.unit)
    if unit != key_result.unit and key_result.check_ins.standing().exists():
        raise ValidationError({"unit": "It was checked in on in another unit. Archive it and add a new one."})
    ends = ends_of(unit, values.get("baseline", key_result.baseline), values.get("target", key_result.target))
    values |= {"baseline": ends[0], "target": ends[1]}
    values["direction"] = values.get("direction") or way_of(*ends)
    if not key_result.check_ins.standing().exists():
        values["current"] = values["baseline"]
    changes = change(key_result, values, version=version)
    if changes:
        record(ObjectiveEvent.RESULT_EDITED, key_result, actor=actor, about=key_result.objective, changes=changes)
    return key_result


@transaction.atomic
def archive_key_result(key_result: KeyResult, *, actor: Actor, reason: str = "") -> KeyResult:
    """Put a key result away; it no longer counts for its objective."""
    key_result = locked(key_result)
    require(rules.may_edit(actor, key_result.objective))
    check_open(key_result.objective.cycle)
    if key_result.archived_at is not None:
        raise NotPossible("This key result is archived already.")
    key_result.archived_at, key_result.version = clock.now(), key_result.version + 1
    key_result.save(update_fields=["archived_at", "version"])
    record(ObjectiveEvent.RESULT_ARCHIVED, key_result, actor=actor, about=key_result.objective, reason=reason)
    return key_result


@transaction.atomic
def restore_key_result(key_result: KeyResult, *, actor: Actor) -> KeyResult:
    """Let an archived key result count again."""
    key_result = locked(key_result)
    require(rules.may_edit(actor, key_result.objective))
    check_open(key_result.objective.cycle)
    if key_result.archived_at is None:
        raise NotPossible("This key result is not archived.")
    key_result.archived_at, key_result.version = None, key_result.version + 1
    key_result.save(update_fields=["archived_at", "version"])
    record(ObjectiveEvent.RESULT_RESTORED, key_result, actor=actor, about=key_result.objective)
    return key_result


def locked(key_result: KeyResult) -> KeyResult:
    """The key result as it is now, held until the verb is done."""
    rows = KeyResult.objects.select_for_update(of=("self",)).select_related("objective__cycle", "objective__product", "owner")
    return rows.get(pk=key_result.pk)


def check_current(objective: Objective) -> None:
    """Nothing is added to what was put away."""
    if objective.archived_at is not None:
        raise NotPossible("This objective is archived. Bring it back first.")


def ends_of(unit: str, baseline: Decimal, target: Decimal) -> tuple[Decimal, Decimal]:
    """From where to where; what is done or not done goes from no to yes."""
    return (Decimal(0), Decimal(1)) if unit == Unit.YES_NO else (Decimal(baseline), Decimal(target))


def way_of(baseline: Decimal, target: Decimal) -> str:
    """Which way is better, as the numbers say it."""
    return Direction.DOWN if target < baseline else Direction.UP
