"""The API door of the set-aside ledger: what was put aside, why, and what would bring it back."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from doors.api import Collection, RecordShape
from feedback.ledger import LedgerFilter
from feedback.models import SetAside


class LedgerShape(RecordShape):
    """One entry of the ledger. Its verbs are those of its feedback."""

    triggers = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="What would bring it back, in words."
    )

    class Meta:
        model = SetAside
        fields: ClassVar = [
            "id", "feedback", "reason", "words", "look_again_when", "by", "at", "revisit_on", "revisit_count", "revisit_segment",
            "revisit_words", "triggers", "triggered_at", "triggered_why", "undone_at",
        ]  # fmt: skip


class SetAsideCollection(Collection):
    """Everything that was ever set aside."""

    model = SetAside
    shape = LedgerShape
    orderings = ("at",)
    filterset_class = LedgerFilter
