"""What can happen in a conversation. No sentence holds what was said."""

from django.db.models import TextChoices

from history.kinds import register


class ConversationEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    WRITTEN = "comment.written", "{actor} commented on {about}"
    EDITED = "comment.edited", "{actor} edited a comment on {about}"
    DELETED = "comment.deleted", "{actor} deleted a comment on {about}"
    RESOLVED = "comment.resolved", "{actor} resolved a thread on {about}"
    REOPENED = "comment.reopened", "{actor} reopened a thread on {about}"
    FOLLOWED = "record.followed", "{actor} follows {subject}"
    PREFERRED = "notice.preferred", "{actor} changed how they are told of things"
    STOPPED = "notice.stopped", "{actor} stopped mail to {subject}"
    UNFOLLOWED = "record.unfollowed", "{actor} no longer follows {subject}"


register(ConversationEvent, group="Conversation")
