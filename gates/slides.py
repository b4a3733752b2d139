"""What presenter mode shows of a review, step by step: what everybody may see, and nothing that only its presenter may."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import render_panels
from gates.findings import Findings
from gates.models import GateReview
from gates.sealed import Sealed
from gates.views.room import (
    ballots_of,
    checklist,
    criterion_row,
    judged_now,
    seat_rows,
    strips_of,
    verdicts_of,
)

STEPS = [
    ("question", "What is asked"),
    ("criteria", "The criteria"),
    ("evidence", "The evidence"),
    ("scores", "The scores"),
    ("discussion", "Discussion and dissent"),
    ("decision", "Votes and decision"),
]


def slide_of(request: HttpRequest, review: GateReview, step: str) -> dict[str, Any]:
    """The context of one step. Each asks only for what it shows."""
    findings = Findings(review)
    decision = review.decisions.standing().select_related("packet__words", "decided_by").first()
    sealed = Sealed(review) if decision else None
    shown: dict[str, Any] = {"review": review, "findings": findings, "decision": decision, "sealed": sealed}
    shown["is_blind"] = findings.rules.is_blind and review.round > review.revealed_round
    if step in ("question", "criteria"):
        shown |= {"verdicts": verdicts_of(findings), "checklist": checklist(findings)}
    if step == "criteria":
        shown["rows"] = [criterion_row(one) for one in (sealed.judged() if sealed else judged_now(findings))]
    if step == "evidence":
        shown["evidence"] = render_panels("review-evidence", request, review)
    if step == "scores":
        shown |= {"strips": strips_of(findings), "seats": seat_rows(findings), "cards": findings.open_cards}
    if step == "discussion":
        shown["statements"] = findings.heard_by_all
    if step == "decision":
        shown["ballots"] = sealed.ballots if sealed else ballots_of(findings)
    return shown
