"""The verbs of the gates, by noun. Only they write."""
