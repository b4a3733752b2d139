"""The objectives of a cycle as a tree: the company's, and under each those that serve it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from history.actor import Actor
from objectives import rules
from objectives.models import Cycle, KeyResult, Level, Objective
from objectives.pace import Pace, Told, confidence_tone, pace_of
from objectives.places import chain, parents_in
from objectives.serving import with_servants


@dataclass
class Branch:
    """An objective, how it does, its key results, and the branches under it."""

    objective: Objective
    pace: Pace | None
    results: list[Told]
    branches: list[Branch] = field(default_factory=list)
    depth: int = 1


def whole(objectives: QuerySet[Objective], actor: Actor) -> QuerySet[Objective]:
    """Objectives with all that a page shows of them, in a fixed number of queries."""
    results = KeyResult.objects.filter(archived_at=None).with_last_check_in().with_grade().select_related("owner")
    rows = objectives.select_related("cycle", "product", "line", "owner", "parent")
    return rows.prefetch_related(Prefetch("key_results", queryset=with_servants(results, actor)))


def told(key_result: KeyResult, actor: Actor, number: int = 0) -> Told:
    """A key result as a page shows it."""
    cycle = key_result.objective.cycle
    may = cycle.takes_check_ins and rules.may_check_in_seen(actor, key_result)
    tone = confidence_tone(key_result.last_confidence)  # type: ignore[attr-defined]
    return Told(
        key_result, pace_of(key_result.progress, cycle, key_result), tone, may, number=number, may_grade=cycle.is_graded and may,
    )  # fmt: skip


ORDER = list(Level)


def tree_of(objectives: Iterable[Objective], actor: Actor, depths: dict[int, int] | None = None) -> list[Branch]:
    """Roots first the company's, then each line's, product's and team's.

    What serves an objective that is not shown is a root itself; ``depths`` says how deep it really stands.
    """
    rows = sorted(objectives, key=lambda one: (ORDER.index(one.level), one.whose, one.pk))
    shown = {one.pk for one in rows}
    under: dict[int | None, list[Objective]] = defaultdict(list)
    for one in rows:
        under[one.parent_id if one.parent_id in shown else None].append(one)

    def grow(objective: Objective, depth: int) -> Branch:
        results = [told(key_result, actor) for key_result in objective.current_key_results]
        branches = [grow(child, depth + 1) for child in under[objective.pk]]
        return Branch(objective, pace_of(objective.progress, objective.cycle), results, branches, depth)

    return [grow(root, (depths or {}).get(root.pk, 1)) for root in under[None]]


def depths_in(cycle: Cycle) -> dict[int, int]:
    """How deep each objective of a cycle stands in its tree: the roots at 1."""
    parents = parents_in(cycle)
    return {pk: len(chain(parents, pk)) for pk in parents}
