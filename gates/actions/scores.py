"""The verbs of judging: score, speak, reveal, score again, vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.moves import held, move, require_state
from gates.events import GateEvent
from gates.findings import Findings
from gates.models.reviews import Criterion, GateReview, ReviewState
from gates.models.scores import Ballot, Confidence, Leaning, Score, Scorecard, Statement
from gates.rules.reviews import may_judge, may_reveal, may_speak
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require

MOST_ROUNDS = 2


@transaction.atomic
def score_review(
    review: GateReview, *, actor: Actor, answers: Mapping[str, Any], confidence: str = Confidence.MEDIUM, comment: str = ""
) -> Scorecard:
    """Answer everything that people judge. Until the reveal one may answer anew; the newest counts."""
    review = held(review)
    findings = Findings(review)
    require(may_judge(actor, review, findings))
    require_state(review, ReviewState.SCORING)
    asked = [one for one in findings.versions[-1].criteria.all() if one.is_judged_by_people]
    given = check_answers(asked, answers)
    card = Scorecard(
        review=review, round=review.round, person=actor.person, confidence=confidence, comment=comment.strip() or None
    )
    card.full_clean()
    card.save()
    scores = [Score(scorecard=card, criterion=one, **given[one.key]) for one in asked]
    for score in scores:
        score.full_clean(validate_unique=False)
    Score.objects.bulk_create(scores)
    record(GateEvent.SCORED, review, actor=actor, about=review.idea, round=review.round)
    return card


def check_answers(asked: list[Criterion], answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each criterion's answer as its score holds it; an error for each that is missing, unknown or out of range."""
    errors = dict.fromkeys(set(answers) - {one.key for one in asked}, "There is no such criterion to score.")
    given: dict[str, dict[str, Any]] = {}
    for one in asked:
        try:
            given[one.key] = (
                {"is_met": yes_or_no(answers.get(one.key))} if one.is_must else {"value": points(answers.get(one.key))}
            )
        except ValueError as error:
            errors[one.key] = str(error)
    if errors:
        raise ValidationError(errors)
    return given


def yes_or_no(value: Any) -> bool:
    """A yes or a no."""
    if not isinstance(value, bool):
        raise ValueError("Answer yes or no.")
    return value


def points(value: Any) -> Decimal:
    """0 to 10."""
    try:
        number = Decimal(str(value)) if value is not None and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or not 0 <= number <= 10:
        raise ValueError("Give a score from 0 to 10.")
    return round(number, 2)


@transaction.atomic
def speak(review: GateReview, *, actor: Actor, words: str, leaning: str = Leaning.OPEN) -> Statement:
    """Say something on the panel: the voices are heard so, and the discussion goes so. Blind words are heard at the reveal."""
    review = held(review)
    require(may_speak(actor, review, Findings(review)))
    require_state(review, ReviewState.SCORING, ReviewState.DISCUSSION)
    if not words.strip():
        raise ValidationError({"words": "Say it in a few words."})
    statement = Statement(review=review, person=actor.person, round=review.round, leaning=leaning, words=words.strip())
    statement.full_clean()
    statement.save()
    record(GateEvent.SPOKE, review, actor=actor, about=review.idea, round=review.round)
    return statement


@transaction.atomic
def reveal_scores(review: GateReview, *, actor: Actor) -> GateReview:
    """Show everybody's scores to everybody, at once."""
    review = held(review)
    findings = Findings(review)
    require(may_reveal(actor, review, findings))
    require_state(review, ReviewState.SCORING)
    if faults := unready_to_reveal(findings):
        raise NotPossible(" ".join(faults))
    move(review, ReviewState.DISCUSSION, revealed_round=review.round, revealed_at=clock.now())
    record(GateEvent.REVEALED, review, actor=actor, about=review.idea, round=review.round, scored=sorted(findings.who_scored))
    return review


def unready_to_reveal(findings: Findings) -> list[str]:
    """Everything that still stands against the reveal, each as a sentence."""
    scored = len(findings.eligible) - len(findings.to_score)
    quorum = findings.rules.quorum
    if scored < quorum:
        return [f"The quorum is {quorum}, and {scored} of those who count have scored."]
    is_over = findings.review.scoring_until is not None and clock.now() >= findings.review.scoring_until
    if is_over:
        return []
    waiting = [str(seat.person) for seat in findings.to_score]
    faults = [f"Not yet scored, and the deadline is still ahead: {', '.join(waiting)}."] if waiting else []
    if findings.unheard and findings.rules.voices:
        faults.append(f"Not yet heard: {', '.join(str(seat.person) for seat in findings.unheard)}.")
    return faults


@transaction.atomic
def score_again(review: GateReview, *, actor: Actor) -> GateReview:
    """Ask for a second round of scores, blind as the first. Votes so far fall away."""
    review = held(review)
    require(may_reveal(actor, review, Findings(review)))
    require_state(review, ReviewState.DISCUSSION)
    if review.round >= MOST_ROUNDS:
        raise NotPossible("There were two rounds of scores already. Vote now.")
    until = clock.now() + timedelta(days=review.rules.scoring_days)
    move(review, ReviewState.SCORING, round=review.round + 1, scoring_until=until)
    record(GateEvent.SCORING_AGAIN, review, actor=actor, about=review.idea, round=review.round)
    return review


@transaction.atomic
def vote(review: GateReview, *, actor: Actor, outcome: str, words: str = "", probability: Decimal | None = None) -> Ballot:
    """Vote for an outcome. One may vote anew until the decision; the newest counts."""
    review = held(review)
    require(may_judge(actor, review, Findings(review)))
    require_state(review, ReviewState.DISCUSSION)
    check_outcome_exists(review, outcome)
    ballot = Ballot(
        review=review,
        round=review.round,
        person=actor.person,
        outcome=outcome,
        words=words.strip() or None,
        probability=probability,
    )
    ballot.full_clean()
    ballot.save()
    record(GateEvent.VOTED, review, actor=actor, about=review.idea, round=review.round, outcome=outcome)
    return ballot


def check_outcome_exists(review: GateReview, outcome: str) -> None:
    """The last gate knows no conditions."""
    if review.gate == 3 and outcome == "conditional_go":
        raise ValidationError({"outcome": "The last gate knows no conditional go: hold, until the condition is met."})
