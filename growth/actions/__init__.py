"""The verbs of growth: the only writers here."""

from growth.actions.milestones import (
    archive_milestone,
    define_milestone,
    edit_milestone,
    mark_milestone,
    restore_milestone,
    unmark_milestone,
)
from growth.actions.outcomes import (
    archive_outcome,
    edit_outcome,
    enter_value,
    give_word,
    restore_outcome,
    set_outcome,
)
from growth.actions.revenue import correct_revenue, record_course, record_revenue, remove_revenue
from growth.actions.settings import agree, change_spend, record_spend, remove_spend

__all__ = [
    "agree",
    "archive_milestone",
    "archive_outcome",
    "change_spend",
    "correct_revenue",
    "define_milestone",
    "edit_milestone",
    "edit_outcome",
    "enter_value",
    "give_word",
    "mark_milestone",
    "record_course",
    "record_revenue",
    "record_spend",
    "remove_revenue",
    "remove_spend",
    "restore_milestone",
    "restore_outcome",
    "set_outcome",
    "unmark_milestone",
]
