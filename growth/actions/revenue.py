"""The verbs of revenue: record a month, or many of one company; correct, take away. A month is there once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company
from growth import rules
from growth.events import GrowthEvent
from growth.models import RevenueSnapshot
from growth.models.revenue import MONTHS
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Organisation

EDITABLE = ("arr", "mrr", "plan", "motion", "currency")
OLDEST = date(2000, 1, 1)
MOST_MONTHS = 600


@transaction.atomic
def record_revenue(
    *, company: Company, month: date, actor: Actor, arr: Decimal | None = None, mrr: Decimal | None = None, **values: Any
) -> RevenueSnapshot:
    """Write down what a company paid in a month, as ``arr`` or ``mrr``; 0 if nothing. Plan and motion: as they are now."""
    require(rules.may_record_revenue(actor))
    company = standing(company)
    snapshot = drafted(company, month, amount_of(arr, mrr), values, actor, currency_now())
    snapshot.full_clean()
    snapshot.save()
    record(
        GrowthEvent.REVENUE_RECORDED, snapshot, actor=actor, about=company, month=str(snapshot.month), arr=snapshot.arr,
        currency=snapshot.currency,
    )  # fmt: skip
    return snapshot


@transaction.atomic
def record_course(company: Company, months: Iterable[Mapping[str, Any]], *, actor: Actor) -> list[RevenueSnapshot]:
    """Write down many months of one company at once: each ``{month, arr or mrr, plan, motion}``. All of them or none."""
    require(rules.may_record_revenue(actor))
    company, currency, rows = standing(company), currency_now(), []
    for values in months:
        given = dict(values)
        month, amount = given.pop("month"), amount_of(given.pop("arr", None), given.pop("mrr", None))
        row = drafted(company, month, amount, given, actor, currency)
        row.clean_fields(exclude=["company", "recorded_by"])
        rows.append(row)
    if not 0 < len(rows) <= MOST_MONTHS:
        raise ValidationError({"months": f"Say between one and {MOST_MONTHS} months."})
    named = [row.month for row in rows]
    known = RevenueSnapshot.objects.standing().filter(company=company, month__in=named).values_list("month", flat=True)
    if twice := next((month for month in named if month in set(known) or named.count(month) > 1), None):
        raise ValidationError({"month": f"{twice:%B %Y} is recorded already. Correct it instead."})
    made = RevenueSnapshot.objects.bulk_create(rows)
    last = max(rows, key=lambda row: row.month)
    record(GrowthEvent.REVENUE_COURSE, company, actor=actor, months=sorted(map(str, named)), last_arr=last.arr, currency=currency)
    return made


@transaction.atomic
def correct_revenue(
    snapshot: RevenueSnapshot, *, actor: Actor, version: int | None = None, reason: str = "", **values: Any
) -> RevenueSnapshot:
    """Change what was recorded of a month. What stood there before stays in history."""
    snapshot = locked(snapshot)
    require(rules.may_record_revenue(actor))
    refuse_removed(snapshot)
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    arr, mrr = values.pop("arr", None), values.pop("mrr", None)
    if arr is not None or mrr is not None:
        values["arr"] = amount_of(arr, mrr)
    if "currency" in values:
        check_currency(values["currency"], currency_now())
    if "plan" in values:
        values["plan"] = " ".join(values["plan"].split())
    changes = change(snapshot, values, version=version)
    if changes:
        record(
            GrowthEvent.REVENUE_CORRECTED, snapshot, actor=actor, about=snapshot.company, changes=changes, reason=reason.strip(),
            month=str(snapshot.month),
        )  # fmt: skip
    return snapshot


@transaction.atomic
def remove_revenue(snapshot: RevenueSnapshot, *, actor: Actor, reason: str = "") -> RevenueSnapshot:
    """Take away a month that should not be there: it is not known then, which is not the same as nothing paid."""
    snapshot = locked(snapshot)
    require(rules.may_record_revenue(actor))
    refuse_removed(snapshot)
    snapshot.removed_at, snapshot.version = clock.now(), snapshot.version + 1
    snapshot.save(update_fields=["removed_at", "version"])
    record(
        GrowthEvent.REVENUE_REMOVED, snapshot, actor=actor, about=snapshot.company, reason=reason.strip(),
        month=str(snapshot.month), arr=snapshot.arr,
    )  # fmt: skip
    return snapshot


def drafted(
    company: Company, month: date, arr: Decimal, values: Mapping[str, Any], actor: Actor, currency: str
) -> RevenueSnapshot:
    """A month as it would be kept. Raises ValidationError at what cannot be."""
    if unknown := set(values) - {"plan", "motion", "currency"}:
        raise ValidationError(dict.fromkeys(unknown, "There is no such field."))
    if values.get("currency"):
        check_currency(values["currency"], currency)
    plan, motion = values.get("plan"), values.get("motion")
    return RevenueSnapshot(
        company=company, month=checked_month(month), arr=arr, currency=currency, recorded_by=actor.person,
        plan=company.plan if plan is None else " ".join(plan.split()), motion=company.motion if motion is None else motion,
    )  # fmt: skip


def checked_month(month: date) -> date:
    """The month that a day lies in, as its first day. Raises ValidationError at one that has not begun, or long ago."""
    first = month.replace(day=1)
    if first > clock.today():
        raise ValidationError({"month": "This month has not begun yet."})
    if first < OLDEST:
        raise ValidationError({"month": "This is before the year 2000."})
    return first


def amount_of(arr: Decimal | None, mrr: Decimal | None) -> Decimal:
    """A year's amount, from either. Raises ValidationError unless exactly one is given."""
    if (arr is None) == (mrr is None):
        raise ValidationError({"arr": "Say either the ARR or the MRR."})
    field, given = ("arr", arr) if arr is not None else ("mrr", mrr)
    try:
        amount = Decimal(str(given)) * (1 if field == "arr" else MONTHS)
        if not amount.is_finite():
            raise ValidationError({field: "An amount is a number."})
        return amount.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValidationError({field: "This is no amount."}) from error


def currency_now() -> str:
    """The organisation's currency, in which everything is kept."""
    return Organisation.objects.values_list("currency", flat=True).first() or "USD"


def check_currency(said: str, ours: str) -> None:
    """Raise ValidationError at another currency than the organisation's: amounts are never converted here."""
    if said != ours:
        raise ValidationError({"currency": f"Amounts are kept in {ours}. Convert them first."})


def standing(company: Company) -> Company:
    """The company, held until the verb is done. Raises NotPossible at one that was merged away."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    if company.merged_into_id is not None:
        raise NotPossible(f"{company} is merged into {company.standing}. Record it there.")
    return company


def locked(snapshot: RevenueSnapshot) -> RevenueSnapshot:
    """The snapshot as it is now, held until the verb is done."""
    return RevenueSnapshot.objects.select_for_update(of=("self",)).select_related("company").get(pk=snapshot.pk)


def refuse_removed(snapshot: RevenueSnapshot) -> None:
    """What was taken away is not changed."""
    if snapshot.removed_at is not None:
        raise NotPossible("This month was taken away. Record it anew.")
