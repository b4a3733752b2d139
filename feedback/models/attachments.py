"""Files that came with what a customer said."""

from __future__ import annotations

from typing import Self

from django.db import models

from doors.attaching import Attached
from feedback.models.feedback import Feedback, seen_by
from history.actor import Actor


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Questions about attachments."""

    def visible_to(self, actor: Actor) -> Self:
        """As with the feedback that they came with; those taken off are nobody's to see."""
        return self.filter(seen_by(actor, "feedback__"), removed_at=None)


class Attachment(Attached):
    """A file that came with a feedback."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="attachments")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("feedback", "digest"), condition=models.Q(removed_at=None), name="attachment_once",
                violation_error_message="This very file is attached already.",
            ),
        )  # fmt: skip

    @property
    def product_id(self) -> int | None:
        """The product of its feedback, which decides who may see it."""
        return self.feedback.product_id
