"""Who left the pilot, and whether that decides it. Everybody enrolled stays in the denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from figures.explanations import Figure
from gates.figures.pilots.achievement import DEFAULT, Rule, Verdict, verdict


class Standing(StrEnum):
    """Where one enrolled company stands with its primary outcome."""

    ACHIEVED = "achieved"
    MISSED = "missed"
    LOST = "lost"  # dropped out, or past due without a value: counts as not achieved
    PENDING = "pending"  # not yet due
    EXCUSED = "excused"  # withdrew before exposure, approved by a non-owner: not in the denominator


@dataclass(frozen=True, kw_only=True)
class AttritionViews(Figure):
    """The same pilot seen three ways; ``is_sensitive`` when the three verdicts differ.

    ``intention_to_treat`` decides: the lost have not achieved it. ``completers`` leaves the lost out;
    ``best_case`` lets all of them achieve it. ``pending`` and ``excused`` are in none of the three.
    """

    formula = (
        "intention to treat x / (x + missed + lost); completers x / (x + missed); best case (x + lost) / (x + missed + lost)"
    )
    intention_to_treat: Verdict
    completers: Verdict
    best_case: Verdict
    is_sensitive: bool
    pending: int
    excused: int


def attrition_views(standings: Iterable[Standing | str], rule: Rule = DEFAULT) -> AttritionViews:
    """Look at the enrolled companies' *standings* three ways. Raises ValueError for an unknown standing."""
    count = Counter(Standing(standing) for standing in standings)
    achieved, missed, lost = count[Standing.ACHIEVED], count[Standing.MISSED], count[Standing.LOST]
    views = (
        verdict(achieved, achieved + missed + lost, rule),
        verdict(achieved, achieved + missed, rule),
        verdict(achieved + lost, achieved + missed + lost, rule),
    )
    return AttritionViews(
        intention_to_treat=views[0],
        completers=views[1],
        best_case=views[2],
        is_sensitive=len({view.outcome for view in views}) > 1,
        pending=count[Standing.PENDING],
        excused=count[Standing.EXCUSED],
        inputs={standing.value: count[standing] for standing in Standing},
    )
