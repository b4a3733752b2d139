"""The rules of a gate policy in words: what each is called, and what a version changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from doors import formats
from gates.policy_rules import GATES, Deliverable, PolicyRules
from history.actor import Role

LABELS = {
    "quorum": "Quorum of gatekeepers",
    "hurdle": "Hurdle of the should-meet score",
    "minor_gap_below": "A score below this is a minor gap",
    "theta": "Share of companies that must reach their outcome",
    "least_companies": "Fewest companies in a pilot",
    "projection_days": "Projection goes stale after",
    "outcome_days": "Outcomes go stale after",
    "pipeline_days": "Pipeline goes stale after",
    "vote_days": "Votes go stale after",
    "condition_days": "Longest day of a condition",
    "hold_days": "Longest hold",
    "most_holds": "Most holds at a gate",
    "most_recycles": "Most recycles at a gate",
    "waiver_days": "Longest waiver",
    "scoring_days": "Days to score",
}
SHARES = ("theta",)
UNITS = {
    "quorum": "people", "hurdle": "of 10", "minor_gap_below": "of 10", "least_companies": "companies",
    **{name: "days" for name in LABELS if name.endswith("_days")},
}  # fmt: skip
ONE = {"people": "person", "companies": "company", "days": "day"}
VOICES = {Role.SALES.value: "Sales", Role.SUCCESS.value: "Customer success", Role.PRODUCT.value: "Product"}
OTHERS = {
    "before_delivery": "Gates before delivery",
    "before_launch": "Gates before launch",
    "voices": "Voices on each panel",
    "is_blind": "Blind scores",
    "weigh_assessors": "Assessors weighed by their record",
    "looks": "Looks at a pilot",
}
DEMANDED = "Demanded before submitting gate"


def changes(before: PolicyRules, after: PolicyRules) -> list[str]:
    """What is other in the rules after than before, rule by rule: "Quorum of gatekeepers: 1 → 3 people". Criteria stand apart."""
    found = [
        f"{label}: {said(name, getattr(before, name), with_unit=False)} → {said(name, getattr(after, name))}"
        for name, label in (OTHERS | LABELS).items()
        if getattr(before, name) != getattr(after, name)
    ]
    demands = [gate for gate in GATES if before.deliverables_for(gate) != after.deliverables_for(gate)]
    return [*found, *(f"{DEMANDED} {gate}: {demanded(before, gate)} → {demanded(after, gate)}" for gate in demands)]


def demanded(rules: PolicyRules, gate: int) -> str:
    """What a gate demands before it is submitted, in words."""
    return ", ".join(Deliverable(name).label for name in rules.deliverables_for(gate)) or "nothing more"


def said(name: str, value: Any, *, with_unit: bool = True) -> str:
    """A rule's value as people read it."""
    if name in SHARES:
        return formats.percent(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Iterable):
        return ", ".join(VOICES.get(str(one), str(one)) for one in value) or "none"
    unit = UNITS.get(name, "") if with_unit else ""
    unit = ONE.get(unit, unit) if value == 1 else unit
    return f"{formats.number(value)} {unit}".strip()
