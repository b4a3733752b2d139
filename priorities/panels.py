"""What an idea's page shows of its place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from priorities import rules
from priorities.methods import FORMULAS, Method, Source
from priorities.models import RatingRound, Scheme
from priorities.ranking import rank
from roadmap.models import Idea


@panel("idea", order=15)
def place_of_idea(request: HttpRequest, idea: Idea) -> tuple[str, dict[str, Any]] | None:
    """Each factor of the idea, and the score that they make. What is normalised against the backlog shows on its page."""
    actor = actor_of(request)
    scheme = Scheme.objects.filter(product=idea.product_id).first()
    may = rules.may_prioritise(actor, idea.product)
    if scheme is None:
        return None
    [told] = rank(scheme, [idea], actor)
    is_absolute = scheme.method != "weighted" or all(part.factor.most is not None for part in told.parts)
    return "priorities/panels/idea.html", {
        "told": told, "scheme": scheme, "formula": FORMULAS[Method(scheme.method)], "may": may, "idea": idea,
        "is_absolute": is_absolute,
        "rounds": RatingRound.objects.visible_to(actor).filter(ideas=idea).order_by("-id")[:3], "people": Source.PEOPLE,
    }  # fmt: skip
