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
from objectives import rules, sources
from objectives.actions.objectives import check_aims, check_open, in_words
from objectives.events import ObjectiveEvent
from objectives.models import Direction, KeyResult, Objective, Unit
from people.models import Person

AIM = ("unit", "direction", "baseline", "target", "tolerance", "source", "source_id")
EDITABLE = ("title", *AIM, "owner")


@transaction.atomic
def add_key_result(
    objective: Objective, *, title: str, target: Decimal, actor: Actor, baseline: Decimal | None = None,
    unit: str = Unit.NUMBER, direction: str = "", tolerance: Decimal | None = None, source: str = "",
    source_id: int | None = None, owner: Person | None = None,
) -> KeyResult:  # fmt: skip
    """Say how we will know: what moves, from where to where. Without a ``direction`` the numbers give it.

    With a ``source`` it is counted; without a ``baseline`` it then begins where it stands now.
    """
    rows = Objective.objects.select_for_update(of=("self",)).select_related("cycle", "product")
    objective = rows.get(pk=objective.pk)
    require(rules.may_edit(actor, objective))
    check_aims(objective.cycle)
    check_current(objective)
    key_result = KeyResult(
        objective=objective, title=in_words(title), unit=unit, source=source, source_id=source_id,
        owner=owner or actor.person or objective.owner,
    )  # fmt: skip
    check_source(key_result, actor)
    if baseline is None:
        baseline = read(key_result) or Decimal(0)
    for name, value in aim_of(unit, direction, baseline, target, tolerance).items():
        setattr(key_result, name, value)
    key_result.current = key_result.baseline
    key_result.full_clean()
    key_result.save()
    record(
        ObjectiveEvent.RESULT_ADDED, key_result, actor=actor, about=objective, baseline=key_result.baseline,
        target=key_result.target, unit=unit, source=source,
    )  # fmt: skip
    return key_result


@transaction.atomic
def edit_key_result(key_result: KeyResult, *, actor: Actor, version: int | None = None, **values: Any) -> KeyResult:
    """Change what a key result measures, who owns it, or where it goes. Where it stands is a check-in's to say."""
    key_result = locked(key_result)
    require(rules.may_edit(actor, key_result.objective))
    check_open(key_result.objective.cycle)
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "title" in values:
        values["title"] = in_words(values["title"])
    if values.get("direction") == "" and key_result.direction != Direction.KEEP:
        del values["direction"]  # as the numbers say is what it does already
    if any(values[name] != getattr(key_result, name) for name in AIM if name in values):
        check_aims(key_result.objective.cycle)
        values |= new_aim(key_result, values, actor)
    changes = change(key_result, values, version=version)
    if changes:
        record(ObjectiveEvent.RESULT_EDITED, key_result, actor=actor, about=key_result.objective, changes=changes)
    return key_result


def new_aim(key_result: KeyResult, values: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The aim of a key result as ``values`` change it, whole again."""
    aim = {name: values.get(name, getattr(key_result, name)) for name in AIM}
    has_check_ins = key_result.check_ins.standing().exists()
    if aim["unit"] != key_result.unit and has_check_ins:
        raise ValidationError({"unit": "It was checked in on in another unit. Archive it and add a new one."})
    # A direction that nobody named follows the numbers; what is kept within bounds stays so until somebody says otherwise.
    direction = values.get("direction", Direction.KEEP if key_result.direction == Direction.KEEP else "")
    tolerance = aim["tolerance"] if direction == Direction.KEEP or "tolerance" in values else None
    counted = KeyResult(
        objective=key_result.objective, unit=aim["unit"], source=aim["source"], source_id=aim["source_id"]
    )  # fmt: skip
    check_source(counted, actor)
    aim |= aim_of(aim["unit"], direction, aim["baseline"], aim["target"], tolerance)
    return aim if has_check_ins else aim | {"current": aim["baseline"]}


@transaction.atomic
def archive_key_result(key_result: KeyResult, *, actor: Actor, reason: str = "") -> KeyResult:
    """Put a key result away; it no longer counts for its objective."""
    key_result = locked(key_result)
    require(rules.may_edit(actor, key_result.objective))
    check_aims(key_result.objective.cycle)
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
    check_aims(key_result.objective.cycle)
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


def aim_of(
    unit: str, direction: str, baseline: Decimal, target: Decimal, tolerance: Decimal | None
) -> dict[str, Any]:  # fmt: skip
    """From where to where and which way, as they fit together; what is done or not done goes from no to yes."""
    if unit == Unit.YES_NO:
        if direction == Direction.KEEP:
            raise ValidationError({"direction": "Yes or no is reached. It cannot be kept within bounds."})
        baseline, target = Decimal(0), Decimal(1)
    direction = direction or (Direction.DOWN if target < baseline else Direction.UP)
    if direction == Direction.KEEP and tolerance is None:
        raise ValidationError({"tolerance": "To keep within bounds, say give or take how much."})
    if direction != Direction.KEEP and tolerance is not None:
        raise ValidationError({"tolerance": "Only what is kept within bounds has a give or take."})
    if tolerance is not None and tolerance < 0:
        raise ValidationError({"tolerance": "Give or take is never below zero."})
    return {"direction": direction, "baseline": Decimal(baseline), "target": Decimal(target), "tolerance": tolerance}


def check_source(key_result: KeyResult, actor: Actor) -> None:
    """A key result is counted from something that there is, that the actor may see, and that fits its unit."""
    if not key_result.source and key_result.source_id is None:
        return
    source = sources.named(key_result.source)
    if source is None:
        raise ValidationError({"source": "There is no such source."})
    if key_result.unit not in source.units:
        names = " or ".join(Unit(unit).label.lower() for unit in source.units)
        raise ValidationError({"unit": f"What is counted from usage is a {names}."})
    if key_result.source_id is None or not source.admits(key_result.source_id, key_result.objective, actor):
        raise ValidationError({"source_id": "Choose something that can be counted here."})


def read(key_result: KeyResult) -> Decimal | None:
    """What the source of a key result says now; None without a source, or where it has nothing to say."""
    source = sources.named(key_result.source)
    return source.read(key_result) if source is not None else None
