"""The API door of feedback."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Changes, Collection, Makes, Nothing, Shape, roles, verb
from doors.policy import ANY_MEMBER
from feedback import actions
from feedback.api import shapes
from feedback.filters import FeedbackFilter
from feedback.models import Feedback, SavedView
from feedback.rules import CONTRIBUTORS
from history.actor import Role

PRODUCT = roles(Role.PRODUCT)
GIVERS = roles(*CONTRIBUTORS)


class FeedbackCollection(Makes, Changes, Collection):
    """What customers said, and what becomes of it."""

    model = Feedback
    shape = shapes.FeedbackShape
    make_shape = shapes.FeedbackIn
    change_shape = shapes.FeedbackChange
    filterset_class = FeedbackFilter
    policies = {"create": GIVERS, "partial_update": GIVERS, "bulk": PRODUCT}

    def records(self) -> QuerySet[Feedback]:
        return super().records().prefetch_related("tags", "set_asides")

    def make(self, data: dict[str, Any]) -> Feedback:
        return actions.give_feedback(actor=self.request.actor, **data)

    def change(self, feedback: Feedback, data: dict[str, Any], version: int | None) -> Feedback:
        return actions.edit_feedback(feedback, actor=self.request.actor, version=version, **data)

    @verb(shapes.SetAsideIn, policy=PRODUCT)
    def set_aside(self, feedback: Feedback, **values: Any) -> Feedback:
        """End the review of a feedback that supports no idea."""
        return actions.set_aside(feedback, actor=self.request.actor, **values)

    @verb(policy=PRODUCT)
    def undo_set_aside(self, feedback: Feedback) -> Feedback:
        """Take a set-aside back."""
        return actions.undo_set_aside(feedback, actor=self.request.actor)

    @verb(shapes.SnoozeIn, policy=PRODUCT)
    def snooze(self, feedback: Feedback, **values: Any) -> Feedback:
        """Let it sleep until a later day."""
        return actions.snooze(feedback, actor=self.request.actor, **values)

    @verb(policy=PRODUCT)
    def wake(self, feedback: Feedback) -> Feedback:
        """Wake it before its day."""
        return actions.wake(feedback, actor=self.request.actor)

    @verb(shapes.ArchiveIn, policy=PRODUCT)
    def archive(self, feedback: Feedback, **values: Any) -> Feedback:
        """Put it out of sight."""
        return actions.archive(feedback, actor=self.request.actor, **values)

    @verb(policy=PRODUCT)
    def unarchive(self, feedback: Feedback) -> Feedback:
        """Bring it back from the archive, to where it was."""
        return actions.unarchive(feedback, actor=self.request.actor)

    @verb(policy=PRODUCT)
    def reopen(self, feedback: Feedback) -> Feedback:
        """Put it back into the inbox."""
        return actions.reopen_feedback(feedback, actor=self.request.actor)

    @verb(shapes.MergeIn, policy=PRODUCT)
    def merge(self, feedback: Feedback, into: Feedback) -> Feedback:
        """Merge a duplicate into the feedback that stays."""
        return actions.merge_duplicate(feedback, actor=self.request.actor, into=into)

    @verb(policy=PRODUCT)
    def unmerge(self, feedback: Feedback) -> Feedback:
        """Separate a duplicate again."""
        return actions.unmerge(feedback, actor=self.request.actor)

    @verb(shapes.AssignIn, policy=PRODUCT)
    def assign(self, feedback: Feedback, **values: Any) -> Feedback:
        """Make it a product manager's, or nobody's."""
        return actions.assign(feedback, actor=self.request.actor, **values)

    @verb(shapes.TagIn, policy=PRODUCT)
    def tag(self, feedback: Feedback, **values: Any) -> Feedback:
        """Put tags on and take tags off."""
        return actions.tag(feedback, actor=self.request.actor, **values)

    @verb(policy=GIVERS)
    def follow(self, feedback: Feedback) -> Feedback:
        """Hear what becomes of it."""
        actions.follow(feedback, actor=self.request.actor)
        return feedback

    @verb(policy=GIVERS)
    def unfollow(self, feedback: Feedback) -> Feedback:
        """Hear no more of it."""
        actions.unfollow(feedback, actor=self.request.actor)
        return feedback

    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """One verb on many: all or nothing."""
        return self.once(lambda: self.do_to_all(**self.read(shapes.BulkIn)))

    bulk.shape_in, bulk.shape_out = shapes.BulkIn, shapes.BulkOut  # type: ignore[attr-defined]

    def do_to_all(self, verb: str, ids: list[int], values: dict[str, Any] | None = None) -> Response:
        """Find all, read what the verb takes, do it, and show them."""
        rows = {row.pk: row for row in self.records().filter(pk__in=ids)}
        if missing := sorted(set(ids) - set(rows)):
            raise ValidationError({"ids": [f"There is no feedback {pk}, or you may not see it." for pk in missing[:20]]})
        parsed = self.parse_values(BULK_SHAPES.get(verb, Nothing), values or {})
        done = actions.do_to_all(verb, rows.values(), actor=self.request.actor, **parsed)
        return Response({"results": self.shape(done, many=True, context=self.get_serializer_context()).data})

    def parse_values(self, shape: type[Shape], values: dict[str, Any]) -> dict[str, Any]:
        """What the verb takes, parsed by the shape that it has on a single feedback."""
        parsed = shape(data=values, context=self.get_serializer_context())
        if not parsed.is_valid():
            raise ValidationError({"values": parsed.errors})
        return dict(parsed.validated_data)


BULK_SHAPES: dict[str, type[Shape]] = {
    "set-aside": shapes.SetAsideIn,
    "snooze": shapes.SnoozeIn,
    "archive": shapes.ArchiveIn,
    "assign": shapes.AssignIn,
    "tag": shapes.TagIn,
    "move": shapes.MoveIn,
}


class SavedViewCollection(Makes, Changes, Collection):
    """One's own saved views, and those that others share."""

    model = SavedView
    shape = shapes.SavedViewShape
    make_shape = change_shape = shapes.SavedViewIn
    policies = {"create": ANY_MEMBER, "partial_update": ANY_MEMBER}

    def make(self, data: dict[str, Any]) -> SavedView:
        return actions.save_view(actor=self.request.actor, **data)

    def change(self, view: SavedView, data: dict[str, Any], version: int | None) -> SavedView:
        return actions.change_view(view, actor=self.request.actor, version=version, **data)

    @verb(policy=ANY_MEMBER)
    def delete_view(self, view: SavedView) -> SavedView:
        """Forget the view. The feedback that it showed is untouched."""
        actions.delete_view(view, actor=self.request.actor)
        return view
