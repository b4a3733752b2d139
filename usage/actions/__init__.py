"""The verbs of usage."""

from usage.actions.features import archive_feature, define_feature, edit_feature, restore_feature
from usage.actions.imports import import_usage, keep_file
from usage.actions.rejects import keep_rejects
from usage.actions.sources import hashed, make_source, revoke_source, rotate_key
from usage.actions.taking import Taken, take_events

__all__ = [
    "Taken", "archive_feature", "define_feature", "edit_feature", "hashed", "import_usage", "keep_file", "keep_rejects",
    "make_source", "restore_feature", "revoke_source", "rotate_key", "take_events",
]  # fmt: skip
