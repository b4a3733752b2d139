"""What would change a projection: the same model asked again with one thing different."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gates.figures.admission import admit
from gates.figures.engagement import Answer, EngagementProjector
from gates.figures.projection import FEWEST_REFERENCES, Projection, ProjectionInput, Selection

SURE = (0.5, 0.8)
"""The probabilities at which a threshold counts as reached as likely as not, and surely enough."""

MOST_REFERENCES = 40
"""With more references than this no single one can matter much, and they are not tried one by one."""


def sensitivity(projector: EngagementProjector, given: ProjectionInput, answer: Answer) -> dict[str, Any]:
    """How many adopters in the probe the threshold would need, and which reference moves the median most; empty without numbers.

    ``needed`` holds, for each probability, the fewest adopters in the probe at which the threshold is reached with it, or None
    where even all of them would not do; ``without`` the median share without the reference that moves it most.
    """
    if answer.projection.median is None:
        return {}

    def ask(changed: ProjectionInput) -> Projection:
        return projector.what_if(changed, answer.choice)

    return {"needed": _needed(given, ask), "without": _without(given, answer.projection, ask)}


def _needed(given: ProjectionInput, ask: Callable[[ProjectionInput], Projection]) -> list[dict[str, Any]]:
    probe, used = given.probe, admit(given)
    if probe is None or probe.selection is Selection.OPT_IN or not (used.probe or used.pairs):
        return []  # whose kinds another adopter would be of, nobody knows

    def reaches(adopters: int, sure: float) -> bool:
        found = ask(replace(given, probe=replace(probe, adopters=adopters)))
        return (found.probability or 0.0) >= sure

    return [{"probability": sure, "adopters": _least(probe.n, lambda count, sure=sure: reaches(count, sure))} for sure in SURE]


def _least(most: int, is_enough: Callable[[int], bool]) -> int | None:
    """The least count up to *most* that is enough; more is never less."""
    if not is_enough(most):
        return None
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def _without(given: ProjectionInput, found: Projection, ask: Callable[[ProjectionInput], Projection]) -> dict[str, Any] | None:
    used = admit(given).references
    if not FEWEST_REFERENCES < len(used) <= MOST_REFERENCES:
        return None
    medians = {}
    for row in used:
        rest = tuple(one for one in used if one.id != row.id)
        if len({one.feature for one in rest}) >= FEWEST_REFERENCES:
            medians[row.id] = ask(replace(given, references=rest)).median or 0.0
    if not medians:
        return None
    most = max(sorted(medians), key=lambda key: abs(medians[key] - (found.median or 0.0)))
    return {"reference": most, "median": medians[most], "lowest": min(medians.values()), "highest": max(medians.values())}
