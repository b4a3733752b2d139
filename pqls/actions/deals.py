"""The verbs of a lead that sales took up: it becomes an opportunity, and is won or lost."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from feedback.models import Request
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import require
from history.versions import move
from pqls import rules
from pqls.actions.answers import locked, said
from pqls.events import PqlEvent
from pqls.kinds import Loss, PqlState
from pqls.models import Pql

MOST = Decimal(10) ** 12


@transaction.atomic
def make_opportunity(
    pql: Pql, *, amount: Decimal, actor: Actor, crm_deal_id: str = "", request: Request | None = None, words: str = "",
    version: int | None = None,
) -> Pql:  # fmt: skip
    """Say that a deal came of it: its amount a year, its id in the CRM, and the request that was submitted for it, if any."""
    pql = locked(pql, version)
    require(rules.may_answer(actor, pql))
    faults = {}
    if fault := fault_of(amount):
        faults["amount"] = fault
    if len(crm_deal_id.strip()) > 80:
        faults["crm_deal_id"] = "At most 80 characters."
    if request is not None and not requests_for(pql, actor).filter(pk=request.pk).exists():
        faults["request"] = f"Choose a request of {pql.company}."
    if faults:
        raise ValidationError(faults)
    pql.amount, pql.crm_deal_id, pql.request, pql.words = amount, crm_deal_id.strip(), request, said(words)
    pql.opportunity_at, pql.snoozed_until = clock.now(), None
    move(pql, PqlState.OPPORTUNITY, "amount", "crm_deal_id", "request", "words", "opportunity_at", "snoozed_until")
    record(
        PqlEvent.OPPORTUNITY, pql, actor=actor, about=pql.company, reason=pql.words, amount=amount, request=request,
        words={"crm_deal_id": pql.crm_deal_id} if pql.crm_deal_id else None,
    )  # fmt: skip
    return pql


@transaction.atomic
def win_pql(
    pql: Pql, *, actor: Actor, amount: Decimal | None = None, words: str = "", version: int | None = None
) -> Pql:  # fmt: skip
    """Say that the deal was won; with another amount than was expected, say so."""
    pql = locked(pql, version)
    require(rules.may_answer(actor, pql))
    if amount is not None and (fault := fault_of(amount)):
        raise ValidationError({"amount": fault})
    pql.amount, pql.words = pql.amount if amount is None else amount, said(words)
    pql.closed_at, pql.closed_by = clock.now(), actor.person
    move(pql, PqlState.WON, "amount", "words", "closed_at", "closed_by")
    record(PqlEvent.WON, pql, actor=actor, about=pql.company, reason=pql.words, amount=pql.amount)
    return pql


@transaction.atomic
def lose_pql(pql: Pql, *, loss: str, actor: Actor, words: str = "", version: int | None = None) -> Pql:
    """Say that nothing came of it, and why; also of one that was accepted and never became an opportunity."""
    pql = locked(pql, version)
    require(rules.may_answer(actor, pql))
    if loss not in Loss.values:
        raise ValidationError({"loss": "Say why nothing came of it."})
    pql.loss, pql.words, pql.snoozed_until = loss, said(words, needed=loss == Loss.OTHER), None
    pql.closed_at, pql.closed_by = clock.now(), actor.person
    move(pql, PqlState.LOST, "loss", "words", "snoozed_until", "closed_at", "closed_by")
    record(PqlEvent.LOST, pql, actor=actor, about=pql.company, reason=pql.words, loss=loss)
    return pql


def requests_for(pql: Pql, actor: Actor) -> QuerySet[Request]:
    """The requests of the lead's company that somebody may see."""
    return Request.objects.visible_to(actor).filter(feedback__company=pql.company_id).select_related("feedback")


def fault_of(amount: Decimal) -> str:
    """What is wrong with an amount of money."""
    return "" if amount.is_finite() and 0 <= amount < MOST else "A number of at least 0."
