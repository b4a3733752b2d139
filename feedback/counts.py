"""What waits: the number in the rail."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from history.actor import Actor


def waiting(actor: Actor) -> QuerySet[Any]:
    """The feedback that waits in the inbox, of what the actor may see."""
    return apps.get_model("feedback.Feedback").objects.visible_to(actor).waiting()
