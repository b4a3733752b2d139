"""The verbs of ideas, votes, insights, and the roadmap: the only writers here."""

from roadmap.actions.ideas import create_idea

__all__ = ["create_idea"]
