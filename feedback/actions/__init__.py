"""The verbs of feedback: the only writers here."""
