"""Search: one field over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, page
from line.finding import find_all


@door()
def search(request: HttpRequest) -> HttpResponse:
    """Everything that fits, by kind; for the palette only its rows."""
    words = request.GET.get("q", "")
    is_palette = bool(request.GET.get("palette"))
    found = find_all(words, actor=actor_of(request), each=4 if is_palette else 20)
    return page(request, "line/_found.html" if is_palette else "line/search.html", found=found, q=words)
