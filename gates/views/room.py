"""The decision room: everything of one review on one page, as far as it may be known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from doors.charts.scores import score_strips
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, page
from gates.doings import checks, doings, my_seat
from gates.findings import Findings, Judged
from gates.models import PanelSeat, Scorecard
from gates.models.reviews import ReviewState
from gates.models.scores import Outcome
from gates.rules.reviews import may_answer_waiver
from gates.sealed import Sealed
from gates.views.answering import review_of
from gates.words import RESULT_WORDS, said_of, threshold_words, value_words

STEPS = [
    (ReviewState.DRAFT, "Draft"),
    (ReviewState.LOCKED, "Locked"),
    (ReviewState.READY, "Submitted"),
    (ReviewState.SCORING, "Scoring"),
    (ReviewState.DISCUSSION, "Discussion"),
    (ReviewState.DECIDED, "Decided"),
]


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as the table shows it."""

    judged: Judged
    needed: str
    found: str
    result: str
    tone: str
    icon: str


@dataclass(frozen=True)
class SeatRow:
    """One seat as the panel shows it. That somebody scored may be known; what they scored is not here."""

    seat: PanelSeat
    standing: str
    tone: str
    has_scored: bool
    vote: str


@door()
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """A review: prepared here as a draft, judged here, and decided here."""
    review = review_of(request, pk)
    actor = actor_of(request)
    findings = Findings(review)
    decision = review.decisions.standing().select_related("packet__words", "decided_by").first()
    sealed = Sealed(review) if decision else None
    offered = doings(findings, actor)
    return page(
        request,
        "gates/room.html",
        review=review,
        findings=findings,
        decision=decision,
        sealed=sealed,
        later=sealed.later(findings) if sealed else [],
        scope=sealed.scope_changes() if sealed else [],
        criteria_now=sealed.now(findings) if sealed else None,
        steps=steps_of(review.state),
        next_doings=[one for one in offered if one.is_next],
        other_doings=[one for one in offered if not one.is_next],
        verdicts=verdicts_of(findings),
        rows=[criterion_row(one) for one in (sealed.judged() if sealed else judged_now(findings))],
        seats=seat_rows(findings),
        is_blind=findings.rules.is_blind and review.round > review.revealed_round,
        cards=cards_of(findings),
        strips=strips_of(findings),
        statements=findings.heard_by(request.user),
        ballots=sealed.ballots if sealed else ballots_of(findings),
        checklist=checklist(findings),
        evidence=render_panels("review-evidence", request, review),
        panels=render_panels("review", request, review),
        waivers=[(one, may_answer_waiver(actor, one)) for one in review.waivers.select_related("asked_by", "answered_by")],
        proposal=review.proposals.filter(closed_at=None).select_related("made_by").first(),
        mine=my_seat(findings, actor),
        before=review.previous.decisions.standing().select_related("packet__words").first() if review.previous else None,
    )


def steps_of(state: str) -> list[tuple[str, str]]:
    """The way of a review: each step with done, now or nothing. Signing is a part of the discussion."""
    state = ReviewState.DISCUSSION if state == ReviewState.SIGNING else ReviewState(state)
    here = next(place for place, (one, _) in enumerate(STEPS) if one == state)
    is_over = state == ReviewState.DECIDED
    return [
        (label, "done" if place < here or is_over else "now" if place == here else "") for place, (_, label) in enumerate(STEPS)
    ]


def verdicts_of(findings: Findings) -> list[dict[str, Any]]:
    """The recommendation under each version of the criteria, the one in force first."""
    return [
        {
            "version": one.criteria_set,
            "recommendation": one.recommendation,
            "outcome": Outcome(str(one.recommendation.outcome)),
            "score": one.score,
            "said": said_of(one.recommendation),
        }
        for one in reversed(findings.verdicts)
        if one.recommendation is not None
    ]


def judged_now(findings: Findings) -> Iterable[Judged]:
    """The criteria in force with what comes of each as of now."""
    return findings.verdict.judged if findings.verdict else ()


def criterion_row(one: Judged) -> CriterionRow:
    """One row of the table."""
    if one.result is None:
        text = "Not scored yet" if one.mean is None else "A minor gap" if one.is_gap else "Scored"
        tone = "" if one.mean is None else "warn" if one.is_gap else "good"
        needed = f"weight {one.criterion.weight.normalize():f}"
        return CriterionRow(one, needed, "–" if one.mean is None else f"{one.mean:.1f} of 10", text, tone, "gauge")
    text, tone, icon = RESULT_WORDS[one.result]
    if one.measured is not None:
        return CriterionRow(
            one, threshold_words(one.criterion), value_words(one.criterion.measure, one.measured), text, tone, icon
        )
    found = f"{one.yes} yes, {one.no} no" if one.yes or one.no else "–"
    return CriterionRow(one, "more yes than no", found, text, tone, icon)


def seat_rows(findings: Findings) -> list[SeatRow]:
    """The panel, seat by seat."""
    return [
        SeatRow(
            seat,
            *standing_of(seat, findings),
            has_scored=seat.person_id in findings.who_scored,
            vote=findings.ballots[seat.person_id].get_outcome_display() if seat.person_id in findings.ballots else "",
        )
        for seat in findings.seats
    ]


def standing_of(seat: PanelSeat, findings: Findings) -> tuple[str, str]:
    """How a seat stands, in words and tone."""
    if not seat.is_gatekeeper:
        return ("heard" if seat not in findings.unheard else "not heard yet"), ""
    if why := findings.why_not(seat):
        return f"out: {why}", "warn"
    return ("declared no conflict", "good") if seat.declared_at else ("has not declared yet", "")


def cards_of(findings: Findings) -> list[tuple[Scorecard, list[str]]]:
    """The open scorecards, newest round first, each with its answers in words."""
    cards = sorted(findings.open_cards, key=lambda card: (-card.round, card.person.name))
    return [(card, [answer_words(score) for score in card.scores.all()]) for card in cards]


def answer_words(score: Any) -> str:
    """One answer in words."""
    return f"{score.criterion.name}: {number_words(score.value) if score.is_met is None else 'yes' if score.is_met else 'no'}"


def number_words(value: Any) -> str:
    """A score without needless zeros."""
    return format(value.normalize(), "f")


def strips_of(findings: Findings) -> Any:
    """The should-meet scores side by side, once they may be seen."""
    cards = findings.counted.values()
    rows = []
    for one in findings.verdict.judged if findings.verdict else ():
        if one.result is None:
            given = [
                (str(card.person), float(score.value))
                for card in cards
                for score in card.scores.all()
                if score.criterion.key == one.criterion.key and score.value is not None
            ]
            rows.append((one.criterion.name, given))
    return (
        score_strips(rows, title="Scores side by side", hurdle=float(findings.rules.hurdle))
        if any(given for _, given in rows)
        else ""
    )


def ballots_of(findings: Findings) -> list[dict[str, Any]]:
    """The votes that count, each with whether it dissents from where the panel stands."""
    outcome = findings.tally.outcome
    return [
        {
            "name": ballot.person,
            "outcome": Outcome(ballot.outcome),
            "probability": ballot.probability,
            "words": ballot.words,
            "is_dissent": outcome is not None and ballot.outcome != outcome,
        }
        for ballot in findings.ballots.values()
    ]


def checklist(findings: Findings) -> Iterable[tuple[bool, str]]:
    """What is ready and what is not, before scoring begins."""
    state = findings.review.state
    return checks(findings) if state in (ReviewState.DRAFT, ReviewState.LOCKED, ReviewState.READY) else []
