"""The verbs of objectives themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from objectives import rules
from objectives.events import ObjectiveEvent
from objectives.models import Cycle, Objective
from objectives.places import Scope, check_place, scope_with
from people.models import Person, Product, ProductLine

EDITABLE = ("title", "why", "owner", "product", "line", "team", "parent", "cycle")
PLACE = ("product", "line", "team", "parent", "cycle")


@transaction.atomic
def add_objective(
    *, cycle: Cycle, title: str, actor: Actor, owner: Person | None = None, product: Product | None = None,
    line: ProductLine | None = None, team: str = "", parent: Objective | None = None, why: str = "",
) -> Objective:  # fmt: skip
    """Say what is worth achieving in a cycle: for the whole company, a product line, a product, or a team."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require(rules.may_set_objectives(actor, product))
    owner = owner or actor.person
    if owner is None:
        raise ValidationError({"owner": "An objective has an owner."})
    check_aims(cycle)
    objective = Objective(
        cycle=cycle, product=product, line=line, team=in_words(team), parent=as_it_is(parent), title=in_words(title),
        why=why.strip(), owner=owner,
    )  # fmt: skip
    check_place(objective, cycle, objective.parent, Scope.of(objective))
    objective.full_clean()
    objective.save()
    record(ObjectiveEvent.ADDED, objective, actor=actor, about=parent, cycle=cycle, owner=owner, level=objective.level.value)
    return objective


@transaction.atomic
def edit_objective(objective: Objective, *, actor: Actor, version: int | None = None, **values: Any) -> Objective:
    """Put an objective in other words, into other hands, or elsewhere in the tree."""
    objective = held(objective, values.get("cycle"))
    require(rules.may_edit(actor, objective))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "product" in values:
        require(rules.may_set_objectives(actor, values["product"]))
    check_open(objective.cycle)
    values |= {name: in_words(values[name]) for name in ("title", "team") if name in values}
    moves = {name for name in PLACE if name in values and values[name] != getattr(objective, name)}
    if moves:
        cycle = values.get("cycle", objective.cycle)
        for one in {objective.cycle, cycle}:
            check_aims(one)
        values |= {"parent": as_it_is(values["parent"])} if "parent" in values else {}
        check_place(objective, cycle, values.get("parent", objective.parent), scope_with(objective, values))
    changes = change(objective, values, version=version)
    if changes:
        record(ObjectiveEvent.EDITED, objective, actor=actor, changes=changes)
    return objective


@transaction.atomic
def archive_objective(objective: Objective, *, actor: Actor, reason: str = "") -> Objective:
    """Put an objective away, with its key results. What serves it stays as it is."""
    objective = held(objective)
    require(rules.may_edit(actor, objective))
    check_aims(objective.cycle)
    if objective.archived_at is not None:
        raise NotPossible("This objective is archived already.")
    if objective.children.filter(archived_at=None).exists():
        raise NotPossible("Other objectives serve this one. Archive them first, or put them under another.")
    objective.archived_at, objective.version = clock.now(), objective.version + 1
    objective.save(update_fields=["archived_at", "version"])
    record(ObjectiveEvent.ARCHIVED, objective, actor=actor, reason=reason)
    return objective


@transaction.atomic
def restore_objective(objective: Objective, *, actor: Actor) -> Objective:
    """Bring an archived objective back."""
    objective = held(objective)
    require(rules.may_edit(actor, objective))
    check_aims(objective.cycle)
    if objective.archived_at is None:
        raise NotPossible("This objective is not archived.")
    if objective.parent is not None and objective.parent.archived_at is not None:
        raise NotPossible(f"It serves “{objective.parent}”, which is archived. Bring that one back first.")
    again = Objective.objects.current().filter(carried_from=objective.carried_from_id, cycle=objective.cycle_id)
    if objective.carried_from_id is not None and again.exists():
        raise NotPossible("It was carried over again in the meantime: that one goes on in its place.")
    objective.archived_at, objective.version = None, objective.version + 1
    objective.save(update_fields=["archived_at", "version"])
    record(ObjectiveEvent.RESTORED, objective, actor=actor)
    return objective


def held(objective: Objective, other: Cycle | None = None) -> Objective:
    """The objective as it is now, held until the verb is done, and with it the tree of its cycle, and of an ``other`` one.

    Whoever moves something in a tree holds its cycle's row first: two moves at once could close a ring that neither sees.
    """
    cycle = Objective.objects.values_list("cycle", flat=True).get(pk=objective.pk)
    cycles = {one.pk: one for one in Cycle.objects.select_for_update().filter(pk__in={cycle, other and other.pk}).order_by("pk")}
    rows = Objective.objects.select_for_update(of=("self",)).select_related("product", "line", "parent__product", "parent__line")
    found = rows.get(pk=objective.pk)
    if found.cycle_id not in cycles:
        raise NotPossible("Somebody moved this objective to another cycle in the meantime. Try again.")
    found.cycle = cycles[found.cycle_id]
    return found


def as_it_is(parent: Objective | None) -> Objective | None:
    """What is to be served, as it is now that its tree is held."""
    return parent and Objective.objects.select_related("product", "line").get(pk=parent.pk)


def in_words(text: str) -> str:
    """Words with single spaces between them."""
    return " ".join(text.split())


def check_open(cycle: Cycle) -> None:
    """A closed cycle is history."""
    if cycle.is_closed:
        raise NotPossible(f"{cycle} is closed. Open it for grading to change something in it.")


def check_aims(cycle: Cycle) -> None:
    """What a cycle aims at is set while it is planned or runs: once it is graded, nobody moves the goal."""
    check_open(cycle)
    if not cycle.takes_aims:
        raise NotPossible(f"{cycle} is being graded: what it aims at stays as it is. Let it run again to change that.")
