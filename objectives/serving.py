"""What serves a key result: an upper floor says which of its records work towards one, and so which one nobody serves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from history.actor import Actor
from objectives.models import KeyResult

Servants = Callable[[Any, Actor], QuerySet[Any]]
_servants: list[Servants] = []


def serves_key_results(servants: Servants) -> Servants:
    """Ask ``f(key_result, actor)`` for what serves a key result, as far as the actor may see; it may be an ``OuterRef``."""
    _servants.append(servants)
    return servants


def with_servants(rows: QuerySet[KeyResult], actor: Actor) -> QuerySet[KeyResult]:
    """Key results with how many serve each: ``servants``."""
    total: Any = Value(0, output_field=IntegerField())
    for servants in _servants:
        found = servants(OuterRef("pk"), actor).order_by().annotate(_all=Value(1)).values("_all")
        total += Coalesce(Subquery(found.annotate(_n=Count("pk")).values("_n")), 0)
    return rows.annotate(servants=total)


def unserved(rows: QuerySet[KeyResult], actor: Actor) -> QuerySet[KeyResult]:
    """Those of the key results that nobody serves, as far as the actor may see."""
    for servants in _servants:
        rows = rows.filter(~Exists(servants(OuterRef("pk"), actor)))
    return rows
