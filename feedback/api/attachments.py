"""The API door of attachments."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from doors.api import MEMBERS, Collection, RecordShape, roles, verb
from doors.attaching import sent
from doors.policy import Policy
from feedback import actions
from feedback.models import Attachment
from feedback.rules import CONTRIBUTORS

GIVERS = roles(*CONTRIBUTORS)


class AttachmentShape(RecordShape):
    """A file that came with a feedback."""

    class Meta:
        model = Attachment
        fields: ClassVar = ["id", "feedback", "name", "content_type", "size", "digest", "added_by", "added_at"]


class AttachmentCollection(Collection):
    """Files that came with feedback. ``feedback/{id}/attach/`` adds one."""

    model = Attachment
    shape = AttachmentShape
    policies: ClassVar[dict[str, Policy]] = {"file": MEMBERS}

    @extend_schema(responses={200: OpenApiResponse(OpenApiTypes.BINARY)})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str | None = None) -> Any:
        """The file itself."""
        return sent(self.get_object())

    @verb(policy=GIVERS)
    def remove(self, attachment: Attachment) -> Attachment:
        """Take it off the feedback."""
        return actions.remove_attachment(attachment, actor=self.request.actor)
