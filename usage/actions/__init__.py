"""The verbs of usage."""

from usage.actions.arrivals import Heard, keep_arrivals
from usage.actions.erasing import erase_user
from usage.actions.features import archive_feature, define_feature, edit_feature, restore_feature
from usage.actions.funnels import archive_funnel, edit_funnel, make_funnel, restore_funnel
from usage.actions.imports import import_usage, keep_file
from usage.actions.sources import hashed, make_source, revoke_source, rotate_key
from usage.actions.taking import Taken, take_events

__all__ = [
    "Heard",
    "Taken",
    "archive_feature",
    "archive_funnel",
    "define_feature",
    "edit_feature",
    "edit_funnel",
    "erase_user",
    "hashed",
    "import_usage",
    "keep_arrivals",
    "keep_file",
    "make_funnel",
    "make_source",
    "restore_feature",
    "restore_funnel",
    "revoke_source",
    "rotate_key",
    "take_events",
]  # fmt: skip
