"""What the pages of objectives show of the roadmap: the initiatives and ideas that serve a key result."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from history.actor import Actor
from objectives.models import KeyResult, Objective
from objectives.serving import serves_key_results
from roadmap.models import Idea, Initiative, InitiativeState

SHOWN = 20
Served = tuple[str, dict[str, Any]] | None


@serves_key_results
def live_initiatives(key_result: Any, actor: Actor) -> QuerySet[Initiative]:
    """The initiatives that serve a key result: candidates, those on the roadmap, and those that were completed for it."""
    return Initiative.objects.visible_to(actor).filter(key_results=key_result).exclude(state=InitiativeState.ARCHIVED)


@panel("objective", order=40)
def serving_objective(request: HttpRequest, objective: Objective) -> Served:
    """The initiatives and ideas that serve an objective's key results."""
    return serving(request, Q(key_results__objective=objective))


@panel("key_result", order=40)
def serving_key_result(request: HttpRequest, key_result: KeyResult) -> Served:
    """The initiatives and ideas that serve a key result, or that nobody does."""
    return serving(request, Q(key_results=key_result))


def serving(request: HttpRequest, how: Q) -> Served:
    """The panel: initiatives, and the ideas in them, as far as one may see."""
    actor = actor_of(request)
    found = Initiative.objects.filter(how).values("pk")
    initiatives = Initiative.objects.visible_to(actor).filter(pk__in=found).exclude(state=InitiativeState.ARCHIVED)
    rows = list(initiatives.select_related("product", "owner").order_by("state", "horizon", "position", "-id")[:SHOWN])
    within = Idea.objects.visible_to(actor).current().filter(initiatives__in=initiatives.values("pk")).distinct()
    ideas = list(within.select_related("product", "own_stage").order_by("-id")[:SHOWN]) if rows else []
    return "roadmap/_initiatives_panel.html", {"initiatives": rows, "ideas": ideas}
