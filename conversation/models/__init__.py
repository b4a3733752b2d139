"""What people say to each other about a record, who follows it, and what they are told."""

from conversation.models.comments import Comment
from conversation.models.follows import Follow, Why
from conversation.models.notices import USUAL, Means, Notice, NoticeKind, Preference

__all__ = ["USUAL", "Comment", "Follow", "Means", "Notice", "NoticeKind", "Preference", "Why"]
