"""The API door of conversation."""

from conversation.api.comments import CommentCollection, FollowCollection
from conversation.api.notices import NoticeCollection
from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = [
    ("comments", CommentCollection),
    ("follows", FollowCollection),
    ("notifications", NoticeCollection),
]
