"""The API door of one verb on many, and of the runs that it starts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Collection, Nothing, RecordShape, Shape, roles, verb
from doors.policy import Policy
from feedback import actions
from feedback.actions.bulk import AT_ONCE, VERBS
from feedback.actions.runs import shown_by
from feedback.api import shapes
from feedback.filters import FeedbackFilter
from feedback.models import BulkOutcome, BulkRow, BulkRun, seen_by
from history.actor import Role

PRODUCT = roles(Role.PRODUCT)
MOST_IDS = 1000

BULK_SHAPES: dict[str, type[Shape]] = {
    "set-aside": shapes.SetAsideIn,
    "snooze": shapes.SnoozeIn,
    "archive": shapes.ArchiveIn,
    "merge": shapes.MergeIn,
    "assign": shapes.AssignIn,
    "tag": shapes.TagIn,
    "move": shapes.MoveIn,
}


def offer_shape(name: str, shape: type[Shape]) -> None:
    """Let an upper floor's verb on many say what it takes."""
    BULK_SHAPES[name] = shape


class BulkIn(Shape):
    """One verb for many: those of ``ids``, or everything that a ``filter`` shows; with what the verb takes."""

    verb = serializers.CharField(max_length=40, help_text="One of the verbs that a single feedback has.")
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**53), min_length=1, max_length=MOST_IDS, required=False
    )
    filter = serializers.DictField(
        child=serializers.CharField(max_length=400), required=False, help_text="As in the list: state, channel, tag, q and so on."
    )
    values = serializers.DictField(required=False, help_text="The body that the verb takes on a single feedback.")

    def validate_verb(self, name: str) -> str:
        """One that there is."""
        if name not in VERBS:
            raise serializers.ValidationError(f"There is no such verb. Known are: {', '.join(sorted(VERBS))}.")
        return name

    def validate_filter(self, filters: dict[str, str]) -> dict[str, str]:
        """A misspelt filter must not silently mean everything."""
        if unknown := sorted(set(filters) - set(FeedbackFilter.base_filters)):
            raise serializers.ValidationError(f"There is no such filter: {', '.join(unknown)}.")
        return filters

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in data) == ("filter" in data):
            raise serializers.ValidationError({"ids": f"Name ids or a filter, and not both. Up to {AT_ONCE} are done at once."})
        return data


class BulkRunShape(RecordShape):
    """A bulk run, how far it is, and its counts."""

    class Meta:
        model = BulkRun
        fields: ClassVar = [
            "id", "verb", "values", "query", "summary", "state", "total", "done_count", "refused_count", "undone_count",
            "kept_count", "started_by", "created_at", "finished_at", "version",
        ]  # fmt: skip


class BulkOut(serializers.Serializer):
    """Up to fifty: every feedback as it stands now. More (202): the run that does it."""

    results = shapes.FeedbackShape(many=True, required=False)
    run = BulkRunShape(required=False)


class Bulk:
    """Adds one verb on many to the collection of feedback."""

    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """One verb on many: up to fifty all or nothing, more as a run that reports each."""
        return self.once(lambda: self.do_to_all(**self.read(BulkIn)))

    bulk.shape_in, bulk.shape_out = BulkIn, BulkOut  # type: ignore[attr-defined]

    def do_to_all(
        self,
        verb: str,
        ids: list[int] | None = None,
        filter: dict[str, str] | None = None,
        values: dict[str, Any] | None = None,
    ) -> Response:
        """Find all, read what the verb takes, do it or start it, and show what there is to show."""
        actor, query = self.request.actor, None
        if ids is not None:
            rows = self.records().filter(pk__in=ids)
            if missing := sorted(set(ids) - set(rows.values_list("pk", flat=True))):
                raise ValidationError({"ids": [f"There is no feedback {pk}, or you may not see it." for pk in missing[:20]]})
        else:
            data = QueryDict(mutable=True)
            data.update(filter or {})
            query = data.urlencode()
            rows = self.records().filter(pk__in=shown_by(query, actor).values("pk"))
        parsed = self.parse_values(BULK_SHAPES.get(verb, Nothing), values or {})
        if rows.count() > AT_ONCE:
            run = actions.start_run(verb, actor=actor, values=parsed, query=query, picked=sorted(set(ids)) if ids else None)
            return Response({"run": BulkRunShape(run, context=self.get_serializer_context()).data}, status=202)
        actions.do_to_all(verb, rows, actor=actor, **parsed)
        done = self.records().filter(pk__in=[row.pk for row in rows]).order_by("pk")
        return Response({"results": self.shape(done, many=True, context=self.get_serializer_context()).data})

    def parse_values(self, shape: type[Shape], values: dict[str, Any]) -> dict[str, Any]:
        """What the verb takes, parsed by the shape that it has on a single feedback."""
        parsed = shape(data=values, context=self.get_serializer_context())
        if not parsed.is_valid():
            raise ValidationError({"values": parsed.errors})
        return dict(parsed.validated_data)


class BulkRowShape(RecordShape):
    """What became of one feedback in a run."""

    class Meta:
        model = BulkRow
        fields: ClassVar = ["id", "feedback", "outcome", "reason"]


class BulkRunCollection(Collection):
    """One's own bulk runs."""

    model = BulkRun
    shape = BulkRunShape
    policies: ClassVar[dict[str, Policy]] = {"list": PRODUCT, "retrieve": PRODUCT, "rows": PRODUCT}

    @verb(policy=PRODUCT)
    def cancel(self, run: BulkRun) -> BulkRun:
        """Stop the run. What it did stands."""
        return actions.cancel_run(run, actor=self.request.actor)

    @verb(policy=PRODUCT)
    def undo(self, run: BulkRun) -> BulkRun:
        """Take back what the run did, wherever nobody changed it since."""
        return actions.undo_run(run, actor=self.request.actor)

    @action(detail=True, methods=["get"])
    def rows(self, request: Request, pk: str | None = None) -> Response:
        """What became of each feedback; ``outcome`` narrows it."""
        asked = request.query_params.get("outcome", "")
        if asked and asked not in BulkOutcome.values:
            raise ValidationError({"outcome": f"Known are: {', '.join(BulkOutcome.values)}."})
        rows = self.get_object().rows.filter(seen_by(request.actor, "feedback__"))
        shown = self.paginate_queryset((rows.filter(outcome=asked) if asked else rows).order_by("-id"))
        return self.get_paginated_response(BulkRowShape(shown, many=True, context=self.get_serializer_context()).data)

    rows.shape_out = BulkRowShape  # type: ignore[attr-defined]
