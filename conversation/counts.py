"""The bell's number."""

from __future__ import annotations

from django.db.models import QuerySet

from conversation.models import Notice
from history.actor import Actor


def unread(actor: Actor) -> QuerySet[Notice]:
    """What one is told and has not read."""
    return Notice.objects.visible_to(actor).unread()
