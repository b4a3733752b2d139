"""What stands at the gates of an idea: the decision that counts, which gates are passed, which a stage demands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef

from gates.models.decisions import Decision
from gates.models.policies import GatePolicy, standing_policy
from gates.models.reopenings import Cause, Reopening
from gates.models.reviews import GateReview
from gates.models.scores import Outcome
from gates.policy_rules import Gate
from roadmap.models import Idea


def standing_decision(review: GateReview) -> Decision:
    """The decision of a decided review that no later record supersedes."""
    return review.decisions.standing().get()


def standing_outcomes(ideas: Iterable[Idea]) -> dict[int, dict[int, Decision]]:
    """For each idea, the newest standing decision of each gate. Two queries, however many ideas."""
    found: dict[int, dict[int, Decision]] = {}
    rows = Decision.objects.standing().filter(review__idea__in=[idea.pk for idea in ideas]).select_related("review__idea")
    withdrawn = Reopening.objects.filter(decision=OuterRef("pk"), still_stands=False)
    for decision in rows.annotate(is_withdrawn=Exists(withdrawn)).order_by("review__attempt", "id"):
        found.setdefault(decision.review.idea_id, {})[decision.review.gate] = decision
    return found


def gate_is_passed(idea: Idea, gate: int) -> bool:
    """Whether the newest decision at a gate is Go."""
    return is_go(standing_outcomes([idea]).get(idea.pk, {}).get(gate))


def is_go(decision: Decision | None) -> bool:
    """Whether a decision lets the idea pass: a Go of which nobody said that it stands no longer."""
    return decision is not None and decision.outcome == Outcome.GO and not getattr(decision, "is_withdrawn", False)


def may_be_taken_anew(decision: Decision) -> bool:
    """Whether something that a Go rested on changed, and nobody said that it stands all the same."""
    if decision.reopenings.counting().exists():  # type: ignore[attr-defined]
        return True
    answered = decision.reopenings.filter(cause=Cause.TRIPWIRE).exists()
    return not answered and decision.tripwires.exclude(fired_at=None).exists()


def gates_missing(idea: Idea, demanded: Iterable[int]) -> list[int]:
    """Which of the demanded gates have not decided Go."""
    standing = standing_outcomes([idea]).get(idea.pk, {})
    return [gate for gate in demanded if not is_go(standing.get(gate))]


def killed_at(idea: Idea) -> Decision | None:
    """The decision that ended an idea, if one did."""
    return killed_among(standing_outcomes([idea]).get(idea.pk, {}))


def killed_among(decisions: Mapping[int, Decision]) -> Decision | None:
    """The kill among the decisions that stand at an idea's gates, if there is one."""
    return next((one for one in decisions.values() if one.outcome == Outcome.KILL), None)


def policy_of(idea: Idea) -> GatePolicy:
    """The policy in force for an idea."""
    return standing_policy(idea.product_id)


def named(gates: Iterable[int]) -> str:
    """Gates as people say them: "gate 1 (Engagement) and gate 2 (Pilot)"."""
    return " and ".join(f"gate {gate} ({Gate(str(gate)).label})" for gate in gates)
