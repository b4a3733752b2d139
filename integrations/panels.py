"""What the pages of ideas and of feedback say of where they came from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from feedback.models import Feedback
from integrations.models import ImportedIdea, ReceivedMail
from roadmap.models import Idea


@panel("feedback", order=90)
def mail_of_feedback(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]] | None:
    """The mail that a feedback came by, who forwarded it, and which files were left out."""
    if feedback.source != "mail":
        return None
    mail = ReceivedMail.objects.filter(feedback=feedback).first()
    return ("integrations/_mail_panel.html", {"mail": mail}) if mail and (mail.forwarded_by or mail.reason) else None


@panel("idea", order=80)
def origin_of_idea(request: HttpRequest, idea: Idea) -> tuple[str, dict[str, Any]] | None:
    """The post of another tool that it was: its votes, comments and status there, and what we answered."""
    imported = ImportedIdea.objects.filter(idea=idea).select_related("batch").first()
    return ("integrations/_idea_panel.html", {"origin": imported}) if imported else None
