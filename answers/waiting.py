"""What waits for somebody among the answers: drafts to send for product managers, and what they were handed to tell."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from history.actor import Actor


def to_give(actor: Actor) -> QuerySet[Any]:
    """The answers whose next step is this person's: the number in the rail."""
    return apps.get_model("answers.Answer").objects.visible_to(actor).for_me(actor)
