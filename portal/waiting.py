"""What waits for a product manager on the portals."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from doors.counts import counted
from history.actor import Actor, Role


def held(actor: Actor) -> QuerySet[Any] | None:
    """What customers wrote that waits to be let through, for those who may let it through: the number in the rail."""
    if not actor.has(Role.PRODUCT):
        return None
    return apps.get_model("portal.Submission").objects.visible_to(actor).held()


def count_held(actor: Actor) -> int:
    """How much that is."""
    [number] = counted([held(actor)])
    return number
