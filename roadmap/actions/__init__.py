"""The verbs of the roadmap: the only writers here."""
