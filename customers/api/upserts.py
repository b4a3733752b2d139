"""Many records at once, as a CRM tells them: each is made, changed, or left as it was, and says so."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from customers.actions import sync
from customers.models import RowOutcome
from doors.api import Shape

MOST = 200


class UpsertIn(Shape):
    """The records, and whether only to say what would change."""

    rows = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST)
    dry_run = serializers.BooleanField(default=False)


class SyncedShape(serializers.Serializer):
    """What became of one of them, in the order sent."""

    outcome = serializers.ChoiceField(RowOutcome.choices)
    id = serializers.IntegerField(allow_null=True)
    changes = serializers.DictField(help_text="What changed, or would: {field: [before, after]}.")
    notes = serializers.CharField()
    errors = serializers.DictField()


class UpsertOut(serializers.Serializer):
    """All of them."""

    results = SyncedShape(many=True)


class Upserts:
    """Adds ``POST …/upsert/``: records are found by their id in the CRM, then by domain or name, and made where new.

    Each row stands for itself: one that fails says why and leaves the others alone.
    """

    kind: ClassVar[str]
    row_shape: ClassVar[type[Shape]]

    @action(detail=False, methods=["post"])
    def upsert(self, request: Request) -> Response:
        """Bring up to 200 records up to date, or with ``dry_run`` say what would change."""
        return self.once(lambda: self.upsert_all(**self.read(UpsertIn)))  # type: ignore[attr-defined]

    upsert.shape_in, upsert.shape_out = UpsertIn, UpsertOut  # type: ignore[attr-defined]

    def upsert_all(self, rows: list[dict[str, Any]], dry_run: bool) -> Response:
        """Each row, parsed and brought in."""
        return Response({"results": [self.upsert_one(row, dry_run) for row in rows]})

    def upsert_one(self, row: dict[str, Any], dry_run: bool) -> dict[str, Any]:
        """One row's answer."""
        parsed = self.row_shape(data=row, context=self.get_serializer_context())  # type: ignore[attr-defined]
        if not parsed.is_valid():
            return {"outcome": RowOutcome.FAILED, "id": None, "changes": {}, "notes": "", "errors": parsed.errors}
        found = sync(self.kind, dict(parsed.validated_data), actor=self.request.actor, dry_run=dry_run)  # type: ignore[attr-defined]
        is_made = found.outcome == RowOutcome.CREATED
        pk = found.record.pk if found.record is not None and not (dry_run and is_made) else None
        return {"outcome": found.outcome, "id": pk, "changes": found.changes, "notes": found.notes, "errors": found.errors}
