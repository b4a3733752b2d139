"""What the API shows of reviews. What is blind is not in it."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import RecordShape
from gates.findings import Findings, Judged
from gates.models import GateReview, PanelSeat, Scorecard, Statement, Waiver

OBJECT = OpenApiTypes.OBJECT


class ReviewShape(RecordShape):
    """A review as lists show it."""

    key = serializers.CharField()
    gate_name = serializers.CharField()
    product = serializers.IntegerField(source="product_id")

    class Meta:
        model = GateReview
        fields: ClassVar = [
            "id", "key", "version", "idea", "product", "gate", "gate_name", "attempt", "previous", "state", "owner", "policy",
            "question", "looks", "what_changed", "round", "revealed_round", "scoring_until", "created_by", "created_at",
            "locked_at", "submitted_at", "opened_at", "revealed_at", "decided_at",
        ]  # fmt: skip


class SeatShape(RecordShape):
    """A seat on a panel."""

    class Meta:
        model = PanelSeat
        fields: ClassVar = ["id", "person", "kind", "declared_at", "has_conflict", "conflict", "recused_at"]


class StatementShape(RecordShape):
    """What somebody on the panel said."""

    class Meta:
        model = Statement
        fields: ClassVar = ["id", "person", "round", "leaning", "words", "at"]


class WaiverShape(RecordShape):
    """A waiver."""

    is_valid = serializers.BooleanField()

    class Meta:
        model = Waiver
        fields: ClassVar = [
            "id", "review", "criterion_key", "criterion_name", "why", "control", "until", "asked_by", "asked_at", "is_granted",
            "answered_by", "answered_at", "answer", "is_valid",
        ]  # fmt: skip


class ReviewDetail(ReviewShape):
    """A review with all that may be known of it now. What is blind is not in it."""

    seats = SeatShape(many=True)
    criteria = serializers.SerializerMethodField()
    recommendations = serializers.SerializerMethodField()
    scorecards = serializers.SerializerMethodField()
    has_scored = serializers.SerializerMethodField()
    statements = serializers.SerializerMethodField()
    votes = serializers.SerializerMethodField()
    waivers = WaiverShape(many=True)
    missing = serializers.SerializerMethodField()
    seen = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()

    class Meta(ReviewShape.Meta):
        fields: ClassVar = [
            *ReviewShape.Meta.fields, "seats", "criteria", "recommendations", "scorecards", "has_scored", "statements", "votes",
            "waivers", "missing", "seen", "decision",
        ]  # fmt: skip

    def findings(self, review: GateReview) -> Findings:
        """What the review knows, computed once an answer."""
        if getattr(review, "_findings", None) is None:
            review._findings = Findings(review)  # type: ignore[attr-defined]
        return review._findings  # type: ignore[attr-defined]

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_criteria(self, review: GateReview) -> list[dict[str, Any]]:
        """Each criterion in force, with its measured value or what people answered, and what came of it."""
        verdict = self.findings(review).verdict
        return [criterion_shown(one) for one in verdict.judged] if verdict else []

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_recommendations(self, review: GateReview) -> list[dict[str, Any]]:
        """What each version of the criteria recommends; the last is in force."""
        return [
            {"version": one.criteria_set.number, "outcome": str(one.recommendation.outcome), "rule": str(one.recommendation.rule),
             "because": one.recommendation.because, "score": one.score}
            for one in self.findings(review).verdicts if one.recommendation
        ]  # fmt: skip

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_scorecards(self, review: GateReview) -> list[dict[str, Any]]:
        """The scorecards that are open to everybody, and one's own."""
        findings = self.findings(review)
        me = self.context["request"].user.pk
        mine = [card for card in findings.all_cards if card.person_id == me and card not in findings.open_cards]
        return [card_shown(card) for card in [*findings.open_cards, *mine]]

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_has_scored(self, review: GateReview) -> list[int]:
        """Who has scored in this round."""
        return sorted(self.findings(review).who_scored)

    @extend_schema_field(StatementShape(many=True))
    def get_statements(self, review: GateReview) -> list[dict[str, Any]]:
        """What was said, as far as it may be heard."""
        return StatementShape(self.findings(review).heard_by(self.context["request"].user), many=True).data  # type: ignore[return-value]

    @extend_schema_field(OBJECT)
    def get_votes(self, review: GateReview) -> dict[str, Any]:
        """The votes counted."""
        findings = self.findings(review)
        ballots = [
            {"person": person, "outcome": one.outcome, "words": one.words, "probability": one.probability, "at": one.at}
            for person, one in findings.ballots.items()
        ]
        return vars(findings.tally) | {"ballots": ballots}

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_missing(self, review: GateReview) -> list[str]:
        """What must still be there, or fresh."""
        return self.findings(review).missing

    def get_seen(self, review: GateReview) -> str:
        """The fingerprint of the evidence: send it with decide, so that nobody decides on other evidence than they saw."""
        return self.findings(review).fingerprint

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_decision(self, review: GateReview) -> int | None:
        """The decision that stands."""
        standing = review.decisions.standing().first()
        return standing.pk if standing else None


def criterion_shown(one: Judged) -> dict[str, Any]:
    """A criterion in the API."""
    criterion, measured = one.criterion, one.measured
    return {
        "key": criterion.key, "name": criterion.name, "kind": criterion.kind, "help": criterion.help,
        "is_fatal": criterion.is_fatal, "measure": criterion.measure, "comparator": criterion.comparator,
        "threshold": criterion.threshold, "weight": criterion.weight, "anchors": criterion.anchors,
        "result": one.result and str(one.result), "value": measured.value if measured else None,
        "standing": str(measured.standing) if measured else None, "as_of": measured.as_of if measured else None,
        "source": measured.source if measured else None, "words": measured.words if measured else None,
        "yes": one.yes, "no": one.no, "mean": one.mean, "is_gap": one.is_gap, "waiver": one.waiver and one.waiver.pk,
    }  # fmt: skip


def card_shown(card: Scorecard) -> dict[str, Any]:
    """A scorecard in the API."""
    answers = {one.criterion.key: one.is_met if one.is_met is not None else one.value for one in card.scores.all()}
    return {
        "person": card.person_id, "round": card.round, "confidence": card.confidence, "comment": card.comment, "at": card.at,
        "answers": answers,
    }  # fmt: skip
