"""Which leads wait for somebody: those that they have, and those that nobody has yet."""

from __future__ import annotations

from django.db.models import Q

from history.actor import Actor, Role
from pqls.models import Pql, PqlQuerySet

FINDERS = (Role.SALES, Role.LEADERSHIP)
"""Who sees on Home what nobody has yet."""


def waiting_for(actor: Actor) -> PqlQuerySet:
    """Leads without an answer that somebody has, or could take, the oldest first."""
    rows = Pql.objects.visible_to(actor).waiting()
    if actor.person is None:
        return rows.none()
    mine = Q(owner=actor.person) | Q(owner=None) if actor.has(*FINDERS) else Q(owner=actor.person)
    return rows.filter(mine).order_by("created_at", "id")
