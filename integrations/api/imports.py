"""The API door of imports: a file, what it would make, its rows' report, and taking it back."""

from __future__ import annotations

import base64
import binascii
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from feedback.models import Becomes, ImportBatch, ImportRow, ImportState
from history.actor import Role
from history.refusals import NotPossible
from integrations import actions
from integrations.actions.imports import CHOSEN, choose
from integrations.exports import BY_NAME
from integrations.forecasts import forecast
from people.models import Product

IMPORTERS = roles(Role.PRODUCT)


class ImportShape(RecordShape):
    """An import, what it was taken for, how far it is, and its counts."""

    class Meta:
        model = ImportBatch
        fields: ClassVar = [
            "id", "file_name", "product", "source", "export", "reading", "becomes", "columns", "mapping", "statuses", "state",
            "forecast", "rows_read", "created_count", "skipped_count", "failed_count", "started_by", "created_at", "finished_at",
            "version",
        ]  # fmt: skip


class RowShape(RecordShape):
    """What became of a row."""

    class Meta:
        model = ImportRow
        fields: ClassVar = ["number", "outcome", "reason", "feedback", "made"]


class ImportIn(Shape):
    """A file: CSV as text in ``content``, or a file of either kind in base64."""

    file_name = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=4_000_000, trim_whitespace=False, required=False)
    content_base64 = serializers.CharField(max_length=5_000_000, required=False)
    product = Visible(Product, required=False, allow_null=True)
    export = serializers.ChoiceField(choices=["", *BY_NAME], required=False)


class ReadingIn(Shape):
    """The tool that the file is from; empty for any other table."""

    export = serializers.ChoiceField(choices=["", *BY_NAME])


class RunIn(Shape):
    """Which column gives what (``{"text": "Message"}``), and what the rows become. What is left out stays as it was guessed."""

    mapping = serializers.DictField(child=serializers.CharField(max_length=120, allow_blank=True), required=False)
    product = Visible(Product, required=False, allow_null=True)
    source = serializers.CharField(max_length=60, required=False)
    becomes = serializers.ChoiceField(choices=Becomes.choices, required=False)
    statuses = serializers.DictField(child=serializers.CharField(max_length=20), required=False)


class MadeShape(serializers.Serializer):
    """How many of each kind."""

    ideas = serializers.IntegerField(required=False)
    feedback = serializers.IntegerField()
    votes = serializers.IntegerField()
    insights = serializers.IntegerField()
    contacts = serializers.IntegerField()
    companies = serializers.IntegerField()


class StatusShape(serializers.Serializer):
    """A status of the file, and what it would mean here."""

    status = serializers.CharField()
    rows = serializers.IntegerField()
    meaning = serializers.CharField()


class ForecastShape(serializers.Serializer):
    """What the file would make. ``whole`` is false when only its first rows were looked at."""

    read = serializers.IntegerField()
    whole = serializers.BooleanField()
    created = serializers.IntegerField()
    skipped = serializers.IntegerField()
    failed = serializers.IntegerField()
    made = MadeShape()
    statuses = StatusShape(many=True)
    counted_votes = serializers.IntegerField()


class ImportCollection(Makes, Collection):
    """Imports of feedback."""

    model = ImportBatch
    shape = ImportShape
    make_shape = ImportIn
    policies: ClassVar[dict[str, Policy]] = {
        "list": IMPORTERS, "retrieve": IMPORTERS, "create": IMPORTERS, "rows": IMPORTERS, "dry_run": IMPORTERS,
    }  # fmt: skip

    def make(self, data: dict[str, Any]) -> ImportBatch:
        """Upload a file; what it is and what its columns mean is guessed, nothing comes in yet."""
        return actions.start_import(file=file_of(data), actor=self.request.actor, **data)

    @verb(ReadingIn, policy=IMPORTERS)
    def read_as(self, batch: ImportBatch, export: str) -> ImportBatch:
        """Overrule what the file was taken for."""
        return actions.reread_import(batch, export=export, actor=self.request.actor)

    @action(detail=True, methods=["post"], url_path="dry-run")
    def dry_run(self, request: Request, pk: str | None = None) -> Response:
        """What the first 2,000 rows would make. Nothing is made, nothing is kept."""
        batch = self.get_object()
        values = self.read(RunIn)
        if batch.state != ImportState.MAPPING:
            raise NotPossible(f"This import is {batch.get_state_display().lower()}.")
        looked_at = ImportBatch(pk=batch.pk, **{name: getattr(batch, name) for name in ("columns", "export", "file", *CHOSEN)})
        choose(looked_at, request.actor, {"mapping": batch.mapping} | values)
        return Response(ForecastShape(forecast(looked_at, request.actor)).data)

    dry_run.shape_in, dry_run.shape_out = RunIn, ForecastShape  # type: ignore[attr-defined]

    @verb(RunIn, policy=IMPORTERS)
    def count(self, batch: ImportBatch, **values: Any) -> ImportBatch:
        """Count in the background what the whole file would make; ``forecast`` holds it then."""
        return actions.try_import(batch, actor=self.request.actor, **({"mapping": batch.mapping} | values))

    @verb(RunIn, policy=IMPORTERS)
    def run(self, batch: ImportBatch, **values: Any) -> ImportBatch:
        """Take the rows in, in the background."""
        return actions.run_import(batch, actor=self.request.actor, **({"mapping": batch.mapping} | values))

    @verb(policy=IMPORTERS)
    def cancel(self, batch: ImportBatch) -> ImportBatch:
        """Stop the import."""
        return actions.cancel_import(batch, actor=self.request.actor)

    @verb(policy=IMPORTERS)
    def undo(self, batch: ImportBatch) -> ImportBatch:
        """Take the whole import back."""
        return actions.undo_import(batch, actor=self.request.actor)

    @action(detail=True, methods=["get"])
    def rows(self, request: Request, pk: str | None = None) -> Response:
        """The report: what became of each row that was read."""
        rows = self.paginate_queryset(ImportRow.objects.filter(batch=self.get_object()).order_by("-id"))
        return self.get_paginated_response(RowShape(rows, many=True).data)

    rows.shape_out = RowShape  # type: ignore[attr-defined]


def file_of(data: dict[str, Any]) -> ContentFile:
    """The file that a request carries. Raises ValidationError where it carries none, or two."""
    text, packed = data.pop("content", None), data.pop("content_base64", None)
    if (text is None) == (packed is None):
        raise ValidationError({"content": "Send the file in content (CSV as text) or in content_base64."})
    try:
        raw = text.encode() if text is not None else base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise ValidationError({"content_base64": "This is no base64."}) from error
    return ContentFile(raw, name="feedback")
