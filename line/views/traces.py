"""The line through a feedback, an idea or an initiative, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, find, page
from feedback.models import Feedback
from line.trace import trace
from roadmap.models import Idea, Initiative


def show(request: HttpRequest, start: Feedback | Idea | Initiative) -> HttpResponse:
    """The page of a line."""
    return page(request, "line/line.html", line=trace(start, actor=actor_of(request)), start=start, kind=start._meta.model_name)


@door()
def from_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """From somebody's words to what became of them."""
    rows = Feedback.objects.visible_to(actor_of(request)).select_related("company", "contact", "product", "merged_into")
    return show(request, find(rows, pk))


@door()
def from_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """An idea's whole line."""
    return show(request, find(Idea.objects.visible_to(actor_of(request)), pk))


@door()
def from_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """From what was shipped back to the words, people and decisions that led to it."""
    return show(request, find(Initiative.objects.visible_to(actor_of(request)), pk))
