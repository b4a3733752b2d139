"""The verbs of matching: the only writers here, apart from the reader of texts."""

from matching.actions.refusals import refuse_suggestion, withdraw_refusal
from matching.actions.themes import (
    dismiss_theme,
    keep_theme,
    link_some,
    make_idea,
    merge_themes,
    name_theme,
    restore_theme,
    search_themes,
    split_theme,
)

__all__ = [
    "dismiss_theme",
    "keep_theme",
    "link_some",
    "make_idea",
    "merge_themes",
    "name_theme",
    "refuse_suggestion",
    "restore_theme",
    "search_themes",
    "split_theme",
    "withdraw_refusal",
]
