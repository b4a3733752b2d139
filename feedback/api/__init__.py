"""The API door of feedback: one module a noun."""

from doors.api import Collection
from feedback.api.attachments import AttachmentCollection
from feedback.api.bulk import BulkRunCollection
from feedback.api.collections import FeedbackCollection, SavedViewCollection
from feedback.api.interviews import InterviewCollection
from feedback.api.requests import RequestCollection
from feedback.api.ruling import RuleCollection
from feedback.api.set_asides import SetAsideCollection

routes: list[tuple[str, type[Collection]]] = [
    ("attachments", AttachmentCollection),
    ("feedback", FeedbackCollection),
    ("bulk-runs", BulkRunCollection),
    ("interviews", InterviewCollection),
    ("requests", RequestCollection),
    ("saved-views", SavedViewCollection),
    ("set-asides", SetAsideCollection),
    ("triage-rules", RuleCollection),
]
