"""What the API shows of decisions."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import RecordShape
from gates.models import Condition, Decision, Reopening, Tripwire

OBJECT = OpenApiTypes.OBJECT


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


class ReopeningShape(RecordShape):
    """Something that a decision rested on and that became otherwise. ``still_stands`` is null until its panel says."""

    class Meta:
        model = Reopening
        fields: ClassVar = ["id", "cause", "what", "at", "still_stands", "answered_by", "answered_at", "answer"]


class DecisionShape(RecordShape):
    """A decision as the record shows it."""

    key = serializers.CharField()
    idea = serializers.IntegerField(source="review.idea_id")
    gate = serializers.IntegerField(source="review.gate")
    attempt = serializers.IntegerField(source="review.attempt")
    superseded_by = serializers.SerializerMethodField()
    conditions = ConditionShape(many=True)
    tripwires = TripwireShape(many=True)
    reopenings = ReopeningShape(many=True)
    hash = serializers.CharField(source="packet.hash")

    class Meta:
        model = Decision
        fields: ClassVar = [
            "id", "key", "review", "idea", "gate", "attempt", "basis", "outcome", "recommended", "rule", "override",
            "override_reason", "probability", "kill_reason", "review_on", "forecast_value", "forecast_due", "decided_by",
            "second_signer", "decided_at", "supersedes", "superseded_by", "conditions", "tripwires", "reopenings",
            "hash",
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


class PacketFile(serializers.Serializer):
    """A packet as a file: all that its seal covers, and the words beside it."""

    format = serializers.CharField()
    how_to_check = serializers.CharField()
    number = serializers.IntegerField()
    previous = serializers.CharField()
    hash = serializers.CharField()
    body = serializers.DictField()
    words = serializers.DictField()


class PacketCheck(serializers.Serializer):
    """What came of checking a packet's file. ``decision`` is what it records, ``superseded_by`` what stands in its place now."""

    is_whole = serializers.BooleanField()
    faults = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())
    decision = serializers.IntegerField(source="decision.pk", default=None, allow_null=True)
    superseded_by = serializers.IntegerField(source="later.pk", default=None, allow_null=True)
