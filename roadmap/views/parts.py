"""What loads after the page of an idea, or of an initiative: whom it serves, its stories, files and links; what others say of it.

Only what is there takes room.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from doors.fields.values import shown
from doors.panels import Later, render_panels
from doors.policy import door
from doors.web import actor_of, find, page
from roadmap.figures import of_idea
from roadmap.later import OF_IDEA, OF_INITIATIVE
from roadmap.linked import links_of
from roadmap.models import Idea, IdeaField, Initiative
from roadmap.views.ideas import visible
from roadmap.views.stories import stories_of


@door()
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Every part, for the idea's page; without scripts a page of its own."""
    found, actor = visible(request, pk), actor_of(request)
    fields = list(IdeaField.objects.current().serving(found.product_id))
    own = [(field.name, shown(found.custom.get(field.key))) for field in fields]
    context = stories_of(request, found) | {
        "fields": fields,
        "own": [(name, value) for name, value in own if value],
        "personas": list(found.personas.order_by("name")),
        "jobs": list(found.jobs.order_by("id")),
        "designs": list(found.designs.filter(removed_at=None)),
        "files": list(found.files.filter(removed_at=None)),
        "links": links_of(found, actor),
    }
    return page(request, "roadmap/parts.html", part="parts", **context)


@door()
def more(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """A part of an idea's page, such as what was said of it."""
    ideas = Idea.objects.visible_to(actor_of(request))
    found = find(ideas.select_related("product", "owner", "duplicate_of", "own_stage"), pk)
    return served_later(request, found, "idea", OF_IDEA[part], family=of_idea(pk))


@door()
def more_of_initiative(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """A part of an initiative's page."""
    rows = Initiative.objects.visible_to(actor_of(request)).select_related("product", "owner")
    return served_later(request, find(rows, pk), "initiative", OF_INITIATIVE[part])


def served_later(request: HttpRequest, record: Any, place: str, later: Later, family: Any = None) -> HttpResponse:
    """The panels of a part; without scripts on a page of their own."""
    panels = render_panels(place, request, record, later.orders)
    return page(request, "roadmap/later.html", part="later", record=record, later=later, panels=panels, family=family)
