"""The verbs of conversation."""

from conversation.actions.comments import delete_comment, edit_comment, reopen_thread, reply, resolve_thread, write_comment
from conversation.actions.following import begin_following, begin_following_each, follow, unfollow
from conversation.actions.notices import keep_all, mark_all_read, mark_read, mark_unread, prefer, preferences_of, stop_mail

__all__ = [
    "begin_following",
    "begin_following_each",
    "delete_comment",
    "edit_comment",
    "follow",
    "keep_all",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "prefer",
    "preferences_of",
    "reopen_thread",
    "reply",
    "resolve_thread",
    "stop_mail",
    "unfollow",
    "write_comment",
]
