"""Where an objective stands: whose it is, what it serves, and that the tree stays a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from objectives.models import Cycle, Objective
from people.models import Product, ProductLine

MOST_DEEP = 8
WHOSE = ("product", "line", "team")


@dataclass(frozen=True)
class Scope:
    """Whose an objective is. All empty, it is the whole company's."""

    product: Product | None = None
    line: ProductLine | None = None
    team: str = ""

    @classmethod
    def of(cls, objective: Objective) -> Scope:
        """Whose an objective is now."""
        return cls(objective.product, objective.line, objective.team)

    def lies_within(self, above: Scope) -> bool:
        """Whether an objective of this scope may serve one of the scope ``above``: the wider holds the narrower."""
        if above.team and above.team != self.team:
            return False
        if above.product is not None:
            return self.product == above.product
        return above.line is None or above.line.pk == (self.line.pk if self.line else self.product and self.product.line_id)


def check_place(objective: Objective, cycle: Cycle, parent: Objective | None, scope: Scope) -> None:
    """Refuse a place in which an objective would serve itself, another cycle's, a narrower one, or stand too deep.

    Ask it with the cycle's row held: two moves at once cannot make a ring then.
    """
    if scope.product is not None and scope.line is not None:
        raise ValidationError({"line": "Choose a product or a product line, not both."})
    check_children(objective, cycle, scope)
    if parent is None:
        return
    if parent.cycle_id != cycle.pk:
        raise ValidationError({"parent": f"“{parent}” belongs to another cycle."})
    if parent.archived_at is not None:
        raise ValidationError({"parent": f"“{parent}” is archived."})
    if not scope.lies_within(Scope.of(parent)):
        raise ValidationError(
            {"parent": "It can serve an objective of the company, or of its own product line, own product or own team."}
        )
    parents = parents_in(cycle)
    above = chain(parents, parent.pk)
    if objective.pk in above:
        raise ValidationError({"parent": "An objective cannot serve itself, nor one that serves it."})
    if len(above) + height(parents, objective.pk) > MOST_DEEP:
        raise ValidationError({"parent": f"The tree is at most {MOST_DEEP} levels deep."})


def check_children(objective: Objective, cycle: Cycle, scope: Scope) -> None:
    """What serves an objective must still fit under it where it goes."""
    if objective.pk is None:
        return
    children = list(objective.children.filter(archived_at=None).select_related("product", "line"))
    if any(child.cycle_id != cycle.pk for child in children):
        raise ValidationError({"cycle": "Other objectives of its cycle serve it. Move them first."})
    if all(Scope.of(child).lies_within(scope) for child in children):
        return
    now = Scope.of(objective)
    changed = next((name for name in WHOSE if getattr(now, name) != getattr(scope, name) and getattr(scope, name)), "product")
    raise ValidationError({changed: "Objectives of others, or the company's, serve it. Move them first."})


def scope_with(objective: Objective, values: dict[str, Any]) -> Scope:
    """Whose an objective would be with these values."""
    return replace(Scope.of(objective), **{name: values[name] for name in WHOSE if name in values})


def parents_in(cycle: Cycle) -> dict[int, int | None]:
    """What each objective of a cycle serves."""
    return dict(Objective.objects.filter(cycle=cycle).values_list("pk", "parent"))


def chain(parents: dict[int, int | None], pk: int | None) -> list[int]:
    """An objective and all above it, lowest first."""
    above: list[int] = []
    while pk is not None and pk not in above:
        above.append(pk)
        pk = parents.get(pk)
    return above


def height(parents: dict[int, int | None], pk: int | None) -> int:
    """How many levels an objective and all below it take."""
    under: dict[int | None, list[int]] = defaultdict(list)
    for child, parent in parents.items():
        under[parent].append(child)
    levels, row = 0, [pk]
    while row and levels <= len(parents):
        levels, row = levels + 1, [child for one in row if one is not None for child in under[one]]
    return levels
