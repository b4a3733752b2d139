"""Who may do what with ideas, votes, insights, and the roadmap."""

from roadmap.rules.ideas import VOTERS, may_shape, may_vote, may_withdraw, sees
from roadmap.rules.insights import may_make_insight

__all__ = ["VOTERS", "may_make_insight", "may_shape", "may_vote", "may_withdraw", "sees"]
