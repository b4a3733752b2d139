"""Leads as one reads them: the list with its pane, the board, one lead, the file, and the pipelines."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, asks_for_part, find, page, paged, toast
from history.actor import Actor
from pqls import rules
from pqls.conditions import sentence
from pqls.exports import csv_of
from pqls.filters import narrowed
from pqls.forms import PqlFilter
from pqls.kinds import PqlState
from pqls.models import Pql, PqlQuerySet
from pqls.showing import pipelines as figures_of
from pqls.showing import same_company, shares_of, use_of

SIZE, A_LANE = 30, 30
KEPT = "pqls_filter"
VIEWS = ("list", "board")


@door()
def pqls(request: HttpRequest) -> HttpResponse:
    """The leads: a list beside a pane, or a board. Without a choice in the address it opens as was last kept."""
    if not request.GET and (kept := request.session.get(KEPT)):
        return redirect(f"{request.path}?{kept}")
    actor = actor_of(request)
    form = PqlFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = narrowed(Pql.objects.visible_to(actor), chosen, actor)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    view = request.GET.get("view", "") if request.GET.get("view") in VIEWS else "list"
    shared = {
        "form": form, "chosen": chosen, "view": view, "total": sum(counts.values()), "may_work": actor.has(*rules.WORKERS),
        "may_write": actor.has(*rules.WRITERS), "kept": bool(request.session.get(KEPT)),
    }  # fmt: skip
    if view == "board":
        return page(request, "pqls/board.html", lanes=lanes(rows, counts), **shared)
    state, listed = of_state(rows, request.GET.get("state", ""))
    tabs = [("", "Waiting", rows.waiting().count())]
    tabs += [(value, label, counts.get(value, 0)) for value, label in PqlState.choices if value != PqlState.OPEN]
    tabs += [("all", "All", sum(counts.values()))]
    shown = paged(request, listed.for_pages(), SIZE)
    return page(request, "pqls/list.html", shown=shown, tabs=tabs, state=state, **shared)


def of_state(rows: PqlQuerySet, asked: str) -> tuple[str, PqlQuerySet]:
    """The rows of the tab asked for; what waits, the oldest first, unless it is one."""
    if asked == "all":
        return asked, rows.order_by("-id")
    if asked in PqlState.values and asked != PqlState.OPEN:
        return asked, rows.filter(state=asked).order_by("-id")
    return "", rows.waiting().order_by("created_at", "id")


def lanes(rows: PqlQuerySet, counts: dict[str, int]) -> list[tuple[str, str, int, list[Pql]]]:
    """The board's lanes, each with its newest leads."""
    newest: dict[str, list[Pql]] = {value: [] for value in PqlState.values}
    for value in PqlState.values:
        if counts.get(value):
            newest[value] = list(rows.filter(state=value).for_pages().order_by("-id")[:A_LANE])
    return [(str(value), str(label), counts.get(value, 0), newest[value]) for value, label in PqlState.choices]


@require_POST
@door()
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Open the list as it is filtered now from next time on, until one signs out; or with everything again."""
    query = request.POST.get("query", "")[:1000]
    if query and "undo" not in request.POST:
        request.session[KEPT] = query
        toast(request, "The list opens like this from now on.")
        return redirect(f"{reverse('pqls:pqls')}?{query}")
    request.session.pop(KEPT, None)
    toast(request, "The list opens with everything again.")
    return redirect("pqls:pqls")


@door()
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, as a CSV file."""
    actor = actor_of(request)
    chosen = PqlFilter(request.GET or None, actor=actor).chosen()
    return csv_of(of_state(narrowed(Pql.objects.visible_to(actor), chosen, actor), request.GET.get("state", "all"))[1])


def visible(request: HttpRequest) -> QuerySet[Pql]:
    """The leads that one may see, with what their page shows."""
    who = ("request__feedback", "answered_by", "closed_by", "company__owner")
    return Pql.objects.visible_to(actor_of(request)).for_pages().select_related(*who)


@door()
def pql(request: HttpRequest, pk: int) -> HttpResponse:
    """One lead, as a page and beside the list: why, the use behind it, the company, and what can be done."""
    actor, found = actor_of(request), find(visible(request), pk)
    in_pane = asks_for_part(request) and bool(request.GET.get("pane"))
    context = about(found, actor) | {"in_pane": in_pane}
    if in_pane:
        return page(request, "pqls/_reading.html", **context)
    return page(
        request, "pqls/pql.html", **context, panels=render_panels("pql", request, found), others=same_company(found, actor),
        rule_said=sentence(found.rule.conditions, found.rule.any_of, found.rule.level),
        contacts=found.company.contacts.filter(merged_into=None).order_by("name")[:8],
    )  # fmt: skip


def about(found: Pql, actor: Actor) -> dict[str, Any]:
    """What the pane and the page show of a lead."""
    facts = found.evidence.get("facts", {})
    return {
        "pql": found, "use": use_of(found), "facts": facts, "may": rules.may_answer(actor, found),
        "may_assign": rules.may_assign(actor, found), "is_request_seen": request_is_seen(found, actor),
    }  # fmt: skip


def request_is_seen(found: Pql, actor: Actor) -> bool:
    """Whether the request behind the deal is one that the actor may open."""
    if found.request is None:
        return False
    return type(found.request).objects.visible_to(actor).filter(pk=found.request_id).exists()


@door()
def pipelines(request: HttpRequest) -> HttpResponse:
    """How leads do, self-serve and sales-assisted apart and together."""
    actor = actor_of(request)
    form = PqlFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = narrowed(Pql.objects.visible_to(actor), {name: chosen.get(name) for name in ("product", "segment")}, actor)
    told = [(value, label, one, shares_of(one)) for value, label, one in figures_of(rows)]
    return page(request, "pqls/pipelines.html", form=form, chosen=chosen, pipelines=told, may_write=actor.has(*rules.WRITERS))
