"""What customers say, in their words, and what becomes of each."""

from feedback.models.attachments import Attachment
from feedback.models.bulk import BulkOutcome, BulkRow, BulkRun, RunState
from feedback.models.feedback import NOT_QUOTABLE, Channel, Consent, Feedback, FeedbackState, Tag, seen_by, shortened
from feedback.models.imports import Becomes, ImportBatch, ImportRow, ImportState, RowOutcome
from feedback.models.interviews import Interview
from feedback.models.requests import CLOSED_DEALS, DealStage, Firmness, Request
from feedback.models.saved_views import SavedView
from feedback.models.set_asides import SetAside, SetAsideReason
from feedback.models.triage_rules import RuleFiring, TriageRule

__all__ = [
    "CLOSED_DEALS",
    "NOT_QUOTABLE",
    "Attachment",
    "Becomes",
    "BulkOutcome",
    "BulkRow",
    "BulkRun",
    "Channel",
    "Consent",
    "DealStage",
    "Feedback",
    "FeedbackState",
    "Firmness",
    "ImportBatch",
    "ImportRow",
    "ImportState",
    "Interview",
    "Request",
    "RowOutcome",
    "RuleFiring",
    "RunState",
    "SavedView",
    "SetAside",
    "SetAsideReason",
    "Tag",
    "TriageRule",
    "seen_by",
    "shortened",
]
