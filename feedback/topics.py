"""Feedback is talked about, and followed by whoever brought it in."""

from __future__ import annotations

from conversation.topics import Topic, talk_about
from feedback.events import FeedbackEvent
from feedback.models import Feedback

FEEDBACK = talk_about(
    Topic(
        model=Feedback, slug="feedback", place="feedback", owners=("assignee",),
        made_by=(FeedbackEvent.GIVEN,), follows_own=lambda feedback: feedback.batch_id is None,
        news=(
            FeedbackEvent.SET_ASIDE, FeedbackEvent.SET_ASIDE_UNDONE, FeedbackEvent.RETURNED, FeedbackEvent.REOPENED,
            FeedbackEvent.MERGED, FeedbackEvent.UNMERGED, FeedbackEvent.ASSIGNED,
        ),
        stands_for=lambda pks: Feedback.objects.filter(merged_into__in=pks).order_by().values_list("pk", "merged_into"),
    )
)  # fmt: skip
