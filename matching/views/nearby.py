"""What is close in meaning to what somebody looks for; it comes below what holds the words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, page
from matching.nearby import nearest_to


@door()
def near(request: HttpRequest) -> HttpResponse:
    """The part of the search page that is asked for apart."""
    words = request.GET.get("q", "")
    return page(request, "matching/_near.html", rows=nearest_to(words, actor=actor_of(request)))
