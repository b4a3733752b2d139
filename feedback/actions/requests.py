"""The verbs of requests: what salespeople submit for their deals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company, Contact, Deal, DealStatus
from feedback import rules
from feedback.actions.intake import give_feedback
from feedback.events import RequestEvent
from feedback.models import CLOSED_DEALS, Channel, DealStage, Firmness, Request
from history.actor import Actor
from history.recording import record
from history.refusals import require
from history.versions import change
from people.models import Product

EDITABLE = ("opportunity", "amount", "stage", "close_date", "firmness", "need")


@transaction.atomic
def submit_request(
    *, company: Company | None, text: str, need: str, opportunity: str, amount: Decimal, actor: Actor,
    stage: str = DealStage.QUALIFYING, close_date: date | None = None, firmness: str = Firmness.HEARSAY,
    contact: Contact | None = None, product: Product | None = None, title: str = "", **origin: Any,
) -> Request:  # fmt: skip
    """Bring a customer's words in for a deal, with the need behind them. ``origin`` is as in ``give_feedback``."""
    require(rules.may_submit(actor))
    if company is None and (contact is None or contact.company is None):
        raise ValidationError({"company": "A deal is with a company. Choose it, or type its name."})
    feedback = give_feedback(
        text=text, title=title, product=product, channel=Channel.SALES, company=company, contact=contact, actor=actor, **origin
    )
    request = Request(
        feedback=feedback, submitted_by=actor.person, opportunity=opportunity.strip(), amount=amount,
        stage=stage, close_date=close_date, firmness=firmness, need=need.strip(), deal=deal_named(opportunity, feedback.company),
    )  # fmt: skip
    request.full_clean()
    request.save()
    facts: dict[str, Any] = {"amount": amount, "stage": stage, "firmness": firmness}
    record(RequestEvent.SUBMITTED, request, actor=actor, about=feedback, **facts)
    return request


@transaction.atomic
def change_request(request: Request, *, actor: Actor, version: int | None = None, **values: Any) -> Request:
    """Keep a request's deal up to date: name, amount, stage, close date, firmness, need."""
    request = Request.objects.select_for_update().select_related("feedback").get(pk=request.pk)
    require(rules.may_change_request(actor, request))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    changes = change(request, values, version=version)
    if changes:
        record(RequestEvent.CHANGED, request, actor=actor, about=request.feedback, changes=changes)
    return request


def deal_named(name: str, company: Company | None) -> Deal | None:
    """The company's deal of this name, if the CRM told us of just one."""
    alike = list(Deal.objects.filter(company=company, name__iexact=" ".join(name.split()))[:2])
    return alike[0] if len(alike) == 1 else None


@transaction.atomic
def tie_to_deal(request: Request, deal: Deal, *, actor: Actor) -> Request:
    """Let a request follow a deal of the CRM: from now on amount, close date and result are told there."""
    request = Request.objects.select_for_update(of=("self",)).select_related("feedback").get(pk=request.pk)
    require(rules.may_tie_to_deal(actor, request, deal))
    changes = change(request, {"deal": deal} | told_by(deal, request))
    if changes:
        record(RequestEvent.CHANGED, request, actor=actor, about=request.feedback, changes=changes, deal=deal.pk)
    return request


def told_by(deal: Deal, request: Request) -> dict[str, Any]:
    """What the CRM's deal says of a request's own: a deal that is open again is being negotiated."""
    values: dict[str, Any] = {"opportunity": deal.name, "amount": deal.amount, "close_date": deal.close_date}
    if deal.status != DealStatus.OPEN:
        values["stage"] = DealStage.WON if deal.status == DealStatus.WON else DealStage.LOST
    elif request.stage in CLOSED_DEALS:
        values["stage"] = DealStage.NEGOTIATING
    return values
