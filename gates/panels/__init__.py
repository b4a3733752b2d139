"""What the gates show on the pages of the floors below, and what the evidence shows in the decision room."""

from gates.panels import companies, evidence, ideas, outcomes, roadmap, shipped, words

__all__ = ["companies", "evidence", "ideas", "outcomes", "roadmap", "shipped", "words"]
