"""The API door of feedback."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from conversation.actions import follow, unfollow
from doors.api import Changes, Collection, Makes, roles, verb
from doors.policy import ANY_MEMBER
from feedback import actions
from feedback.api import shapes
from feedback.api.attachments import AttachmentShape
from feedback.api.bulk import Bulk
from feedback.filters import FeedbackFilter
from feedback.models import Attachment, Feedback, SavedView
from feedback.rules import CONTRIBUTORS
from history.actor import Role

PRODUCT = roles(Role.PRODUCT)
GIVERS = roles(*CONTRIBUTORS)


class FeedbackCollection(Bulk, Makes, Changes, Collection):
    """What customers said, and what becomes of it."""

    model = Feedback
    shape = shapes.FeedbackShape
    orderings = ("said_at", "created_at")
    make_shape = shapes.FeedbackIn
    change_shape = shapes.FeedbackChange
    filterset_class = FeedbackFilter
    policies = {"create": GIVERS, "partial_update": GIVERS, "bulk": PRODUCT}

    def records(self) -> QuerySet[Feedback]:
        return super().records().select_related("interview").prefetch_related("tags", "set_asides")

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
        follow(feedback, actor=self.request.actor)
        return feedback

    @verb(policy=GIVERS)
    def unfollow(self, feedback: Feedback) -> Feedback:
        """Hear no more of it."""
        unfollow(feedback, actor=self.request.actor)
        return feedback

    @verb(shapes.AttachIn, policy=GIVERS, out=AttachmentShape, code=201)
    def attach(self, feedback: Feedback, name: str, content_base64: bytes) -> Attachment:
        """Put a file to it."""
        return actions.attach(feedback, file=ContentFile(content_base64), name=name, actor=self.request.actor)


class SavedViewCollection(Makes, Changes, Collection):
    """One's own saved views, and those that others share."""

    model = SavedView
    shape = shapes.SavedViewShape
    orderings = ("name",)
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
