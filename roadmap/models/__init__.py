"""Possible changes and the roadmap: ideas with their evidence, and initiatives in Now, Next and Later."""

from roadmap.models.ideas import NEED_A_REASON, PATH, Idea, IdeaQuerySet, IdeaState, Stage
from roadmap.models.initiatives import Horizon, Initiative, InitiativeQuerySet, InitiativeState, Lane
from roadmap.models.insights import Importance, Insight, InsightQuerySet
from roadmap.models.votes import Vote, VoteQuerySet

__all__ = [
    "NEED_A_REASON",
    "PATH",
    "Horizon",
    "Idea",
    "IdeaQuerySet",
    "IdeaState",
    "Importance",
    "Initiative",
    "InitiativeQuerySet",
    "InitiativeState",
    "Insight",
    "InsightQuerySet",
    "Lane",
    "Stage",
    "Vote",
    "VoteQuerySet",
]
