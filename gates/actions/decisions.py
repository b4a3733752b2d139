"""The verbs of deciding: decide, sign, decline, correct."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.moves import held, move, require_state
from gates.actions.packets import seal_packet
from gates.asking import check_ask, override_of, recommended_outcome, tripwires_for
from gates.asks import Ask
from gates.events import GateEvent
from gates.findings import Findings
from gates.models.decisions import Basis, Condition, Decision, Override, Proposal, Tripwire
from gates.models.reviews import GateReview, ReviewState
from gates.models.scores import Outcome
from gates.rules.decisions import may_correct
from gates.rules.reviews import may_judge, may_sign
from history import clock
from history.actor import Actor, system
from history.recording import record
from history.refusals import NotPossible, Stale, require
from people.models import Person
from roadmap.actions import move_stage
from roadmap.models import Stage


@transaction.atomic
def decide_review(review: GateReview, ask: Ask, *, actor: Actor, seen: str = "") -> Decision | Proposal:
    """Answer the gate's question, once, as the votes say. A milder answer than recommended waits for a second signature.

    ``seen`` is the fingerprint of the evidence that the decider had before them; another one now is refused.
    """
    review = held(review)
    findings = Findings(review)
    require(may_judge(actor, review, findings))
    require_state(review, ReviewState.DISCUSSION)
    if seen and seen != findings.fingerprint:
        raise Stale(
            "The evidence changed since you looked at it. Read it again, then decide.", current={"seen": findings.fingerprint}
        )
    check_votes(ask, findings)
    check_ask(ask, findings)
    if override_of(ask, findings) == Override.MILDER:
        return propose(ask, findings, actor)
    return write_decision(ask, findings, decider=actor.person, signer=None, actor=actor)


def check_votes(ask: Ask, findings: Findings) -> None:
    """The quorum is full, and a majority of the eligible (or a tie, for Hold) says what is asked."""
    if len(findings.eligible) < findings.rules.quorum:
        raise NotPossible(f"The quorum is {findings.rules.quorum}, and {len(findings.eligible)} may judge. Fill the seats first.")
    votes = findings.tally
    if votes.outcome is None:
        raise NotPossible(votes.words)
    if votes.outcome != ask.outcome:
        raise ValidationError({"outcome": f"The votes say {Outcome(votes.outcome).label}. {votes.words}"})


def propose(ask: Ask, findings: Findings, actor: Actor) -> Proposal:
    """Put a milder answer before a second signer."""
    review = findings.review
    proposal = Proposal(
        review=review, outcome=ask.outcome, asked=ask.as_json(), fingerprint=findings.fingerprint, made_by=actor.person
    )
    proposal.full_clean()
    proposal.save()
    move(review, ReviewState.SIGNING)
    record(
        GateEvent.PROPOSED, review, actor=actor, about=review.idea, outcome=ask.outcome, recommended=recommended_outcome(findings)
    )
    return proposal


@transaction.atomic
def sign_decision(review: GateReview, *, actor: Actor) -> Decision:
    """Give the second signature: the milder decision stands from now on."""
    review = held(review)
    require_state(review, ReviewState.SIGNING)
    proposal = review.proposals.select_related("made_by").get(closed_at=None)
    findings = Findings(review)
    require(may_sign(actor, proposal, findings))
    if proposal.fingerprint != findings.fingerprint:
        raise NotPossible(
            "The evidence changed since this was proposed. Decline, so that the panel decides on what is there now."
        )
    ask = Ask.from_json(proposal.asked or {})
    check_votes(ask, findings)
    check_ask(ask, findings)
    close(proposal, actor, is_signed=True)
    return write_decision(ask, findings, decider=proposal.made_by, signer=actor.person, actor=actor)


@transaction.atomic
def decline_signature(review: GateReview, *, actor: Actor, reason: str) -> GateReview:
    """Refuse to sign, or take the proposal back: the panel discusses again."""
    review = held(review)
    require_state(review, ReviewState.SIGNING)
    proposal = review.proposals.select_related("made_by").get(closed_at=None)
    findings = Findings(review)
    if not may_judge(actor, review, findings):
        require(may_sign(actor, proposal, findings))
    if not reason.strip():
        raise ValidationError({"reason": "Say why: the panel has to go on from there."})
    proposal.declined_because = reason.strip()
    close(proposal, actor, is_signed=False)
    move(review, ReviewState.DISCUSSION)
    record(GateEvent.DECLINED, review, actor=actor, about=review.idea, reason=reason.strip(), outcome=proposal.outcome)
    return review


def close(proposal: Proposal, actor: Actor, *, is_signed: bool) -> None:
    """The proposal is answered. Once signed, what was said lives on in the packet alone."""
    proposal.is_signed, proposal.closed_by, proposal.closed_at = is_signed, actor.person, clock.now()
    proposal.asked = None if is_signed else proposal.asked
    proposal.save()


def write_decision(ask: Ask, findings: Findings, *, decider: Person | None, signer: Person | None, actor: Actor) -> Decision:
    """Write the decision with all that hangs on it, and seal what was seen, in one go."""
    decision = decision_row(ask, findings, decider, signer)
    decision.full_clean()
    decision.save()
    hang_on(decision, ask, findings)
    seal_packet(decision, findings, said=said_by(ask))
    move(findings.review, ReviewState.DECIDED, decided_at=decision.decided_at)
    if decision.outcome == Outcome.KILL:
        end_idea(decision, actor)
    facts = {"recommended": decision.recommended, "rule": decision.rule, "override": decision.override}
    note_sealed(GateEvent.DECIDED, decision, actor=actor, **facts)
    return decision


def decision_row(ask: Ask, findings: Findings, decider: Person | None, signer: Person | None) -> Decision:
    """The decision as its row holds it."""
    recommendation = findings.recommendation
    assert recommendation is not None  # noqa: S101 - check_ask refused otherwise
    return Decision(
        review=findings.review, outcome=ask.outcome, recommended=recommendation.outcome.value, rule=recommendation.rule.value,
        override=override_of(ask, findings), override_reason=ask.override_reason if signer else "", probability=ask.probability,
        kill_reason=ask.kill_reason, review_on=ask.review_on, forecast_value=ask.forecast_value, forecast_due=ask.forecast_due,
        decided_by=decider, second_signer=signer,
    )  # fmt: skip


def end_idea(decision: Decision, actor: Actor) -> None:
    """A killed idea is worked on no more."""
    review = decision.review
    if review.idea.stage != Stage.NOT_DOING:
        reason = f"Killed at gate {review.gate}: {decision.get_kill_reason_display().lower()}."
        move_stage(review.idea, stage=Stage.NOT_DOING, reason=reason, actor=system(f"gate {review.gate}", via=actor.via))


def note_sealed(kind: str, decision: Decision, *, actor: Actor, reason: str = "", **facts: Any) -> None:
    """Write a decision into history with its packet's hash: whoever takes a packet away is found out."""
    review, packet = decision.review, decision.packet  # type: ignore[attr-defined]
    words = {"label": f"{decision.get_outcome_display()}: {review}"[:200]}
    facts |= {"decision": decision.pk, "outcome": decision.outcome, "packet": packet.number, "hash": packet.hash}
    record(kind, review, actor=actor, about=review.idea, reason=reason, words=words, **facts)


def hang_on(decision: Decision, ask: Ask, findings: Findings) -> None:
    """The decision's conditions and tripwires."""
    for one in ask.conditions:
        condition = Condition(
            decision=decision, words=one.words.strip(), test=one.test.strip(), owner_id=one.owner_id, due=one.due
        )
        condition.full_clean()
        condition.save()
    for wire in tripwires_for(ask, findings):
        tripwire = Tripwire(decision=decision, measure=wire.measure, fires=wire.fires, threshold=wire.threshold)
        tripwire.full_clean()
        tripwire.save()


def said_by(ask: Ask) -> dict[str, object]:
    """The free text of a decision, for the packet's words."""
    return {
        "rationale": ask.rationale.strip(),
        "lessons": ask.lessons.strip(),
        "gaps": [gap.strip() for gap in ask.gaps if gap.strip()],
        "override": ask.override_words.strip(),
        "forecast": ask.forecast_metric.strip(),
        "conditions": [{"words": one.words.strip(), "test": one.test.strip()} for one in ask.conditions],
    }


@transaction.atomic
def correct_decision(decision: Decision, *, actor: Actor, reason: str, rationale: str, probability: Decimal) -> Decision:
    """Put a corrected record in the place of one that stands. The outcome stays: another outcome needs another review."""
    held(decision.review)
    decision = Decision.objects.select_related("review__idea__product").get(pk=decision.pk)
    require(may_correct(actor, decision))
    if not reason.strip() or not rationale.strip():
        raise ValidationError({"reason" if not reason.strip() else "rationale": "Say what was wrong, and how it reads rightly."})
    said = decision.words.get("said", {}) | {"rationale": rationale.strip(), "correction": reason.strip()}
    corrected = supersede(
        decision, actor=actor, basis=Basis.CORRECTION, outcome=decision.outcome, said=said, probability=probability
    )
    note_sealed(GateEvent.CORRECTED, corrected, actor=actor, reason=reason.strip(), supersedes=decision)
    return corrected


def supersede(
    decision: Decision, *, actor: Actor, basis: str, outcome: str, said: dict[str, object], **values: object
) -> Decision:
    """A new record in the place of a standing one; what hangs on the old one hangs on the new one."""
    if Decision.objects.filter(supersedes=decision).exists():
        raise NotPossible("A later record stands in the place of this one already.")
    kept = {name: getattr(decision, name) for name in KEPT} | values
    latest = Decision(review=decision.review, supersedes=decision, basis=basis, outcome=outcome, decided_by=actor.person, **kept)
    latest.full_clean()
    latest.save()
    if basis == Basis.CORRECTION:
        decision.conditions.update(decision=latest)
    decision.tripwires.update(decision=latest)
    decision.reopenings.update(decision=latest)  # type: ignore[attr-defined]
    seal_packet(latest, Findings(latest.review), said=said)
    return latest


KEPT = (
    "recommended",
    "rule",
    "override",
    "override_reason",
    "probability",
    "kill_reason",
    "review_on",
    "forecast_value",
    "forecast_due",
    "second_signer",
)
