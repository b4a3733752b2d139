"""The web door of what customers reach: marks of milestones, the scorecard, and how they are doing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers.models import Company
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, page, toast
from growth import actions, rules
from growth.forms import MarkForm, OutcomeChangeForm, OutcomeForm, ValueForm, WordForm
from growth.models import CompanyOutcome, MilestoneMark
from history.actor import Actor


def of_company(company: int) -> str:
    """Where a company's scorecard is."""
    return f"{reverse('customers:company', args=[company])}?tab=value"


def asked(request: HttpRequest, pk: int, kind: type[Any], title: str, verb: Any, done: str) -> HttpResponse:
    """A form about a company: filled in rightly, it calls the verb and leads back to the company."""
    actor = actor_of(request)
    company = find(Company.objects.visible_to(actor), pk)
    form = kind(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: verb(company, actor, form.cleaned_data)):
        toast(request, done)
        return redirect(of_company(company.pk))
    return page(
        request, "growth/company_form.html", form=form, company=company, title=title, status=422 if form.is_bound else 200
    )


@door(*rules.KNOWERS)
def new_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a customer wants to reach."""

    def verb(company: Company, actor: Actor, values: dict[str, Any]) -> CompanyOutcome:
        return actions.set_outcome(company=company, actor=actor, **values)

    return asked(request, pk, OutcomeForm, "New outcome", verb, "Added to the scorecard.")


@door(*rules.KNOWERS)
def new_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark that a company reached a milestone."""

    def verb(company: Company, actor: Actor, values: dict[str, Any]) -> MilestoneMark:
        return actions.mark_milestone(values.pop("milestone"), company=company, actor=actor, **values)

    return asked(request, pk, MarkForm, "Mark a milestone as reached", verb, "Marked.")


@door(*rules.KNOWERS)
def new_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a customer is doing."""

    def verb(company: Company, actor: Actor, values: dict[str, Any]) -> Any:
        return actions.give_word(company=company, actor=actor, **values)

    return asked(request, pk, WordForm, "How are they doing?", verb, "Thank you. It counts for their health.")


@door()
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of a scorecard: what was measured, and the form for the next value."""
    actor = actor_of(request)
    found = find(CompanyOutcome.objects.visible_to(actor).select_related("company__owner", "product"), pk)
    may = rules.may_tell(actor, found.product, found.company)
    form = ValueForm(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: actions.enter_value(found, actor=actor, **form.cleaned_data)):
        toast(request, "Entered.")
        return redirect("growth:outcome", pk)
    return page(request, "growth/outcome.html", outcome=found, form=form, may=may, status=422 if form.is_bound else 200)


@door(*rules.KNOWERS)
def edit_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line of a scorecard."""
    actor = actor_of(request)
    found = find(CompanyOutcome.objects.visible_to(actor).select_related("company__owner", "product"), pk)
    initial = {name: getattr(found, name) for name in ("metric", "unit", "baseline", "target", "due_on", "version")}
    form = OutcomeChangeForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.edit_outcome(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved.")
        return redirect("growth:outcome", pk)
    context = {"form": form, "company": found.company, "title": "Edit the outcome"}
    return page(request, "growth/company_form.html", **context, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.KNOWERS)
def outcome_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a line of a scorecard away; sent with ``undo``, bring it back."""
    found = find(CompanyOutcome.objects.visible_to(actor_of(request)).select_related("company"), pk)
    archive_or_bring_back(request, found, archive=actions.archive_outcome, restore=actions.restore_outcome)
    return redirect("growth:outcome", pk)


@require_POST
@door(*rules.KNOWERS)
def mark_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a company reached a milestone."""
    found = find(MilestoneMark.objects.visible_to(actor_of(request)), pk)
    actions.unmark_milestone(found, actor=actor_of(request))
    toast(request, "Taken back.")
    return redirect(of_company(found.company_id))
