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
from people.models import Person, Product

EDITABLE = ("title", "why", "owner", "product", "parent", "cycle")


@transaction.atomic
def add_objective(
    *, cycle: Cycle, title: str, actor: Actor, owner: Person | None = None, product: Product | None = None,
    parent: Objective | None = None, why: str = "",
) -> Objective:  # fmt: skip
    """Say what is worth achieving in a cycle: for the whole company, or for one product."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    require(rules.may_set_objectives(actor, product))
    owner = owner or actor.person
    if owner is None:
        raise ValidationError({"owner": "An objective has an owner."})
    check_open(cycle)
    objective = Objective(
        cycle=cycle, product=product, parent=parent, title=" ".join(title.split()), why=why.strip(), owner=owner
    )
    check_parent(objective)
    objective.full_clean()
    objective.save()
    record(ObjectiveEvent.ADDED, objective, actor=actor, about=parent, cycle=cycle, owner=owner)
    return objective


@transaction.atomic
def edit_objective(objective: Objective, *, actor: Actor, version: int | None = None, **values: Any) -> Objective:
    """Put an objective in other words, into other hands, or elsewhere in the tree."""
    objective = locked(objective)
    require(rules.may_edit(actor, objective))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "product" in values:
        require(rules.may_set_objectives(actor, values["product"]))
    for cycle in {objective.cycle, values.get("cycle", objective.cycle)}:
        check_open(cycle)
    check_parent(objective, **{name: values[name] for name in ("product", "parent", "cycle") if name in values})
    if "title" in values:
        values["title"] = " ".join(values["title"].split())
    changes = change(objective, values, version=version)
    if changes:
        record(ObjectiveEvent.EDITED, objective, actor=actor, changes=changes)
    return objective


@transaction.atomic
def archive_objective(objective: Objective, *, actor: Actor, reason: str = "") -> Objective:
    """Put an objective away, with its key results. What serves it stays as it is."""
    objective = locked(objective)
    require(rules.may_edit(actor, objective))
    check_open(objective.cycle)
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
    objective = locked(objective)
    require(rules.may_edit(actor, objective))
    check_open(objective.cycle)
    if objective.archived_at is None:
        raise NotPossible("This objective is not archived.")
    if objective.parent is not None and objective.parent.archived_at is not None:
        raise NotPossible(f"It serves “{objective.parent}”, which is archived. Bring that one back first.")
    objective.archived_at, objective.version = None, objective.version + 1
    objective.save(update_fields=["archived_at", "version"])
    record(ObjectiveEvent.RESTORED, objective, actor=actor)
    return objective


def locked(objective: Objective) -> Objective:
    """The objective as it is now, held until the verb is done."""
    rows = Objective.objects.select_for_update(of=("self",)).select_related("cycle", "product", "parent")
    return rows.get(pk=objective.pk)


def check_open(cycle: Cycle) -> None:
    """A closed cycle is history."""
    if cycle.is_closed:
        raise NotPossible(f"{cycle} is closed. Open it for grading to change something in it.")


def check_parent(objective: Objective, **values: Any) -> None:
    """An objective serves the company's or one of its own product's, in the same cycle, and never itself."""
    parent = values.get("parent", objective.parent)
    product = values.get("product", objective.product)
    cycle = values.get("cycle", objective.cycle)
    children = objective.children.filter(archived_at=None) if objective.pk else Objective.objects.none()
    if children.exclude(cycle=cycle).exists():
        raise ValidationError({"cycle": "Other objectives of its cycle serve it. Move them first."})
    if product is not None and children.exclude(product=product).exists():
        raise ValidationError({"product": "Objectives of another product, or the company's, serve it."})
    if parent is None:
        return
    if parent.cycle_id != cycle.pk:
        raise ValidationError({"parent": f"“{parent}” belongs to another cycle."})
    if parent.archived_at is not None:
        raise ValidationError({"parent": f"“{parent}” is archived."})
    if parent.product_id is not None and parent.product_id != (product.pk if product else None):
        raise ValidationError({"parent": "It can serve an objective of the company or of its own product."})
    above: Objective | None = parent
    while above is not None:
        if above.pk == objective.pk:
            raise ValidationError({"parent": "An objective cannot serve itself."})
        above = above.parent
