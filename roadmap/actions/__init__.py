"""The verbs of ideas, votes, insights, and the roadmap: the only writers here."""

from roadmap.actions.board import nudge_initiative, place_initiative, reopen_initiative, take_off_roadmap
from roadmap.actions.ideas import (
    archive_idea,
    clear_duplicate,
    create_idea,
    edit_idea,
    link_features,
    mark_duplicate,
    move_stage,
    sort_idea,
    unarchive_idea,
    unsort_idea,
)
from roadmap.actions.initiatives import (
    add_idea,
    archive_initiative,
    complete_initiative,
    create_initiative,
    edit_initiative,
    remove_idea,
    unarchive_initiative,
)
from roadmap.actions.insights import change_importance, link_insight, link_to_new_idea, restore_insight, withdraw_insight
from roadmap.actions.votes import vote, withdraw_vote, withdraw_vote_of

__all__ = [
    "add_idea",
    "archive_idea",
    "archive_initiative",
    "change_importance",
    "clear_duplicate",
    "complete_initiative",
    "create_idea",
    "create_initiative",
    "edit_idea",
    "edit_initiative",
    "link_features",
    "link_insight",
    "link_to_new_idea",
    "mark_duplicate",
    "move_stage",
    "nudge_initiative",
    "place_initiative",
    "remove_idea",
    "reopen_initiative",
    "restore_insight",
    "sort_idea",
    "take_off_roadmap",
    "unarchive_idea",
    "unarchive_initiative",
    "unsort_idea",
    "vote",
    "withdraw_insight",
    "withdraw_vote",
    "withdraw_vote_of",
]
