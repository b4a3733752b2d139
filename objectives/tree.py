"""The objectives of a cycle as a tree: the company's, and under each those that serve it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from history.actor import Actor
from objectives import rules
from objectives.models import KeyResult, Objective
from objectives.pace import Pace, Told, confidence_tone, pace_of


@dataclass
class Branch:
    """An objective, how it does, its key results, and the branches under it."""

    objective: Objective
    pace: Pace | None
    results: list[Told]
    branches: list[Branch] = field(default_factory=list)


def whole(objectives: QuerySet[Objective]) -> QuerySet[Objective]:
    """Objectives with all that a page shows of them, in a fixed number of queries."""
    results = KeyResult.objects.filter(archived_at=None).with_last_check_in().select_related("owner")
    rows = objectives.select_related("cycle", "product", "owner", "parent")
    return rows.prefetch_related(Prefetch("key_results", queryset=results))


def told(key_result: KeyResult, actor: Actor, number: int = 0) -> Told:
    """A key result as a page shows it."""
    cycle = key_result.objective.cycle
    may = cycle.takes_check_ins and rules.may_check_in_seen(actor, key_result)
    return Told(key_result, pace_of(key_result.progress, cycle), confidence_tone(key_result.last_confidence), may, number=number)  # type: ignore[attr-defined]


def tree_of(objectives: Iterable[Objective], actor: Actor) -> list[Branch]:
    """Roots first the company's, then each product's; what serves an objective that is not shown is a root itself."""
    rows = sorted(objectives, key=lambda one: (one.product is not None, str(one.product or ""), one.pk))
    shown = {one.pk for one in rows}
    under: dict[int | None, list[Objective]] = defaultdict(list)
    for one in rows:
        under[one.parent_id if one.parent_id in shown else None].append(one)

    def grow(objective: Objective) -> Branch:
        results = [told(key_result, actor) for key_result in objective.current_key_results]
        branches = [grow(child) for child in under[objective.pk]]
        return Branch(objective, pace_of(objective.progress, objective.cycle), results, branches)

    return [grow(root) for root in under[None]]
