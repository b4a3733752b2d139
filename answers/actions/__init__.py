"""The verbs of answers: the only writers here."""

from answers.actions.drafts import (
    draft_about_idea,
    draft_about_set_aside,
    draft_by_hand,
    draft_to_voter,
    withdraw_drafts,
    withdraw_drafts_to_separated,
    withdraw_drafts_to_voter,
)
from answers.actions.giving import drop_answer, edit_answer, hand_over, revive_answer, send_answer, take_back, tell_answer
from answers.actions.late import draft_after_merge, draft_to_late_askers, draft_to_late_voter, withdraw_drafts_to_unlinked
from answers.actions.silence import hear_again, mute, silence, unmute
from answers.actions.wordings import approve_wording

__all__ = [
    "approve_wording",
    "draft_about_idea",
    "draft_about_set_aside",
    "draft_after_merge",
    "draft_by_hand",
    "draft_to_late_askers",
    "draft_to_late_voter",
    "draft_to_voter",
    "drop_answer",
    "edit_answer",
    "hand_over",
    "hear_again",
    "mute",
    "revive_answer",
    "send_answer",
    "silence",
    "take_back",
    "tell_answer",
    "unmute",
    "withdraw_drafts",
    "withdraw_drafts_to_separated",
    "withdraw_drafts_to_unlinked",
    "withdraw_drafts_to_voter",
]
