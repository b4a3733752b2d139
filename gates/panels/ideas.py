"""The idea's page: its three gates, each with where it stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from gates.models import Decision, GateReview
from gates.policy_rules import GATES, Gate, PolicyRules
from gates.rules.reviews import may_draft
from gates.standing import killed_among, policy_of, standing_outcomes
from roadmap.models import Idea


@panel("idea", order=40)
def gates_of_idea(request: HttpRequest, idea: Idea) -> tuple[str, dict[str, Any]]:
    """Each gate with its open review, its decision, or when it will be needed."""
    rules = policy_of(idea).rules
    decisions = idea.standing_outcomes if hasattr(idea, "standing_outcomes") else standing_outcomes([idea]).get(idea.pk, {})
    newest = {review.gate: review for review in GateReview.objects.filter(idea=idea).order_by("attempt")}
    rows = [(gate, Gate(str(gate)).label, newest.get(gate), decisions.get(gate), demanded(gate, rules)) for gate in GATES]
    context = {
        "idea": idea, "gates": rows, "killed": killed_among(decisions), "next_gate": next_gate(newest, decisions),
        "may_draft": may_draft(actor_of(request), idea), "launch": idea.launch_reviews.standing().first(),  # type: ignore[attr-defined]
        "is_cleared": decisions.get(3) is not None and decisions[3].outcome == "go",
    }  # fmt: skip
    return "gates/_idea_panel.html", context


def demanded(gate: int, rules: PolicyRules) -> str:
    """When the policy demands this gate, in words."""
    return "before delivery" if gate in rules.before_delivery else "before launch" if gate in rules.before_launch else ""


def next_gate(newest: dict[int, GateReview], decisions: dict[int, Decision]) -> int | None:
    """The gate that can be drafted now: the first that has not decided Go, unless its review is open."""
    for gate in GATES:
        decision = decisions.get(gate)
        if decision is not None and decision.outcome == "go":
            continue
        if decision is not None and decision.outcome in ("kill", "conditional_go"):
            return None
        review = newest.get(gate)
        return None if review is not None and review.is_open else gate
    return None
