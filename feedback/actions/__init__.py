"""The verbs of feedback: the only writers here."""

from feedback.actions.bulk import do_to_all
from feedback.actions.following import follow, unfollow
from feedback.actions.imports import cancel_import, run_import, start_import, take_rows, undo_import
from feedback.actions.intake import edit_feedback, give_feedback
from feedback.actions.merging import merge_duplicate, unmerge
from feedback.actions.requests import change_request, submit_request
from feedback.actions.saved_views import change_view, delete_view, save_view
from feedback.actions.sorting import assign, tag
from feedback.actions.triage import (
    archive,
    reopen_feedback,
    review_feedback,
    set_aside,
    snooze,
    unarchive,
    undo_set_aside,
    wake,
)
from feedback.actions.undoing import undo_steps

__all__ = [
    "archive",
    "assign",
    "cancel_import",
    "change_request",
    "change_view",
    "delete_view",
    "do_to_all",
    "edit_feedback",
    "follow",
    "give_feedback",
    "merge_duplicate",
    "reopen_feedback",
    "review_feedback",
    "run_import",
    "save_view",
    "set_aside",
    "snooze",
    "start_import",
    "submit_request",
    "tag",
    "take_rows",
    "unarchive",
    "undo_import",
    "undo_set_aside",
    "undo_steps",
    "unfollow",
    "unmerge",
    "wake",
]
