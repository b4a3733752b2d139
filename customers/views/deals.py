"""The web door of deals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers import actions, rules
from customers.forms import DealForm, without_version
from customers.models import Company, Deal
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, page, toast

FIELDS = ("name", "amount", "status", "stage", "close_date", "probability", "owner", "external_id", "version")


@door(*rules.KEEPERS)
def new_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a deal with a company."""
    actor = actor_of(request)
    company = find(Company.objects.visible_to(actor), pk)
    form = DealForm(request.POST or None, actor=actor, initial={"owner": actor.person})
    if form.is_valid() and (
        made := attempt(form, lambda: actions.add_deal(company=company, actor=actor, **without_version(form)))
    ):
        toast(request, f"Added {made}.")
        return redirect("customers:deal", made.pk)
    return page(request, "customers/deal_form.html", form=form, company=company, status=422 if form.is_bound else 200)


@door()
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    """One deal, and what hangs on it."""
    actor = actor_of(request)
    found = find(Deal.objects.visible_to(actor).select_related("company", "owner"), pk)
    panels = render_panels("deal", request, found)
    return page(request, "customers/deal.html", deal=found, panels=panels, may_keep=rules.may_keep_customers(actor))


@require_POST
@door(*rules.KEEPERS)
def deal_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a deal; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(Deal.objects.visible_to(actor), pk)
    archive_or_bring_back(request, found, archive=actions.archive_deal, restore=actions.restore_deal)
    return redirect("customers:deal", pk)


@door(*rules.KEEPERS)
def edit_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a deal up to date."""
    actor = actor_of(request)
    found = find(Deal.objects.visible_to(actor).select_related("company"), pk)
    form = DealForm(request.POST or None, actor=actor, initial={name: getattr(found, name) for name in FIELDS})
    if form.is_valid() and attempt(form, lambda: actions.change_deal(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:deal", pk)
    return page(
        request, "customers/deal_form.html", form=form, deal=found, company=found.company, status=422 if form.is_bound else 200
    )
