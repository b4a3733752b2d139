"""What a feature's page shows of the roadmap: the ideas that it began as, and the initiatives that they are in."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from roadmap import rules
from roadmap.models import Idea, Initiative
from usage.models import Feature

MOST = 50


@panel("feature", order=10)
def ideas_of_feature(request: HttpRequest, feature: Feature) -> tuple[str, dict[str, Any]]:
    """The ideas that show in it, each with its stage and initiatives; linked and unlinked here."""
    actor = actor_of(request)
    initiatives = Prefetch("initiatives", queryset=Initiative.objects.visible_to(actor).order_by("-id"))
    rows = Idea.objects.visible_to(actor).filter(features=feature).select_related("own_stage").prefetch_related(initiatives)
    may = rules.may_shape(actor, feature.product)
    return "roadmap/panels/feature.html", {"feature": feature, "ideas": rows.order_by("-id")[:MOST], "may": may}
