"""The API door of a CRM's files: upload as text, try out, run, read the report."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.base import ContentFile
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from customers import actions
from customers.models import CustomerImport, ImportedRow, ImportKind
from customers.rules import KEEPERS
from doors.api import Collection, Makes, RecordShape, Shape, roles, verb
from doors.policy import Policy

KEEPING = roles(*KEEPERS)


class CustomerImportShape(RecordShape):
    """A file, how far it is, and its counts: of what would become, once tried out; of what became, once run."""

    class Meta:
        model = CustomerImport
        fields: ClassVar = [
            "id", "kind", "file_name", "columns", "mapping", "state", "rows_read", "created_count", "changed_count",
            "unchanged_count", "failed_count", "fault", "started_by", "created_at", "finished_at", "version",
        ]  # fmt: skip


class ImportRowShape(RecordShape):
    """One row of the report."""

    class Meta:
        model = ImportedRow
        fields: ClassVar = ["number", "outcome", "name", "record_id", "notes", "changes", "undone_at", "stays"]


class CustomerImportIn(Shape):
    """A CSV file as text."""

    kind = serializers.ChoiceField(ImportKind.choices)
    file_name = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=4_000_000, trim_whitespace=False)


class TryOutIn(Shape):
    """Which column gives what: ``{"name": "Account Name"}``. Left out, what was guessed."""

    mapping = serializers.DictField(child=serializers.CharField(max_length=120, allow_blank=True), required=False)


class ImportCollection(Makes, Collection):
    """Files of companies or deals."""

    model = CustomerImport
    shape = CustomerImportShape
    make_shape = CustomerImportIn
    filterset_class = None
    policies: ClassVar[dict[str, Policy]] = {"list": KEEPING, "retrieve": KEEPING, "create": KEEPING}

    def make(self, data: dict[str, Any]) -> CustomerImport:
        """Upload a file; its columns are guessed, nothing is changed."""
        file = ContentFile(data.pop("content").encode(), name="customers.csv")
        return actions.start_import(file=file, actor=self.request.actor, **data)

    @verb(TryOutIn, policy=KEEPING)
    def try_out(self, batch: CustomerImport, mapping: dict[str, str] | None = None) -> CustomerImport:
        """Say, in the background, what each row would change."""
        return actions.try_out(batch, mapping=mapping, actor=self.request.actor)

    @verb(policy=KEEPING)
    def run(self, batch: CustomerImport) -> CustomerImport:
        """Bring in what was tried out, in the background."""
        return actions.run_import(batch, actor=self.request.actor)

    @verb(policy=KEEPING)
    def undo(self, batch: CustomerImport) -> CustomerImport:
        """Take back, in the background, what it brought in; what was changed since stays."""
        return actions.undo_import(batch, actor=self.request.actor)

    @extend_schema(responses=ImportRowShape(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="rows", filterset_class=None)
    def rows(self, request: Request, pk: str | None = None, **kwargs: Any) -> Response:
        """What became of each row, or would."""
        self.refuse_unknown_parameters()
        rows = self.paginate_queryset(self.get_object().rows.order_by("-id"))
        return self.get_paginated_response(ImportRowShape(rows, many=True, context=self.get_serializer_context()).data)

    rows.policy = KEEPING
