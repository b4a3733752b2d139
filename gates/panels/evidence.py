"""The evidence on the page of its idea, and in the decision room of a review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from gates.drawings import outcome_chart, pilot_chart, projection_chart, rating_strips
from gates.evidence.pilots import scorecard, scorecards
from gates.evidence.projections import assured_share
from gates.evidence.viability import results
from gates.models.pilots import Pilot
from gates.models.projections import Projection
from gates.models.reviews import GateReview
from gates.models.viability import ViabilityRound
from gates.rules import pilots as pilot_rules
from gates.rules import projections as projection_rules
from gates.rules import viability as viability_rules
from roadmap.models import Idea


@panel("idea", order=60)
def evidence_of_idea(request: HttpRequest, idea: Idea) -> tuple[str, dict[str, Any]]:
    """The three parts of the evidence in short, each with what can be done next."""
    actor = actor_of(request)
    pilots = list(idea.pilots.all()[:5])
    cards = scorecards(pilot for pilot in pilots if pilot.locked_at)
    rounds = list(idea.viability_rounds.select_related("idea")[:5])
    latest = next((round for round in rounds if round.is_revealed), None)
    return "gates/panels/idea_evidence.html", {
        "idea": idea, "projections": idea.projections.select_related("feature")[:5],
        "pilots": [(pilot, cards.get(pilot.pk)) for pilot in pilots],
        "rounds": [(round, results(round) if round is latest else None) for round in rounds],
        "may": {
            "project": projection_rules.may_project(actor), "run": pilot_rules.may_run(actor),
            "open": viability_rules.may_open(actor),
        },
    }  # fmt: skip


@panel("review-evidence", order=10)
def engagement_of_review(request: HttpRequest, review: GateReview) -> tuple[str, dict[str, Any]]:
    """The projection, at every gate."""
    return engagement(review, review.decided_at)


@panel("review-evidence", order=20)
def pilot_of_review(request: HttpRequest, review: GateReview) -> tuple[str, dict[str, Any]] | None:
    """The pilot, from its gate on."""
    return pilot(review, review.decided_at) if review.gate > 1 else None


@panel("review-evidence", order=30)
def viability_of_review(request: HttpRequest, review: GateReview) -> tuple[str, dict[str, Any]] | None:
    """The assessments, at the last gate."""
    return viability(review, review.decided_at) if review.gate > 2 else None


def apart(rows: Any, moment: str, decided_at: datetime | None) -> tuple[Any, list[Any]]:
    """The row that the deciders saw, or see now, and those that came after the decision."""
    if decided_at is None:
        return rows.first(), []
    return rows.filter(**{f"{moment}__lte": decided_at}).first(), list(rows.filter(**{f"{moment}__gt": decided_at})[:10])


def engagement(review: GateReview, decided_at: datetime | None) -> tuple[str, dict[str, Any]]:
    """The projection against its threshold."""
    rows = Projection.objects.filter(idea=review.idea_id).select_related("feature", "idea", "actual")
    found, later = apart(rows, "made_at", decided_at)
    context = {"review": review, "projection": found, "later": later}
    if found is not None:
        context |= {"chart": projection_chart(found), "assured": assured_share(found), "interval": found.interval(80)}
    return "gates/panels/review_engagement.html", context


def pilot(review: GateReview, decided_at: datetime | None) -> tuple[str, dict[str, Any]]:
    """The outcome scorecard in short, with the customers' words."""
    rows = Pilot.objects.filter(idea=review.idea_id, locked_at__isnull=False).select_related("idea__owner")
    found, later = apart(rows, "locked_at", decided_at)
    context: dict[str, Any] = {"review": review, "pilot": found, "later": later}
    if found is not None:
        card = scorecard(found)
        after = [row for row in card.rows if decided_at and row.value and is_after(row, decided_at)]
        context |= {"card": card, "chart": pilot_chart(card), "later_values": after}
    return "gates/panels/review_pilot.html", context


def is_after(row: Any, decided_at: datetime) -> bool:
    """Whether what a row says was learned after the decision."""
    moments = [row.value.entered_at] + ([row.confirmation.at] if row.confirmation else [])
    return max(moments) > decided_at


def viability(review: GateReview, decided_at: datetime | None) -> tuple[str, dict[str, Any]]:
    """The revealed round's figures; an open round shows only that it is open."""
    rounds = ViabilityRound.objects.filter(idea=review.idea_id).select_related("idea")
    found, later = apart(rounds.filter(revealed_at__isnull=False), "revealed_at", decided_at)
    open_round = rounds.filter(revealed_at=None, cancelled_at=None).first()
    context: dict[str, Any] = {"review": review, "round": found, "later": later, "open_round": open_round}
    if found is not None and (came := results(found)) is not None:
        context |= {"results": came, "strips": rating_strips(came), "chart": outcome_chart(came)}
    return "gates/panels/review_viability.html", context
