"""A file of monthly revenue, as billing exports it: a row is a company's month. The machinery is that of customers' files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from customers.actions.syncing import Synced, as_made, as_synced, company_known_by, raw_of, was
from customers.importing.columns import plain_name
from customers.importing.kinds import FileKind, Target, takes_files_of
from customers.importing.reading import choice, money
from customers.models import ImportedRow, ImportKind, Motion, RowOutcome
from growth.actions.revenue import amount_of, checked_month, correct_revenue, record_revenue, remove_revenue
from growth.models import RevenueSnapshot
from growth.rules import may_record_revenue
from history.actor import Actor

COLUMNS = (
    Target("company_crm_id", "The company’s CRM id", (
        "company crm id", "crm id", "account id", "accountid", "customer id", "company id",
    )),
    Target("company", "Company’s name", ("company", "account name", "company name", "customer", "account", "customer name")),
    Target("month", "Month", ("month", "period", "date", "snapshot date", "month of", "period start")),
    Target("arr", "ARR", ("arr", "annual recurring revenue", "current arr", "total arr")),
    Target("mrr", "MRR", ("mrr", "monthly recurring revenue", "amount", "monthly revenue")),
    Target("currency", "Currency", ("currency", "currency code")),
    Target("plan", "Plan", ("plan", "subscription plan", "tier", "edition", "product plan")),
    Target("motion", "Growth motion", ("motion", "growth motion", "go to market motion")),
)  # fmt: skip
MONTH_SHAPES = ("%Y-%m", "%Y/%m", "%m/%Y", "%m.%Y", "%b %Y", "%B %Y", "%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%b-%y", "%b %d, %Y")


def wanting(mapping: dict[str, str]) -> dict[str, str]:
    """What a mapping leaves out."""
    errors = {}
    if not {"company", "company_crm_id"} & set(mapping):
        errors["company"] = "Say which column names the company, or holds its CRM id."
    if "month" not in mapping:
        errors["month"] = "Say which column holds the month."
    if not {"arr", "mrr"} & set(mapping):
        errors["arr"] = "Say which column holds the ARR, or the MRR."
    return errors


def title_of(said: dict[str, str]) -> str:
    """What the report calls a row."""
    return " · ".join(filter(None, (said.get("company") or said.get("company_crm_id"), said.get("month"))))


def key_of(said: dict[str, str]) -> str:
    """A row's company and month, as they stand in the file."""
    month = said.get("month", "")
    try:
        month = str(month_of(month))
    except ValidationError:
        month = plain_name(month)
    return f"{said.get('company_crm_id') or said.get('company', '').casefold()}/{month}"


def values_of(said: dict[str, str]) -> dict[str, Any]:
    """A row as values; empty cells say nothing. A row with both amounts is taken by its ARR."""
    values: dict[str, Any] = {name: said[name] for name in ("company", "company_crm_id", "plan") if said.get(name)}
    if said.get("motion"):
        values["motion"] = choice(said["motion"], Motion, "motion")
    if said.get("currency"):
        values["currency"] = said["currency"].strip().upper()
    name = "arr" if said.get("arr") else "mrr"
    if said.get(name):
        if said[name].strip().startswith(("-", "−", "(")):
            raise ValidationError({name: f"“{said[name][:40]}” is negative; what a company pays is not."})
        values[name] = money(said[name], name)
    if said.get("month"):
        values["month"] = month_of(said["month"])
    return values


def month_of(words: str) -> date:
    """A month as people and systems write it; a day in it will do."""
    plain = words.strip().split("T")[0]
    plain = plain.split(" ")[0] if plain[:4].isdigit() and ":" in plain else plain
    for shape in MONTH_SHAPES:
        try:
            return datetime.strptime(plain, shape).date().replace(day=1)  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
    raise ValidationError({"month": f"“{words[:40]}” is no month. Write it as 2026-03."})


def sync_revenue(values: dict[str, Any], *, actor: Actor) -> Synced:
    """Bring one month up to date: recorded where it is new, corrected where it differs, else left as it is."""
    values = dict(values)
    crm_id, name = values.pop("company_crm_id", ""), values.pop("company", "")
    company = company_known_by({"crm_id": crm_id, "name": name})
    if company is None:
        said = str(name or crm_id)[:80]
        raise ValidationError({"company": f"There is no company “{said}”. Bring the companies in first." if said else "Which?"})
    if "month" not in values:
        raise ValidationError({"month": "Say which month."})
    company, month = company.standing, checked_month(values.pop("month"))
    values["arr"] = amount_of(values.pop("arr", None), values.pop("mrr", None))
    known = RevenueSnapshot.objects.standing().filter(company=company, month=month).first()
    if known is None:
        made = record_revenue(company=company, month=month, actor=actor, **values)
        return as_made(made, values | {"company": company, "month": month}, "")
    before, raw = {name: was(known, name) for name in values}, {name: raw_of(known, name) for name in values}
    return as_synced(correct_revenue(known, actor=actor, **values), before, raw, "")


def take_back(row: ImportedRow, reason: str, actor: Actor) -> str:
    """Take one row back, where nobody changed it since; returns what of it stays, and why."""
    found = RevenueSnapshot.objects.select_related("company").filter(pk=row.record_id).first()
    if found is None or found.removed_at is not None:
        return ""
    moved = [name for name, (_, after) in row.raw.items() if raw_of(found, name) != after]
    if row.outcome == RowOutcome.CREATED:
        if moved:
            return f"It was changed since: {', '.join(moved)}."
        remove_revenue(found, reason=reason, actor=actor)
        return ""
    same = {name: before for name, (before, _) in row.raw.items() if name not in moved}
    fields: dict[str, Any] = {name: RevenueSnapshot._meta.get_field(name) for name in same}
    values = {name: fields[name].to_python(before) for name, before in same.items()}
    correct_revenue(found, actor=actor, reason=reason, **values)
    return f"Changed since, and left: {', '.join(moved)}." if moved else ""


def take_files() -> None:
    """Let files of revenue be brought in."""
    takes_files_of(
        ImportKind.REVENUE,
        FileKind(
            targets=COLUMNS, wanting=wanting, title=title_of, key=key_of, read=values_of, sync=sync_revenue, take_back=take_back,
            may=may_record_revenue, page="growth:snapshot",
        ),
    )  # fmt: skip
