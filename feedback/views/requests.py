"""The web door of requests: submit one, and see where each of mine stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from customers.actions import company_named, contact_known_as
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from feedback import actions, rules
from feedback.actions.requests import EDITABLE
from feedback.models import CLOSED_DEALS, Request
from feedback.rules import CONTRIBUTORS
from feedback.standing import standings
from feedback.views.request_forms import DealForm, RequestFilter, RequestForm
from history.actor import Actor


@door(*CONTRIBUTORS)
def new_request(request: HttpRequest) -> HttpResponse:
    """Submit a request for a deal."""
    actor = actor_of(request)
    form = RequestForm(request.POST or None, actor=actor, initial=first_values(request))
    if form.is_valid() and (made := attempt(form, lambda: submitted(dict(form.cleaned_data), actor))):
        toast(request, f"Submitted {made.opportunity}. You will see here what becomes of it.")
        return redirect("feedback:requests")
    return page(request, "feedback/request_form.html", form=form, status=422 if form.is_bound else 200)


def first_values(request: HttpRequest) -> dict[str, Any]:
    """What is filled in already when one comes from a company's page."""
    company = request.GET.get("company", "")
    if not company.isdigit():
        return {}
    found = RequestFilter({"company": company}, actor=actor_of(request)).chosen().get("company")
    return {"company": found.pk, "company_name": found.name} if found else {}


@transaction.atomic
def submitted(values: dict[str, Any], actor: Actor) -> Request:
    """The request that the form describes, its company and contact found or made."""
    values.pop("version")
    names = {name: values.pop(name) for name in ("company_name", "contact_name", "contact_email")}
    values["company"] = values["company"] or company_named(names["company_name"], actor=actor)
    values["contact"] = values["contact"] or contact_known_as(
        name=names["contact_name"], email=names["contact_email"], company=values["company"], actor=actor
    )
    return actions.submit_request(actor=actor, **values)


def narrowed(requests: QuerySet[Request], chosen: dict[str, Any], actor: Actor) -> QuerySet[Request]:
    """The requests that fit what was chosen; one's own unless everybody's were asked for."""
    if "whose" not in chosen and "company" not in chosen:
        requests = requests.filter(submitted_by=actor.person)
    if "stage" in chosen:
        requests = requests.filter(stage=chosen["stage"])
    for name in ("product", "company"):
        if name in chosen:
            requests = requests.filter(**{f"feedback__{name}": chosen[name]})
    if "q" in chosen:
        requests = requests.filter(Q(opportunity__icontains=chosen["q"]) | Q(feedback__company__name__icontains=chosen["q"]))
    return requests


@door()
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests, one's own first of all, each with where it stands in plain words."""
    actor = actor_of(request)
    form = RequestFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = narrowed(Request.objects.visible_to(actor), chosen, actor)
    at_stake = rows.exclude(stage__in=CLOSED_DEALS).aggregate(sum=Sum("amount"))["sum"] or 0
    requests = paged(request, rows.select_related("feedback__company", "feedback__product", "submitted_by").order_by("-id"))
    told = standings([row.feedback for row in requests], actor_of(request))
    listed = [(row, told[row.feedback_id]) for row in requests]
    return page(
        request, "feedback/request_list.html", form=form, requests=requests, listed=listed, chosen=chosen,
        at_stake=at_stake, may_submit=rules.may_submit(actor),
    )  # fmt: skip


@door()
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: the words, the need, the deal, and where it stands. Its deal is kept up to date here."""
    actor = actor_of(request)
    rows = Request.objects.visible_to(actor).select_related(
        "feedback__company", "feedback__contact", "feedback__product", "submitted_by"
    )
    found = find(rows, pk)
    initial = {name: getattr(found, name) for name in (*EDITABLE, "version")}
    form = DealForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_request(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['opportunity']}.")
        return redirect("feedback:request", pk)
    return page(
        request, "feedback/request.html", asked=found, form=form, may_change=rules.may_change_request(actor, found),
        standing=standings([found.feedback], actor_of(request))[found.feedback_id],
        panels=render_panels("request", request, found.feedback), status=422 if form.is_bound else 200,
    )  # fmt: skip
