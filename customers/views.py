"""The web door of companies and contacts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers import actions, rules
from customers.forms import CompanyFilter, CompanyForm, ContactForm
from customers.models import Company, Contact
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast

FIELDS = ("name", "segment", "lifecycle", "arr", "plan", "motion", "owner", "crm_id", "version")


def narrowed(companies: QuerySet[Company], chosen: dict[str, Any]) -> QuerySet[Company]:
    """The companies that fit what was chosen."""
    companies = companies.filter(archived_at__isnull=not chosen.get("archived"))
    for name in ("segment", "lifecycle", "owner"):
        if name in chosen:
            companies = companies.filter(**{name: chosen[name]})
    if "q" in chosen:
        words = chosen["q"]
        companies = companies.filter(Q(name__icontains=words) | Q(domains__domain__icontains=words) | Q(crm_id=words)).distinct()
    return companies


@door()
def company_list(request: HttpRequest) -> HttpResponse:
    """Companies, found by name, domain, segment, lifecycle and owner."""
    form = CompanyFilter(request.GET or None, actor=actor_of(request))
    chosen = form.chosen()
    companies = narrowed(Company.objects.visible_to(actor_of(request)), chosen).select_related("owner")
    companies = companies.annotate(feedback_count=Count("feedback", distinct=True)).order_by(chosen.get("sort", "name"), "id")
    may = rules.may_keep_customers(actor_of(request))
    return page(
        request, "customers/company_list.html", form=form, companies=paged(request, companies), chosen=chosen, may_keep=may
    )


@door(*rules.KEEPERS)
def new_company(request: HttpRequest) -> HttpResponse:
    """Add a company."""
    actor = actor_of(request)
    form = CompanyForm(request.POST or None, actor=actor, initial={"name": request.GET.get("name", "")})
    if form.is_valid() and (made := attempt(form, lambda: actions.add_company(actor=actor, **without_version(form)))):
        toast(request, f"Added {made}.")
        return redirect("customers:company", made.pk)
    return page(request, "customers/company_form.html", form=form, status=422 if form.is_bound else 200)


def without_version(form: CompanyForm | ContactForm) -> dict[str, Any]:
    """What the form says, for a record that is only made."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@door()
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """One company: what we know, who is there, what they said and what became of it."""
    actor = actor_of(request)
    found = find(Company.objects.visible_to(actor).select_related("owner").prefetch_related("domains", "contacts"), pk)
    panels = render_panels("company", request, found)
    return page(request, "customers/company.html", company=found, panels=panels, may_keep=rules.may_keep_customers(actor))


@door(*rules.KEEPERS)
def edit_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we know of a company."""
    actor = actor_of(request)
    found = find(Company.objects.visible_to(actor), pk)
    initial = {name: getattr(found, name) for name in FIELDS} | {"domains": ", ".join(str(row) for row in found.domains.all())}
    form = CompanyForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_company(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:company", pk)
    return page(request, "customers/company_form.html", form=form, company=found, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.KEEPERS)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a company; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(Company.objects.visible_to(actor), pk)
    if request.POST.get("undo") or request.GET.get("undo"):
        actions.restore_company(found, actor=actor)
        toast(request, f"Brought back {found}.")
    else:
        actions.archive_company(found, actor=actor)
        toast(request, f"Archived {found}.", undo=reverse("customers:archival", args=[pk]) + "?undo=1")
    return redirect("customers:company", pk)


@door(*rules.KEEPERS)
def new_contact(request: HttpRequest) -> HttpResponse:
    """Add a contact, mostly from their company's page."""
    actor = actor_of(request)
    form = ContactForm(request.POST or None, actor=actor, initial={"company": request.GET.get("company")})
    if form.is_valid() and (made := attempt(form, lambda: actions.add_contact(actor=actor, **without_version(form)))):
        toast(request, f"Added {made}.")
        return redirect("customers:contact", made.pk)
    return page(request, "customers/contact_form.html", form=form, status=422 if form.is_bound else 200)


@door()
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact."""
    actor = actor_of(request)
    found = find(Contact.objects.visible_to(actor).select_related("company"), pk)
    panels = render_panels("contact", request, found)
    return page(request, "customers/contact.html", contact=found, panels=panels, may_keep=rules.may_keep_customers(actor))


@door(*rules.KEEPERS)
def edit_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we know of a contact."""
    actor = actor_of(request)
    found = find(Contact.objects.visible_to(actor), pk)
    initial = {name: getattr(found, name) for name in ("name", "email", "job_role", "persona", "company", "version")}
    form = ContactForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_contact(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:contact", pk)
    return page(request, "customers/contact_form.html", form=form, contact=found, status=422 if form.is_bound else 200)


@door()
def company_options(request: HttpRequest) -> HttpResponse:
    """Companies whose name holds what was typed, for fields that find as you type."""
    words = request.GET.get("q", "").strip()[:100]
    companies = Company.objects.visible_to(actor_of(request)).current().filter(name__icontains=words).order_by("name")[:8]
    return page(request, "customers/_company_options.html", companies=companies)


@door()
def contact_options(request: HttpRequest) -> HttpResponse:
    """Contacts whose name or e-mail address holds what was typed, those of ``company`` first where it is named."""
    words, company_id = request.GET.get("q", "").strip()[:100], request.GET.get("company", "")
    contacts = Contact.objects.visible_to(actor_of(request)).filter(Q(name__icontains=words) | Q(email__icontains=words))
    if company_id.isdigit() and len(company_id) < 19:
        contacts = contacts.filter(company_id=int(company_id))
    return page(request, "customers/_contact_options.html", contacts=contacts.select_related("company")[:8])
