"""The web door of revenue: what came and went, each company's part, and the months that were recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers.models import Company
from customers.segments import in_segment
from customers.showing import TABS
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, attempt, find, page, paged, toast
from growth import actions, rules
from growth.figures.cohorts import MONTH, next_period
from growth.forms import CorrectionForm, NewRevenueForm, RevenueFilter, RevenueForm
from growth.ledger import YEAR, Ledger, ledger_of
from growth.models import RevenueSnapshot
from growth.showing import CompanyLine, company_lines, movement_chart, ordered, revenue_tiles

EXPORTED = ("company", "crm_id", "segment", "motion", "plan", "arr_a_year_before", "arr", "change", "what_became_of_it")


@door()
def revenue(request: HttpRequest) -> HttpResponse:
    """Revenue as a whole: retention of a year, what came and went each month, every company's part in it."""
    actor = actor_of(request)
    form = RevenueFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    ledger, month, lines = asked_for(chosen)
    context: dict[str, Any] = {"form": form, "ledger": ledger, "month": month, "may_record": rules.may_record_revenue(actor)}
    if month is not None:
        motion = chosen.get("motion", "")
        rows = Paginator(lines, 50).get_page(request.GET.get("page"))
        context |= {
            "tiles": revenue_tiles(ledger, month, motion), "chart": movement_chart(ledger, month, motion), "rows": rows,
            "start": next_period(month, MONTH, -YEAR), "unknown": ledger.unknown(next_period(month, MONTH, -YEAR), month),
        }  # fmt: skip
    return page(request, "growth/revenue.html", **context)


def asked_for(chosen: dict[str, Any]) -> tuple[Ledger, date | None, list[CompanyLine]]:
    """The ledger, the month and the companies that an address asks for, in its order."""
    ledger = ledger_of(chosen.get("product"), in_segment(chosen["segment"]) if "segment" in chosen else Q())
    wanted = chosen.get("month")
    month = max((one for one in ledger.months if wanted is None or one <= wanted), default=None)
    if month is None:
        return ledger, None, []
    companies = Company.objects.filter(pk__in=list(ledger.paid), merged_into=None)
    if "q" in chosen:
        companies = companies.filter(name__icontains=chosen["q"])
    lines = company_lines(ledger, month, companies.in_bulk(), chosen.get("motion", ""))
    return ledger, month, ordered(lines, chosen.get("sort", "-change"))


@door()
def revenue_export(request: HttpRequest) -> HttpResponse:
    """The companies as they are filtered, as a CSV file."""
    _, _, lines = asked_for(RevenueFilter(request.GET or None, actor=actor_of(request)).chosen())
    table = (
        [
            one.company.name, one.company.crm_id, one.company.segment, one.motion, one.plan, one.start, one.end, one.change,
            one.word,
        ]
        for one in lines
    )  # fmt: skip
    return csv_file("revenue", EXPORTED, table)


@door(*rules.RECORDERS)
def new_snapshot(request: HttpRequest) -> HttpResponse:
    """Record a month of a company."""
    actor = actor_of(request)
    form = NewRevenueForm(request.POST or None, actor=actor, initial={"company": request.GET.get("company")})
    if form.is_valid() and (made := attempt(form, lambda: actions.record_revenue(actor=actor, **form.cleaned_data))):
        toast(request, f"Recorded {made}.")
        return redirect("growth:company_revenue", made.company_id)
    return page(request, "growth/snapshot_form.html", form=form, status=422 if form.is_bound else 200)


@door()
def company_revenue(request: HttpRequest, pk: int) -> HttpResponse:
    """The months of one company, the latest first; and the form for the next."""
    actor = actor_of(request)
    company = find(Company.objects.visible_to(actor), pk)
    may = rules.may_record_revenue(actor)
    rows = RevenueSnapshot.objects.visible_to(actor).standing().filter(company=company).order_by("-month")
    form = RevenueForm(actor=actor, initial={"plan": company.plan, "motion": company.motion})
    return page(
        request, "growth/company_revenue.html", company=company, rows=paged(request, rows.select_related("recorded_by")),
        form=form, may=may, tabs=TABS,
    )  # fmt: skip


@door()
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """One month of a company; whoever may records what is right, and why it changes."""
    actor = actor_of(request)
    found = find(RevenueSnapshot.objects.visible_to(actor).select_related("company", "recorded_by"), pk)
    initial = {"arr": found.arr, "plan": found.plan, "motion": found.motion, "version": found.version}
    form = CorrectionForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.correct_revenue(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Corrected {found}.")
        return redirect("growth:snapshot", pk)
    may = rules.may_record_revenue(actor)
    return page(request, "growth/snapshot.html", snapshot=found, form=form, may=may, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.RECORDERS)
def snapshot_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a month away."""
    actor = actor_of(request)
    found = find(RevenueSnapshot.objects.visible_to(actor).select_related("company"), pk)
    actions.remove_revenue(found, reason=request.POST.get("reason", "")[:500], actor=actor)
    toast(request, f"Took away {found}.")
    return redirect("growth:company_revenue", found.company_id)
