"""The API door of feedback: one module a noun."""

from doors.api import Collection
from feedback.api.collections import FeedbackCollection, SavedViewCollection
from feedback.api.requests import RequestCollection

routes: list[tuple[str, type[Collection]]] = [
    ("feedback", FeedbackCollection),
    ("requests", RequestCollection),
    ("saved-views", SavedViewCollection),
]
