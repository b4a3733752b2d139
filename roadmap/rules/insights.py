"""Who may link customers' words to ideas."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from roadmap.models import Idea
from roadmap.rules.ideas import sees


def may_make_insight(actor: Actor, idea: Idea) -> bool | Denied:
    """Linking customers' words to ideas is the product managers' affair, as triage is."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers link words to ideas.")
    return sees(actor, idea.product)
