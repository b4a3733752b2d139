"""What the roadmap shows on the pages of the floors below."""

from roadmap.panels import commitments, features, key_results, records

__all__ = ["commitments", "features", "key_results", "records"]
