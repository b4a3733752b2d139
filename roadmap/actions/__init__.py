"""The verbs of ideas, votes, insights, and the roadmap: the only writers here."""

from roadmap.actions.ideas import create_idea
from roadmap.actions.insights import change_importance, link_insight, link_to_new_idea, restore_insight, withdraw_insight

__all__ = ["change_importance", "create_idea", "link_insight", "link_to_new_idea", "restore_insight", "withdraw_insight"]
