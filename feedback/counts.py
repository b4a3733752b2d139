"""How much waits: the number in the rail."""

from __future__ import annotations

from django.apps import apps

from history.actor import Actor


def waiting(actor: Actor) -> int:
    """How many feedback wait in the inbox of what the actor may see; not counted beyond a thousand."""
    return apps.get_model("feedback.Feedback").objects.visible_to(actor).waiting().order_by()[:1000].count()
