"""The API door of feedback: one module a noun."""

from doors.api import Collection
from feedback.api.collections import FeedbackCollection, SavedViewCollection
from feedback.api.imports import ImportCollection
from feedback.api.requests import RequestCollection

routes: list[tuple[str, type[Collection]]] = [
    ("feedback", FeedbackCollection),
    ("imports", ImportCollection),
    ("requests", RequestCollection),
    ("saved-views", SavedViewCollection),
]
