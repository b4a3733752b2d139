"""Letting go of a deadline that passed: the gate owner hears who is missing, and may fill their seats."""

from __future__ import annotations

from django.db import transaction

from gates.actions.moves import held, save
from gates.actions.scores import unready_to_reveal
from gates.events import GateEvent
from gates.findings import Findings
from gates.models.reviews import GateReview, ReviewState
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible


@transaction.atomic
def escalate(review: GateReview, *, actor: Actor) -> GateReview:
    """Note, once a round, that the deadline for scores passed and the reveal is still short of its quorum. A job does this."""
    review = held(review)
    if not actor.is_system:
        raise NotPossible("A deadline passes by itself.")
    if review.state != ReviewState.SCORING or review.escalated_round >= review.round:
        raise NotPossible("Nothing is overdue here.")
    if review.scoring_until is None or clock.now() < review.scoring_until:
        raise NotPossible("The deadline is still ahead.")
    findings = Findings(review)
    if not unready_to_reveal(findings):
        raise NotPossible("The quorum has scored: it may be revealed.")
    save(review, escalated_round=review.round)
    missing = [seat.person_id for seat in findings.gatekeepers if seat.person_id not in findings.who_scored]
    record(GateEvent.ESCALATED, review, actor=actor, about=review.idea, round=review.round, missing=missing)
    return review
