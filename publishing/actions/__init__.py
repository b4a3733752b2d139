"""The verbs of publishing: the only writers here."""

from publishing.actions.links import change_link, publish_view, revoke_link
from publishing.actions.notes import draft_notes, edit_notes, publish_notes, send_notes, withdraw_notes
from publishing.actions.reactions import react
from publishing.actions.views import archive_view, change_view, make_view, take_card_off, unarchive_view, word_card

__all__ = [
    "archive_view",
    "change_link",
    "change_view",
    "draft_notes",
    "edit_notes",
    "make_view",
    "publish_notes",
    "publish_view",
    "react",
    "revoke_link",
    "send_notes",
    "take_card_off",
    "unarchive_view",
    "withdraw_notes",
    "word_card",
]
