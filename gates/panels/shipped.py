"""What became of what was shipped, on the pages of its idea and of its completed initiative."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from gates.shipped import Shipped, shipped, weeks_left
from roadmap.models import Idea, Initiative
from roadmap.models.initiatives import InitiativeState

WORDS = {"reached": ("Reached", "good"), "missed": ("Fell short", "bad"), "early": ("Not yet", "outline"), "unknown": ("", "")}
Served = tuple[str, dict[str, Any]]


@panel("idea", order=58)
def shipped_of_idea(request: HttpRequest, idea: Idea) -> Served | None:
    """Its released features: are they used as was hoped and projected?"""
    return served(shipped([idea], actor_of(request)), shows_idea=False)


@panel("initiative", order=20)
def shipped_of_initiative(request: HttpRequest, initiative: Initiative) -> Served | None:
    """The same of all ideas in a completed initiative."""
    if initiative.state != InitiativeState.COMPLETED:
        return None
    actor = actor_of(request)
    ideas = Idea.objects.visible_to(actor).filter(initiatives=initiative).select_related("product").order_by("id")
    return served(shipped(ideas, actor), shows_idea=True)


def served(rows: list[Shipped], *, shows_idea: bool) -> Served | None:
    """The panel; nothing where no linked feature was released."""
    if not rows:
        return None
    told = [{"row": row, "word": WORDS[row.verdict][0], "tone": WORDS[row.verdict][1], "left": weeks_left(row)} for row in rows]
    return "gates/panels/shipped.html", {"rows": told, "shows_idea": shows_idea}
