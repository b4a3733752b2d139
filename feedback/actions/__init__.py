"""The verbs of feedback: the only writers here."""

from feedback.actions.attachments import attach, remove_attachment, restore_attachment
from feedback.actions.bulk import do_to_all
from feedback.actions.intake import edit_feedback, give_feedback
from feedback.actions.interviews import edit_interview, record_interview
from feedback.actions.merging import merge_duplicate, unmerge
from feedback.actions.requests import change_request, submit_request, tie_to_deal
from feedback.actions.ruling import add_rule, change_rule, move_rule, remove_rule, switch_rule, undo_firing
from feedback.actions.runs import cancel_run, start_run, undo_run
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
    "add_rule",
    "archive",
    "assign",
    "attach",
    "cancel_run",
    "change_request",
    "change_rule",
    "change_view",
    "delete_view",
    "do_to_all",
    "edit_feedback",
    "edit_interview",
    "give_feedback",
    "merge_duplicate",
    "move_rule",
    "record_interview",
    "remove_attachment",
    "remove_rule",
    "reopen_feedback",
    "restore_attachment",
    "review_feedback",
    "save_view",
    "set_aside",
    "snooze",
    "start_run",
    "submit_request",
    "switch_rule",
    "tag",
    "tie_to_deal",
    "unarchive",
    "undo_firing",
    "undo_run",
    "undo_set_aside",
    "undo_steps",
    "unmerge",
    "wake",
]
