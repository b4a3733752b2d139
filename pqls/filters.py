"""Which leads a list shows: shared by pages, files and the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from customers.models import Motion
from history.actor import Actor
from pqls.models import PqlQuerySet

MINE, NOBODYS = "mine", "nobody"
UNKNOWN_MOTION = "unknown"
MOTIONS = [*Motion.choices, (UNKNOWN_MOTION, "Not known")]


def narrowed(rows: PqlQuerySet, chosen: dict[str, Any], actor: Actor) -> PqlQuerySet:
    """Those that fit what was chosen."""
    for name in ("product", "rule"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("segment"):
        rows = rows.filter(company__segment=chosen["segment"])
    if chosen.get("motion"):
        rows = rows.filter(motion="" if chosen["motion"] == UNKNOWN_MOTION else chosen["motion"])
    if chosen.get("owner"):
        rows = rows.filter(whose(str(chosen["owner"]), actor))
    if words := chosen.get("q"):
        rows = rows.filter(Q(company__name__icontains=words) | Q(contact__name__icontains=words) | Q(rule__name__icontains=words))
    return rows


def whose(said: str, actor: Actor) -> Q:
    """Mine, nobody's, or somebody's by their id."""
    if said == NOBODYS:
        return Q(owner=None)
    if said == MINE:
        return Q(owner=actor.person) if actor.person is not None else Q(pk__in=[])
    return Q(owner=int(said)) if said.isdigit() and len(said) < 19 else Q(pk__in=[])
