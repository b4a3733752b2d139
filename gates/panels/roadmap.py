"""What the gates tell the roadmap: which stages they guard, what may not be merged away, and which marks an idea carries."""

from __future__ import annotations

from gates.models.decisions import Decision
from gates.models.pilots import PilotState
from gates.models.reviews import ReviewState
from gates.models.scores import Outcome
from gates.policy_rules import GATES, Gate
from gates.standing import gates_missing, killed_at, named, policy_of, standing_outcomes
from history.refusals import Denied
from roadmap.guards import guards_merge, guards_stage
from roadmap.marks import Mark, marks
from roadmap.models import Idea, Stage

AT_WORK = (Stage.ASSESSMENT, Stage.DISCOVERY, Stage.PILOT, Stage.DELIVERY, Stage.VALIDATION, Stage.DONE)
TONES = {
    Outcome.GO: "good",
    Outcome.CONDITIONAL_GO: "warn",
    Outcome.HOLD: "warn",
    Outcome.RECYCLE: "warn",
    Outcome.KILL: "bad",
}


@guards_stage(*AT_WORK)
def killed_ideas_stay_killed(idea: Idea) -> bool | Denied:
    """A kill is final; coming back is a new idea."""
    decision = killed_at(idea)
    if decision is None:
        return True
    return Denied(f"Gate {decision.review.gate} killed this idea. Coming back is a new idea, linked to this one.")


@guards_stage(Stage.DELIVERY)
def delivery_needs_its_gates(idea: Idea) -> bool | Denied:
    """What the product's policy demands before delivery."""
    missing = gates_missing(idea, policy_of(idea).rules.before_delivery)
    return Denied(f"Before delivery this product demands Go at {named(missing)}.") if missing else True


@guards_stage(Stage.VALIDATION, Stage.DONE)
def launch_needs_its_gates(idea: Idea) -> bool | Denied:
    """What the product's policy demands before launch, whichever way an idea comes to it."""
    missing = gates_missing(idea, policy_of(idea).rules.before_launch)
    return Denied(f"Before launch this product demands Go at {named(missing)}.") if missing else True


@guards_merge
def what_is_judged_stays(idea: Idea) -> bool | Denied:
    """Evidence that is being gathered or judged names this idea: it is ended first."""
    review = idea.gate_reviews.exclude(state=ReviewState.DECIDED).first()  # type: ignore[attr-defined]
    if review is not None:
        return Denied(f"Gate {review.gate} is reviewing {idea.key}. Decide that review, or merge the other idea into this one.")
    pilot = idea.pilots.exclude(state=PilotState.CLOSED).first()  # type: ignore[attr-defined]
    if pilot is not None:
        return Denied(f"The pilot “{pilot}” of {idea.key} is not closed. Close it first.")
    if idea.viability_rounds.filter(revealed_at=None, cancelled_at=None).exists():  # type: ignore[attr-defined]
        return Denied(f"Salespeople are assessing the viability of {idea.key}. Reveal or cancel that round first.")
    return True


@marks
def gates_passed(ideas: list[Idea]) -> dict[int, list[Mark]]:
    """Three marks with words for each idea that has been at a gate; none for the others."""
    standing = standing_outcomes(ideas)
    for idea in ideas:
        idea.standing_outcomes = standing.get(idea.pk, {})  # for the panel beside the marks
    return {pk: [mark_of(gate, decisions.get(gate)) for gate in GATES] for pk, decisions in standing.items()}


def mark_of(gate: int, decision: Decision | None) -> Mark:
    """One gate's mark: its number, and in words what it decided."""
    name = f"Gate {gate} {Gate(str(gate)).label}"
    if decision is None:
        return Mark(str(gate), "", f"{name}: not decided")
    return Mark(str(gate), TONES[Outcome(decision.outcome)], f"{name}: {decision.get_outcome_display()}")
