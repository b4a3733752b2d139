"""The reports of the gates: each figure opens to the reviews behind it, and each page can be had as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from doors.papers import FORMS, paper_file
from doors.policy import door
from doors.web import actor_of, page
from gates.forms.reports import QuarterFilter, ReportFilter, named
from gates.reports.agenda import Agenda
from gates.reports.flow import Flow
from gates.reports.learning import Learning
from gates.reports.papers import TABLES, report_paper
from gates.reports.passages import Passages, Scope
from gates.reports.showing import balance_chart, behind, flow_tiles, opened, rows_url, time_chart
from gates.reports.worth import Worth

SENT_AS = ("pdf", "xlsx", "csv")
SHOWN_FIRST = 100


def shown(request: HttpRequest, name: str, form: ReportFilter, **context: Any) -> HttpResponse:
    """A report's page, with its choice and its files."""
    return page(
        request, f"gates/reports/{name}.html", form=form, here=name, kept=form.query(),
        files=files_of(name, form.query()), **context,
    )  # fmt: skip


def files_of(name: str, query: str) -> list[tuple[str, str]]:
    """The files of a report, each with its address."""
    mark = "?" if query else ""
    return [(FORMS[one][0], f"{reverse('gates:report_file', args=[name, one])}{mark}{query}") for one in SENT_AS]


@require_safe
@door()
def flow(request: HttpRequest) -> HttpResponse:
    """The funnel, time at each gate, kill rate and decision cycle."""
    form = ReportFilter(request.GET or None, actor=actor_of(request))
    found, query = Flow(Passages(form.scope())), form.query()
    return shown(
        request, "flow", form, passages=found.passages, flow=found, tiles=flow_tiles(found, query),
        steps=[(step, opened(step, query)) for step in found.steps],
        times=[(step, time, rows_url(f"time-{step.gate}", query)) for step, time in found.times], cycles=found.cycles,
        chart=time_chart(found), launched=rows_url("launched", query), succeeded=rows_url("succeeded", query),
    )  # fmt: skip


@require_safe
@door()
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The reviews behind a number."""
    form = (QuarterFilter if "quarter" in request.GET else ReportFilter)(request.GET or None, actor=actor_of(request))
    found = behind(Flow(Passages(form.scope())), code)
    if found is None:
        raise Http404
    title, passages = found
    reviews = Paginator(passages, 50).get_page(request.GET.get("page"))
    return page(request, "gates/reports/rows.html", title=title, reviews=reviews, kept=form.query())


@require_safe
@door()
def overrides(request: HttpRequest) -> HttpResponse:
    """Decisions unlike their recommendation, and how they turned out."""
    form = ReportFilter(request.GET or None, actor=actor_of(request))
    found = Flow(Passages(form.scope()))
    came = found.passages.came
    lists = [
        (title, [(one, came.get(one.review.idea_id)) for one in some[:SHOWN_FIRST]], len(some), rows_url(code, form.query()))
        for title, some, code in (
            ("Milder than recommended", found.milder, "milder"), ("Stricter than recommended", found.stricter, "stricter"),
        )
    ]  # fmt: skip
    return shown(request, "overrides", form, passages=found.passages, flow=found, came=found.turned_out, lists=lists)


@require_safe
@door()
def delay(request: HttpRequest) -> HttpResponse:
    """What waiting costs, and which review to decide first."""
    form = ReportFilter(request.GET or None, actor=actor_of(request))
    found = Worth(Passages(form.scope()))
    known = [one for one in found.queue if one.delay]
    unknown = [one for one in found.queue if not one.delay]
    return shown(
        request, "delay", form, passages=found.passages, worth=found, known=known[:SHOWN_FIRST], unknown=unknown[:SHOWN_FIRST]
    )


@require_safe
@door()
def balance(request: HttpRequest) -> HttpResponse:
    """The ideas on their way, by what they are worth and how likely they succeed."""
    form = ReportFilter(request.GET or None, actor=actor_of(request))
    found = Worth(Passages(form.scope()))
    places = sorted(found.places, key=lambda one: (-one.passage.review.gate, -one.arr))
    return shown(
        request, "balance", form, passages=found.passages, chart=balance_chart(found), places=places[:SHOWN_FIRST], n=len(places)
    )


@require_safe
@door()
def agenda(request: HttpRequest) -> HttpResponse:
    """Who has to do what by when, and how much falls on whom."""
    form = ReportFilter(request.GET or None, actor=actor_of(request))
    found = Agenda(form.scope())
    who = request.GET.get("who", "")
    mine = [one for one in found.all if not who or str(one.person.pk) == who]
    person = next((one.person for one in mine), None) if who else None
    due = [one for one in mine if one.day is not None]
    undated = [one for one in mine if one.day is None]
    return shown(
        request, "agenda", form, agenda=found, due=due[:SHOWN_FIRST], due_n=len(due), undated=undated[:SHOWN_FIRST],
        undated_n=len(undated), person=person,
    )  # fmt: skip


@require_safe
@door()
def learning(request: HttpRequest) -> HttpResponse:
    """What forecasts, agreement and criteria were worth, and why to be careful with it."""
    form = ReportFilter(request.GET or None, actor=actor_of(request))
    return shown(request, "learning", form, learning=Learning(form.scope()))


@require_safe
@door()
def quarter(request: HttpRequest) -> HttpResponse:
    """A quarter of the portfolio on one page, for leadership."""
    form = QuarterFilter(request.GET or None, actor=actor_of(request))
    scope = form.scope()
    whole = Passages(Scope(scope.actor, scope.product))
    in_quarter, worth = Flow(whole.within(*form.days())), Worth(whole)
    query = form.query() or "quarter="
    due = Agenda(whole.scope).ahead([one.review for one in whole.open])[:8]
    return page(
        request, "gates/reports/quarter.html", form=form, here="quarter", kept="", flow=in_quarter,
        files=files_of("quarter", form.query()), name=named(form.first_day()),
        tiles=flow_tiles(in_quarter, query), steps=[(step, opened(step, query)) for step in in_quarter.steps],
        decided=in_quarter.passages.decided[:10], decided_n=len(in_quarter.passages.decided),
        decided_url=rows_url("decisions", query),
        chart=balance_chart(worth), queue=worth.queue[:5], due=due, product=scope.product,
    )  # fmt: skip


@require_safe
@door()
def report_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A report as a file: PDF, Excel or CSV."""
    if name not in TABLES or form not in SENT_AS:
        raise Http404
    asked = (QuarterFilter if name == "quarter" else ReportFilter)(request.GET or None, actor=actor_of(request))
    return paper_file(report_paper(name, asked.scope()), form)
