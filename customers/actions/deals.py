"""The verbs of deals."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from customers import rules
from customers.events import CustomerEvent
from customers.models import Company, Deal
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change


@transaction.atomic
def add_deal(*, company: Company, name: str, actor: Actor, **values: Any) -> Deal:
    """Write down what is being sold to a company."""
    require(rules.may_keep_customers(actor))
    values["external_id"] = values.get("external_id") or None
    deal = Deal(company=company, name=" ".join(name.split()), **values)
    deal.full_clean()
    deal.save()
    record(CustomerEvent.DEAL_ADDED, deal, actor=actor, about=company, amount=deal.amount, status=deal.status)
    return deal


@transaction.atomic
def change_deal(deal: Deal, *, actor: Actor, version: int | None = None, **values: Any) -> Deal:
    """Keep a deal up to date: amount, stage, close date, probability, won or lost."""
    deal = Deal.objects.select_for_update(of=("self",)).select_related("company").get(pk=deal.pk)
    require(rules.may_keep_customers(actor))
    if "external_id" in values:
        values["external_id"] = values["external_id"] or None
    if "name" in values:
        values["name"] = " ".join(values["name"].split())
    changes = change(deal, values, version=version)
    if changes:
        record(
            CustomerEvent.DEAL_CHANGED, deal, actor=actor, about=deal.company, changes=changes, amount=deal.amount,
            status=deal.status,
        )  # fmt: skip
    return deal


@transaction.atomic
def archive_deal(deal: Deal, *, actor: Actor, reason: str = "") -> Deal:
    """Put a deal away that there never was: it counts nowhere any more."""
    deal = Deal.objects.select_for_update(of=("self",)).select_related("company").get(pk=deal.pk)
    require(rules.may_keep_customers(actor))
    if deal.archived_at is not None:
        raise NotPossible(f"{deal} is archived already.")
    deal.archived_at, deal.version = clock.now(), deal.version + 1
    deal.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.DEAL_ARCHIVED, deal, actor=actor, about=deal.company, reason=reason)
    return deal


@transaction.atomic
def restore_deal(deal: Deal, *, actor: Actor) -> Deal:
    """Bring an archived deal back."""
    deal = Deal.objects.select_for_update(of=("self",)).select_related("company").get(pk=deal.pk)
    require(rules.may_keep_customers(actor))
    if deal.archived_at is None:
        raise NotPossible(f"{deal} is not archived.")
    deal.archived_at, deal.taken_back, deal.version = None, False, deal.version + 1
    deal.save(update_fields=["archived_at", "taken_back", "version"])
    record(CustomerEvent.DEAL_RESTORED, deal, actor=actor, about=deal.company)
    return deal
