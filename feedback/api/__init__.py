"""The API door of feedback: one module a noun, each with its ``routes``."""

from doors.api import Collection
from feedback.api.collections import FeedbackCollection, SavedViewCollection

routes: list[tuple[str, type[Collection]]] = [("feedback", FeedbackCollection), ("saved-views", SavedViewCollection)]
