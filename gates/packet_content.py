"""What a packet holds: codes, numbers and ids in its body; names and free text in the words beside it."""

from __future__ import annotations

from typing import Any

from gates.actions.criteria import criterion_content
from gates.findings import Findings, Verdict
from gates.measures import Measured
from gates.models.decisions import Decision
from gates.models.reviews import CriteriaSet, GateReview
from gates.models.scores import Scorecard
from gates.scope import scope_of
from history.canonical import Unsealable, digest, plain_value

FORMAT = "throughline.packet/1"


def content_of(decision: Decision, findings: Findings) -> dict[str, Any]:
    """Codes, numbers and ids of everything that was seen."""
    review, policy, votes = findings.review, findings.review.policy, findings.tally
    return {
        "format": FORMAT,
        "decision": decision_content(decision),
        "policy": {"id": policy.pk, "number": policy.number, "rules": policy.stored_rules} if policy else None,
        "review": review_content(review),
        "criteria": [version_content(one) for one in findings.versions],
        "evidence": [evidence_content(name, one) for name, one in findings.measured.items()],
        "verdicts": [verdict_content(one) for one in findings.verdicts],
        "panel": panel_content(findings),
        "scores": [card_content(card) for card in findings.all_cards],
        "ballots": [picked(one, BALLOT) for one in review.ballots.order_by("id")],
        "tally": {"counts": votes.counts, "eligible": votes.eligible, "tie": votes.is_tie},
        "waivers": [picked(one, WAIVER) for one in review.waivers.order_by("id")],
        "conditions": [picked(one, CONDITION) for one in conditions_of(decision)],
        "tripwires": [picked(one, TRIPWIRE) for one in decision.tripwires.order_by("id")],
        "scope": digest(scope_of(review.idea)),
    }


BALLOT = {"person": "person_id", "round": "round", "outcome": "outcome", "probability": "probability", "at": "at"}
WAIVER = {
    "id": "pk", "criterion": "criterion_key", "until": "until", "asked_by": "asked_by_id", "granted": "is_granted",
    "answered_by": "answered_by_id",
}  # fmt: skip
CONDITION = {"id": "pk", "owner": "owner_id", "due": "due", "met": "is_met", "verified_by": "verified_by_id"}
TRIPWIRE = {"id": "pk", "measure": "measure", "fires": "fires", "threshold": "threshold"}
REVIEW = {
    "id": "pk", "idea": "idea_id", "product": "product_id", "gate": "gate", "attempt": "attempt", "owner": "owner_id",
    "looks": "looks", "locked_at": "locked_at", "submitted_at": "submitted_at", "opened_at": "opened_at",
    "revealed_at": "revealed_at",
}  # fmt: skip


def picked(row: Any, names: dict[str, str]) -> dict[str, Any]:
    """Some columns of a row, under the names that the packet gives them."""
    return {name: getattr(row, column) for name, column in names.items()}


def review_content(review: GateReview) -> dict[str, Any]:
    """The review's own row, and whose idea it was."""
    return picked(review, REVIEW) | {"idea_owner": review.idea.owner_id}


def version_content(version: CriteriaSet) -> dict[str, Any]:
    """One version of the criteria."""
    criteria = [criterion_content(one) for one in version.criteria.all()]
    return {"version": version.number, "made_by": version.made_by_id, "made_at": version.made_at, "criteria": criteria}


def conditions_of(decision: Decision) -> list[Any]:
    """The conditions that a decision rests on: its own, or those of the record that it supersedes."""
    own = list(decision.conditions.order_by("id"))
    return own or (conditions_of(decision.supersedes) if decision.supersedes else [])


def decision_content(decision: Decision) -> dict[str, Any]:
    """The decision's own row."""
    return {
        "id": decision.pk,
        "supersedes": decision.supersedes_id,
        "basis": decision.basis,
        "outcome": decision.outcome,
        "recommended": decision.recommended,
        "rule": decision.rule,
        "override": decision.override,
        "override_reason": decision.override_reason,
        "probability": fixed(decision.probability, 3),
        "kill_reason": decision.kill_reason,
        "review_on": decision.review_on,
        "forecast_value": fixed(decision.forecast_value, 4),
        "forecast_due": decision.forecast_due,
        "decided_by": decision.decided_by_id,
        "second_signer": decision.second_signer_id,
        "decided_at": decision.decided_at,
    }


def fixed(value: Any, places: int) -> str | None:
    """A decimal with as many places as its column has, so that it reads the same when it comes back."""
    return None if value is None else f"{value:.{places}f}"


def evidence_content(name: str, one: Measured) -> dict[str, Any]:
    """One measured value, with where it came from and when."""
    try:
        details = plain_value(one.details)
    except Unsealable:
        details = {key: str(value) for key, value in one.details.items()}
    return {
        "measure": name,
        "value": one.value,
        "standing": str(one.standing),
        "as_of": one.as_of,
        "source": one.source,
        "authors": list(one.author_ids),
        "details": details,
    }


def verdict_content(verdict: Verdict) -> dict[str, Any]:
    """What one version of the criteria said, criterion by criterion."""
    recommendation = verdict.recommendation
    return {
        "version": verdict.criteria_set.number,
        "outcome": recommendation and recommendation.outcome.value,
        "rule": recommendation and recommendation.rule.value,
        "score": fixed(verdict.score, 4),
        "results": {
            one.criterion.key: one.result.value if one.result is not None else fixed(one.mean, 4) for one in verdict.judged
        },
    }


def panel_content(findings: Findings) -> list[dict[str, Any]]:
    """Who sat, who declared what, and who counted."""
    eligible = {seat.pk for seat in findings.eligible}
    return [
        {
            "person": seat.person_id,
            "kind": seat.kind,
            "declared_at": seat.declared_at,
            "declared_conflict": seat.has_conflict,
            "recused_at": seat.recused_at,
            "conflicts": [one.kind for one in findings.conflicts.get(seat.person_id, ())],
            "counts": seat.pk in eligible,
        }
        for seat in findings.seats
    ]


def card_content(card: Scorecard) -> dict[str, Any]:
    """One scorecard."""
    answers = {one.criterion.key: one.is_met if one.is_met is not None else fixed(one.value, 2) for one in card.scores.all()}
    return {"person": card.person_id, "round": card.round, "confidence": card.confidence, "at": card.at, "answers": answers}


def words_of(decision: Decision, findings: Findings, said: dict[str, object]) -> dict[str, Any]:
    """Names and free text: what erasing a person may blank."""
    review = findings.review
    people = {seat.person_id: seat.person.name for seat in findings.seats} | {review.owner_id: review.owner.name}
    if review.idea.owner is not None:
        people[review.idea.owner.pk] = review.idea.owner.name
    for person in (decision.decided_by, decision.second_signer):
        people |= {person.pk: person.name} if person is not None else {}
    return {
        "said": said,
        "idea": review.idea.title,
        "question": review.question,
        "scope": scope_of(review.idea),
        "because": findings.recommendation.because if findings.recommendation else "",
        "people": {str(pk): name for pk, name in people.items()},
        "evidence": {name: one.words for name, one in findings.measured.items()},
        "conflicts": {str(seat.person_id): seat.conflict for seat in findings.seats if seat.conflict},
        "comments": [
            {"person": card.person_id, "round": card.round, "words": card.comment} for card in findings.all_cards if card.comment
        ],
        "statements": [
            {"person": one.person_id, "leaning": one.leaning, "words": one.words}
            for one in review.statements.order_by("id")
            if one.words
        ],
        "dissent": [
            {"person": person, "outcome": ballot.outcome, "words": ballot.words or ""}
            for person, ballot in findings.ballots.items()
            if ballot.outcome != decision.outcome
        ],
        "ballots": [{"person": person, "words": ballot.words} for person, ballot in findings.ballots.items() if ballot.words],
        "amendments": [{"version": one.number, "reason": one.reason} for one in findings.versions if one.reason],
    }
