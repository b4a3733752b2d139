"""Who may do what with ideas, votes, insights, and the roadmap."""

from roadmap.rules.commitments import PROMISERS, may_commit, may_resolve
from roadmap.rules.ideas import VOTERS, may_keep, may_shape, may_vote, may_withdraw, sees
from roadmap.rules.insights import may_make_insight

__all__ = [
    "PROMISERS",
    "VOTERS",
    "may_commit",
    "may_keep",
    "may_make_insight",
    "may_resolve",
    "may_shape",
    "may_vote",
    "may_withdraw",
    "sees",
]
