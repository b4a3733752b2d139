"""The web door of companies: the list, one company with everything we know of it, and its verbs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers import actions, rules
from customers.custom import current_fields
from customers.filters import listed_companies, narrowed
from customers.forms import CompanyFilter, CompanyForm
from customers.models import Company, MergeKind
from customers.showing import TABS, company_page
from customers.views.merges import survivor
from doors.fields.asking import initial_of
from doors.fields.values import cell
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, archive_or_bring_back, as_id, attempt, find, page, paged, toast

FIELDS = ("name", "segment", "lifecycle", "arr", "plan", "motion", "owner", "crm_id", "version")
EXPORTED = ("name", "crm_id", "domains", "segment", "lifecycle", "motion", "plan", "arr", "owner", "feedback_count")


@door()
def company_list(request: HttpRequest) -> HttpResponse:
    """Companies, found by words, segment, lifecycle, motion, plan, owner and ARR; archived ones apart."""
    form = CompanyFilter(request.GET or None, actor=actor_of(request))
    companies = paged(request, asked_for(request, form).select_related("owner"))
    chosen = form.chosen()
    may = rules.may_keep_customers(actor_of(request))
    return page(
        request, "customers/company_list.html", form=form, companies=companies, chosen=chosen, may_keep=may,
        is_narrowed=bool(set(chosen) - {"sort", "archived"}),
    )  # fmt: skip


def asked_for(request: HttpRequest, form: CompanyFilter) -> QuerySet[Company]:
    """The companies that an address asks for, in the order that it asks for."""
    chosen = form.chosen()
    return listed_companies(narrowed(Company.objects.visible_to(actor_of(request)), chosen), chosen.get("sort", "name"))


@door()
def company_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as a CSV file that the import takes back."""
    rows = asked_for(request, CompanyFilter(request.GET or None, actor=actor_of(request)))
    rows = rows.select_related("owner").prefetch_related("domains")
    own = current_fields()
    columns = [*EXPORTED, *(field.name for field in own)]
    table = (
        [exported(company, name) for name in EXPORTED] + [cell(company.custom.get(field.key)) for field in own]
        for company in rows.iterator(chunk_size=500)
    )
    return csv_file("companies", columns, table)


def exported(company: Company, name: str) -> Any:
    """One cell of the export."""
    if name == "domains":
        return " ".join(row.domain for row in company.domains.all())
    if name == "owner":
        return company.owner.email if company.owner else ""
    return getattr(company, name)


def new_values(form: CompanyForm) -> dict[str, Any]:
    """What the form says, for a company that is only made."""
    return {name: value for name, value in form.values().items() if name != "version"}


@door(*rules.KEEPERS)
def new_company(request: HttpRequest) -> HttpResponse:
    """Add a company."""
    actor = actor_of(request)
    form = CompanyForm(request.POST or None, actor=actor, initial={"name": request.GET.get("name", "")})
    if form.is_valid() and (made := attempt(form, lambda: actions.add_company(actor=actor, **new_values(form)))):
        toast(request, f"Added {made}.")
        return redirect("customers:company", made.pk)
    return page(request, "customers/company_form.html", form=form, status=422 if form.is_bound else 200)


@door()
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """One company, tab by tab: who they are, what they said, what we owe them, deals, usage, activity."""
    actor = actor_of(request)
    rows = Company.objects.visible_to(actor).telling_pointers().select_related("owner").prefetch_related("domains")
    found = rows.filter(pk=as_id(str(pk))).first()
    if found is None:
        return survivor(MergeKind.COMPANY, pk, actor)
    tab = request.GET.get("tab", "")
    return page(request, "customers/company.html", **company_page(request, found, tab if tab in TABS else "overview"))


@door(*rules.KEEPERS)
def edit_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we know of a company."""
    actor = actor_of(request)
    found = find(Company.objects.visible_to(actor), pk)
    initial = {name: getattr(found, name) for name in FIELDS} | {"domains": ", ".join(str(row) for row in found.domains.all())}
    form = CompanyForm(request.POST or None, actor=actor, initial=initial | initial_of(found.custom))
    if form.is_valid() and attempt(form, lambda: actions.change_company(found, actor=actor, **form.values())):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:company", pk)
    return page(request, "customers/company_form.html", form=form, company=found, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.KEEPERS)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a company; sent with ``undo``, bring it back."""
    found = find(Company.objects.visible_to(actor_of(request)), pk)
    archive_or_bring_back(request, found, archive=actions.archive_company, restore=actions.restore_company)
    return redirect("customers:company", pk)


@door()
def company_options(request: HttpRequest) -> HttpResponse:
    """Companies whose name holds what was typed, for fields that find as you type."""
    words = request.GET.get("q", "").strip()[:100]
    companies = Company.objects.visible_to(actor_of(request)).current().filter(name__icontains=words).order_by("name")[:8]
    return page(request, "customers/_company_options.html", companies=companies)
