"""The verbs of surveys: the only writers here."""

from surveys.actions.answers import respond
from surveys.actions.links import answer_by_link, decline_surveys, mail_survey
from surveys.actions.surveys import close_survey, create_survey, edit_survey, start_survey
from surveys.actions.widget import believe_claim, note_shown, take_words
from surveys.actions.widget_keys import (
    change_widget_key,
    make_widget_key,
    revoke_widget_key,
    rotate_widget_key,
    rotate_widget_secret,
)

__all__ = [
    "answer_by_link",
    "believe_claim",
    "change_widget_key",
    "close_survey",
    "create_survey",
    "decline_surveys",
    "edit_survey",
    "mail_survey",
    "make_widget_key",
    "note_shown",
    "respond",
    "revoke_widget_key",
    "rotate_widget_key",
    "rotate_widget_secret",
    "start_survey",
    "take_words",
]
