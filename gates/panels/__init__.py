"""What the gates show on the pages of the floors below, and what the evidence shows in the decision room."""

from gates.panels import evidence, ideas, roadmap, words

__all__ = ["evidence", "ideas", "roadmap", "words"]
