"""What a policy demands to be there before a review is submitted, and what of it is lacking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gates.measures import Measured, Standing
from gates.policy_rules import Deliverable, PolicyRules
from roadmap.models import Idea

if TYPE_CHECKING:
    from gates.models.reviews import GateReview

WRITTEN = {
    Deliverable.PROBLEM: "The problem is not written down yet.",
    Deliverable.HYPOTHESIS: "The hypothesis is not written down yet.",
    Deliverable.TARGET_OUTCOMES: "The target outcomes are not written down yet.",
}
MEASURED = {
    Deliverable.PROJECTION: ("engagement.is_projected", "projection"),
    Deliverable.PILOT: ("pilot.is_robust", "pilot’s outcomes"),
    Deliverable.ASSESSMENTS: ("viability.assessors", "assessments"),
}
"""The measure that knows whether such evidence is there and fresh, and what it is called."""


def lacking_deliverables(review: GateReview, rules: PolicyRules, measure: Callable[[str], Measured]) -> list[str]:
    """What the policy demands before this review is submitted and is not there, or out of date; each as a sentence."""
    demanded = [Deliverable(name) for name in rules.deliverables_for(review.gate)]
    return [words for one in demanded if (words := lacking(one, review.idea, measure))]


def lacking(one: Deliverable, idea: Idea, measure: Callable[[str], Measured]) -> str:
    """Why a deliverable does not count as there; empty when it does."""
    if one in WRITTEN:
        return "" if getattr(idea, one.value).strip() else WRITTEN[one]
    if one == Deliverable.INSIGHTS:
        return "" if idea.insights.filter(withdrawn_at=None).exists() else "No insight from a customer is linked to the idea yet."
    name, called = MEASURED[one]
    found = measure(name)
    if found.standing == Standing.UNKNOWN:
        return f"The {called} that the policy demands: {found.words}"
    return f"The {called} that the policy demands: out of date." if found.standing == Standing.STALE else ""
