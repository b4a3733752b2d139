"""The API door of imports: a file as text, its mapping, its report."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.base import ContentFile
from rest_framework import serializers

from doors.api import Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from feedback import actions
from feedback.models import ImportBatch
from history.actor import Role
from people.models import Product

IMPORTERS = roles(Role.PRODUCT)


class ImportShape(RecordShape):
    """An import, how far it is, and its counts."""

    class Meta:
        model = ImportBatch
        fields: ClassVar = [
            "id", "file_name", "product", "source", "columns", "mapping", "state", "rows_read", "created_count",
            "skipped_count", "failed_count", "started_by", "created_at", "finished_at", "version",
        ]  # fmt: skip


class ImportIn(Shape):
    """A CSV file as text."""

    file_name = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=4_000_000, trim_whitespace=False)
    product = Visible(Product, required=False, allow_null=True)


class RunIn(Shape):
    """Which column gives what: ``{"text": "Message"}``."""

    mapping = serializers.DictField(child=serializers.CharField(max_length=120, allow_blank=True))
    product = Visible(Product, required=False, allow_null=True)
    source = serializers.CharField(max_length=60, required=False)


class ImportCollection(Makes, Collection):
    """Imports of feedback."""

    model = ImportBatch
    shape = ImportShape
    make_shape = ImportIn
    policies: ClassVar[dict[str, Policy]] = {"list": IMPORTERS, "retrieve": IMPORTERS, "create": IMPORTERS}

    def make(self, data: dict[str, Any]) -> ImportBatch:
        """Upload a file; its columns are guessed, nothing comes in yet."""
        file = ContentFile(data.pop("content").encode(), name="feedback.csv")
        return actions.start_import(file=file, actor=self.request.actor, **data)

    @verb(RunIn, policy=IMPORTERS)
    def run(self, batch: ImportBatch, **values: Any) -> ImportBatch:
        """Take the rows in, in the background."""
        return actions.run_import(batch, actor=self.request.actor, **values)

    @verb(policy=IMPORTERS)
    def cancel(self, batch: ImportBatch) -> ImportBatch:
        """Stop the import."""
        return actions.cancel_import(batch, actor=self.request.actor)

    @verb(policy=IMPORTERS)
    def undo(self, batch: ImportBatch) -> ImportBatch:
        """Take the whole import back."""
        return actions.undo_import(batch, actor=self.request.actor)
