"""What was read of texts, what people said of suggestions, and the themes that texts share."""

from matching.models.embeddings import Embedding, Kind, Unread
from matching.models.refusals import Refusal
from matching.models.themes import STANDING, Theme, ThemeMember, ThemeSearch, ThemeState

__all__ = ["STANDING", "Embedding", "Kind", "Refusal", "Theme", "ThemeMember", "ThemeSearch", "ThemeState", "Unread"]
