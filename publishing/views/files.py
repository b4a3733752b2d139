"""The web door of papers: the roadmap, the portfolio, the objectives or an idea as a file to send."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from doors.papers import FORMS, paper_file
from doors.policy import door
from doors.web import actor_of, as_id, find
from publishing.papers import idea_paper, objectives_paper, portfolio_paper, roadmap_paper
from roadmap.forms.initiatives import BoardFilter
from roadmap.models import Idea


def known(form: str) -> str:
    """A form that there is."""
    if form not in FORMS:
        raise Http404
    return form


@door()
def roadmap(request: HttpRequest, form: str) -> HttpResponse:
    """The board, as it is filtered."""
    asked = BoardFilter(request.GET or None, actor=actor_of(request))
    return paper_file(roadmap_paper(actor_of(request), asked.chosen(), asked.products), known(form))


@door()
def portfolio(request: HttpRequest, form: str) -> HttpResponse:
    """The portfolio."""
    return paper_file(portfolio_paper(actor_of(request)), known(form))


@door()
def objectives(request: HttpRequest, form: str) -> HttpResponse:
    """The objectives, of a cycle or of all."""
    return paper_file(objectives_paper(actor_of(request), cycle=as_id(request.GET.get("cycle"))), known(form))


@door()
def idea(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """One idea."""
    found = find(Idea.objects.visible_to(actor_of(request)).select_related("product", "owner"), pk)
    return paper_file(idea_paper(actor_of(request), found), known(form))
