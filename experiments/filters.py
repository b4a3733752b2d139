"""Which experiments a list shows: shared by pages, files and the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from doors.search import ranked, search
from experiments.kinds import ExperimentState
from experiments.models import Experiment

Rows = QuerySet[Experiment]


def narrowed(rows: Rows, chosen: dict[str, Any]) -> Rows:
    """Those that fit what was chosen."""
    for name in ("product", "kind", "owner"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if "tag" in chosen:
        rows = rows.filter(pk__in=Experiment.tags.through.objects.filter(tag__name__iexact=chosen["tag"]).values("experiment"))
    if "year" in chosen:
        rows = rows.filter(ended_at__year=chosen["year"])
    if "verdict" in chosen:
        rows = rows.filter(of_verdict(chosen["verdict"]))
    return search(rows, chosen["q"]) if "q" in chosen else rows


def of_verdict(said: str) -> Q:
    """Of a verdict; what was stopped has none, and is asked for by that word."""
    return Q(state=ExperimentState.STOPPED) if said == ExperimentState.STOPPED else Q(verdict=said)


def best_first(rows: Rows, chosen: dict[str, Any], *order: str) -> Rows:
    """In an order; what was searched for, best first."""
    return ranked(rows, chosen["q"], *order) if "q" in chosen else rows.order_by(*order)
