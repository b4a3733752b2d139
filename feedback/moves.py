"""What moves along when companies or contacts are merged: what they said, and the rules that name them."""

from feedback.models import Feedback, Interview, TriageRule
from history.moving import moves

moves(Feedback, "company", "feedback")
moves(Feedback, "contact", "feedback")
moves(Interview.participants.through, "contact", "interviews", once=("interview",), seen_by="interview")
for name in ("company", "contact", "set_company"):
    moves(TriageRule, name, "triage rules")
