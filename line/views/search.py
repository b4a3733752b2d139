"""Search: one field over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, page
from line.finding import look_for
from line.finding.asking import FILTERS, example

FEW, SOME, MANY = 4, 8, 100


@door()
def search(request: HttpRequest) -> HttpResponse:
    """Everything that fits, by kind; one kind alone at length; for the palette only its rows."""
    typed, is_palette = request.GET.get("q", ""), bool(request.GET.get("palette"))
    each = FEW if is_palette else MANY if "kind:" in typed.lower() else SOME
    answer = look_for(typed, actor=actor_of(request), each=each, is_exact=bool(request.GET.get("exact")))
    return page(
        request, "line/_found.html" if is_palette else "line/search.html",
        answer=answer, q=typed, filters=[(example(name), meaning) for name, meaning in FILTERS.items()],
    )  # fmt: skip
