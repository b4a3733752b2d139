"""What the API takes and shows of reviews and decisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import RecordShape, Shape, Visible
from gates.asks import Ask, ConditionAsk, TripwireAsk
from gates.findings import Findings, Judged
from gates.models import Condition, Decision, GateReview, PanelSeat, Scorecard, Statement, Tripwire, Waiver
from gates.models.decisions import KillReason, OverrideReason
from gates.models.scores import Confidence, Leaning, Outcome
from gates.policy_rules import Comparator, CriterionTemplate, Kind
from people.models import Person
from roadmap.models import Idea

OBJECT = OpenApiTypes.OBJECT
WORDS = 5000


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
        return StatementShape(heard(self.findings(review), self.context["request"].user), many=True).data  # type: ignore[return-value]

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


def heard(findings: Findings, person: Any) -> list[Statement]:
    """The statements that somebody may hear: their own, and all once the round is revealed or where nothing is blind."""
    said = findings.review.statements.select_related("person")
    if not findings.rules.is_blind or findings.review.is_revealed:
        return list(said)
    return [one for one in said if one.round <= findings.review.revealed_round or one.person_id == person.pk]


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


class ReviewMake(Shape):
    """A review to draft."""

    idea = Visible(Idea)
    gate = serializers.IntegerField(min_value=1, max_value=3)
    owner = Visible(Person, required=False, help_text="Who runs the gate; yourself unless you say otherwise.")
    question = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class ReviewChange(Shape):
    """What one may change of a draft."""

    owner = Visible(Person, required=False)
    question = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    looks = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=1000), max_length=20, required=False)


class CriterionIn(Shape):
    """One criterion."""

    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(Kind.choices, default=Kind.MUST)
    help = serializers.CharField(max_length=300, allow_blank=True, default="")
    is_fatal = serializers.BooleanField(default=False)
    measure = serializers.CharField(max_length=80, allow_blank=True, default="")
    comparator = serializers.ChoiceField(Comparator.choices, allow_blank=True, default="")
    threshold = serializers.DecimalField(max_digits=18, decimal_places=6, allow_null=True, default=None)
    weight = serializers.DecimalField(max_digits=6, decimal_places=2, default=Decimal(1))
    anchors = serializers.ListField(
        child=serializers.CharField(max_length=120, allow_blank=True), min_length=3, max_length=3, required=False
    )


class CriteriaIn(Shape):
    """All criteria of a draft."""

    criteria = CriterionIn(many=True)


class AmendIn(CriteriaIn):
    """Amended criteria, and why."""

    reason = serializers.CharField(max_length=2000)


def templates(rows: list[dict[str, Any]]) -> list[CriterionTemplate]:
    """The criteria as the verbs take them."""
    return [CriterionTemplate(**row | {"anchors": tuple(row.get("anchors", ("", "", "")))}) for row in rows]


class PanelIn(Shape):
    """A panel."""

    gatekeepers = Visible(Person, many=True)
    voices = Visible(Person, many=True, required=False)


class SubmitIn(Shape):
    """A submission."""

    what_changed = serializers.CharField(max_length=WORDS, allow_blank=True, required=False)


class DeclareIn(Shape):
    """A declaration."""

    has_conflict = serializers.BooleanField()
    words = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class SeatIn(Shape):
    """Somebody to seat, and whose seat it was."""

    person = Visible(Person)
    instead_of = serializers.IntegerField(required=False, min_value=1, help_text="The id of the seat that becomes free.")
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False)


@extend_schema_field(OBJECT)
class AnswersField(serializers.JSONField):
    """Answers by the key of their criterion: true or false to a must-meet, 0 to 10 to a should-meet."""


class ScoreIn(Shape):
    """A scorecard."""

    answers = AnswersField()
    confidence = serializers.ChoiceField(Confidence.choices, default=Confidence.MEDIUM)
    comment = serializers.CharField(max_length=WORDS, allow_blank=True, default="")

    def validate_answers(self, value: Any) -> dict[str, Any]:
        """An object with scalar answers."""
        if not isinstance(value, dict) or len(value) > 100:
            raise serializers.ValidationError("Send an object: the criteria's keys with their answers.")
        return value


class SpeakIn(Shape):
    """A statement."""

    words = serializers.CharField(max_length=WORDS)
    leaning = serializers.ChoiceField(Leaning.choices, default=Leaning.OPEN)


class VoteIn(Shape):
    """A vote."""

    outcome = serializers.ChoiceField(Outcome.choices)
    words = serializers.CharField(max_length=WORDS, allow_blank=True, default="")
    probability = serializers.DecimalField(
        max_digits=4, decimal_places=3, min_value=Decimal(0), max_value=Decimal(1), required=False
    )


class ConditionIn(Shape):
    """A condition."""

    words = serializers.CharField(max_length=300)
    test = serializers.CharField(max_length=500)
    owner = Visible(Person)
    due = serializers.DateField()


class TripwireIn(Shape):
    """A tripwire."""

    measure = serializers.CharField(max_length=80)
    fires = serializers.ChoiceField(Tripwire.Fires.choices)
    threshold = serializers.DecimalField(max_digits=18, decimal_places=6, allow_null=True, default=None)


class DecideIn(Shape):
    """A decision. What an outcome needs is said where it is missing."""

    outcome = serializers.ChoiceField(Outcome.choices)
    rationale = serializers.CharField(max_length=WORDS)
    probability = serializers.DecimalField(max_digits=4, decimal_places=3, min_value=Decimal(0), max_value=Decimal(1))
    conditions = ConditionIn(many=True, required=False)
    review_on = serializers.DateField(required=False)
    gaps = serializers.ListField(child=serializers.CharField(max_length=500), max_length=20, required=False)
    kill_reason = serializers.ChoiceField(KillReason.choices, required=False)
    lessons = serializers.CharField(max_length=WORDS, allow_blank=True, required=False)
    override_reason = serializers.ChoiceField(OverrideReason.choices, required=False)
    override_words = serializers.CharField(max_length=WORDS, allow_blank=True, required=False)
    forecast_metric = serializers.CharField(max_length=200, allow_blank=True, required=False)
    forecast_value = serializers.DecimalField(max_digits=18, decimal_places=4, required=False)
    forecast_due = serializers.DateField(required=False)
    tripwires = TripwireIn(many=True, required=False)
    seen = serializers.CharField(max_length=64, allow_blank=True, required=False)


def ask_of(data: dict[str, Any]) -> Ask:
    """The decision that a body asks for."""
    values = {name: value for name, value in data.items() if name != "seen"}
    values["gaps"] = tuple(values.get("gaps", ()))
    values["conditions"] = tuple(
        ConditionAsk(words=one["words"], test=one["test"], owner_id=one["owner"].pk, due=one["due"])
        for one in data.get("conditions", ())
    )
    if "tripwires" in values:
        values["tripwires"] = tuple(TripwireAsk(**one) for one in values["tripwires"])
    return Ask(**values)


class WhyIn(Shape):
    """A reason."""

    reason = serializers.CharField(max_length=2000)


class WaiverIn(Shape):
    """A waiver to ask for."""

    criterion = serializers.CharField(max_length=40, help_text="The key of the criterion.")
    why = serializers.CharField(max_length=2000)
    control = serializers.CharField(max_length=2000, help_text="What is done in its place.")
    until = serializers.DateField()


class AnswerIn(Shape):
    """An answer to who asked for a waiver."""

    answer = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class ConditionShape(RecordShape):
    """A condition of a conditional go."""

    class Meta:
        model = Condition
        fields: ClassVar = ["id", "words", "test", "owner", "due", "settled_at", "is_met", "verified_by", "finding"]


class TripwireShape(RecordShape):
    """A tripwire."""

    class Meta:
        model = Tripwire
        fields: ClassVar = ["id", "measure", "fires", "threshold", "fired_at", "fired_value"]


class DecisionShape(RecordShape):
    """A decision as the record shows it."""

    key = serializers.CharField()
    idea = serializers.IntegerField(source="review.idea_id")
    gate = serializers.IntegerField(source="review.gate")
    attempt = serializers.IntegerField(source="review.attempt")
    superseded_by = serializers.SerializerMethodField()
    conditions = ConditionShape(many=True)
    tripwires = TripwireShape(many=True)
    hash = serializers.CharField(source="packet.hash")

    class Meta:
        model = Decision
        fields: ClassVar = [
            "id", "key", "review", "idea", "gate", "attempt", "basis", "outcome", "recommended", "rule", "override",
            "override_reason", "probability", "kill_reason", "review_on", "forecast_value", "forecast_due", "decided_by",
            "second_signer", "decided_at", "supersedes", "superseded_by", "conditions", "tripwires", "hash",
        ]  # fmt: skip

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_superseded_by(self, decision: Decision) -> int | None:
        """The record that stands in its place."""
        later = getattr(decision, "superseded_by", None)
        return later.pk if later else None


class DecisionDetail(DecisionShape):
    """A decision with its packet and the words beside it."""

    packet = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()

    class Meta(DecisionShape.Meta):
        fields: ClassVar = [*DecisionShape.Meta.fields, "packet", "words"]

    @extend_schema_field(OBJECT)
    def get_packet(self, decision: Decision) -> dict[str, Any]:
        """The sealed record: check it with any RFC 8785 library."""
        packet = decision.packet  # type: ignore[attr-defined]
        return {"number": packet.number, "previous": packet.previous, "hash": packet.hash, "body": packet.body}

    @extend_schema_field(OBJECT)
    def get_words(self, decision: Decision) -> dict[str, Any]:
        """Names and free text, under their salted digest."""
        words = decision.packet.words  # type: ignore[attr-defined]
        return {"salt": words.salt, "body": words.body}


class VerifyIn(Shape):
    """What was seen of a condition."""

    condition = serializers.IntegerField(min_value=1)
    finding = serializers.CharField(max_length=2000)


class CorrectIn(WhyIn):
    """A correction of the record."""

    rationale = serializers.CharField(max_length=WORDS)
    probability = serializers.DecimalField(max_digits=4, decimal_places=3, min_value=Decimal(0), max_value=Decimal(1))


class ReviveIn(Shape):
    """The new idea that a killed one comes back as."""

    title = serializers.CharField(max_length=200)
    owner = Visible(Person, required=False)
