"""Companies and deals as a CRM tells them: found again by its id, then by domain or name; made where they are new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from customers.actions.companies import add_company, change_company, restore_company
from customers.actions.deals import add_deal, change_deal, restore_deal
from customers.importing.kinds import file_kind
from customers.models import Company, CompanyDomain, Deal, ImportKind, RowOutcome
from doors.fields import values as custom
from history.actor import Actor
from history.refusals import NotAllowed, NotPossible
from history.versions import plain
from people.models import Person


@dataclass
class Synced:
    """What became of one row, or would: the record, what changed, and what was passed over, in words."""

    outcome: str
    record: Any = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    notes: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)
    raw: dict[str, list[Any]] = field(default_factory=dict)


class TriedOut(Exception):
    """Ends a try-out: whatever was written is taken back."""


def sync(kind: str, values: dict[str, Any], *, actor: Actor, dry_run: bool = False) -> Synced:
    """Bring one record up to date. A row that fails leaves nothing behind; a try-out leaves nothing behind either."""
    other = file_kind(kind)
    verb: Callable[..., Synced] = other.sync if other is not None else sync_company if kind == ImportKind.COMPANIES else sync_deal
    found: Synced | None = None
    try:
        with transaction.atomic():
            found = verb(dict(values), actor=actor)
            if dry_run:
                raise TriedOut
    except TriedOut:
        pass
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": list(error.messages)}
        return Synced(RowOutcome.FAILED, errors=told, notes=in_words(told))
    except (NotPossible, NotAllowed) as error:
        return Synced(RowOutcome.FAILED, errors={"": [str(error)]}, notes=str(error))
    return found  # type: ignore[return-value]


def in_words(errors: dict[str, list[str]]) -> str:
    """Errors as one sentence after the other, each with its field where it has one."""
    parts = []
    for name, messages in errors.items():
        label = "" if name in ("", "__all__") else f"{name.replace('_', ' ').capitalize()}: "
        parts += [f"{label}{message}" for message in messages]
    return " ".join(parts)[:500]


def sync_company(values: dict[str, Any], *, actor: Actor) -> Synced:
    """One company. Domains are added to those known; what the row does not say stays."""
    notes = take_owner(values)
    known = company_known_by(values)
    if known is None:
        if not values.get("name"):
            raise ValidationError({"name": "A new company needs a name."})
        made = add_company(actor=actor, **values)
        return as_made(made, values, notes)
    if known.merged_into is not None:
        notes = f"{notes} It was merged into {known.standing}, which is left as it is.".strip()
        return Synced(RowOutcome.UNCHANGED, known.standing, notes=notes)
    if known.taken_back:
        known, notes = restore_company(known, actor=actor), f"{notes} It is brought back.".strip()
    if known.archived_at is not None:
        notes = f"{notes} It is archived, and stays so.".strip()
    if "domains" in values:
        mine = {row.domain for row in known.domains.all()}
        values["domains"] = sorted(mine | set(values["domains"]))
    names = [name for name in values if name != "custom"] + own_names(values)
    before, raw = {name: was(known, name) for name in names}, {name: raw_of(known, name) for name in names}
    changed = change_company(known, actor=actor, **values)
    return as_synced(changed, before, raw, notes)


def sync_deal(values: dict[str, Any], *, actor: Actor) -> Synced:
    """One deal. Its company must be here; bring the companies in first."""
    notes = take_owner(values)
    crm_id, name = values.pop("company_crm_id", ""), values.pop("company", None)
    company = name if isinstance(name, Company) else company_known_by({"crm_id": crm_id, "name": name or ""})
    if company is None and (crm_id or name):
        raise ValidationError({"company": f"There is no company “{str(name or crm_id)[:80]}”. Bring the companies in first."})
    company = company.standing if company is not None else None
    known = deal_known_by(values, company)
    if known is None:
        if company is None or not values.get("name"):
            raise ValidationError({"company" if company is None else "name": "A new deal needs a company and a name."})
        return as_made(add_deal(company=company, actor=actor, **values), values, notes)
    if known.taken_back:
        known, notes = restore_deal(known, actor=actor), f"{notes} It is brought back.".strip()
    if known.archived_at is not None:
        notes = f"{notes} It is archived, and stays so.".strip()
    if company is not None:
        values["company"] = company
    before, raw = {name: was(known, name) for name in values}, {name: raw_of(known, name) for name in values}
    changed = change_deal(known, actor=actor, **values)
    return as_synced(changed, before, raw, notes)


def company_known_by(values: dict[str, Any]) -> Company | None:
    """The company of this CRM id, else of one of these domains, else of this name."""
    if values.get("crm_id") and (found := Company.objects.filter(crm_id=values["crm_id"]).first()):
        return found
    domain = CompanyDomain.objects.filter(domain__in=values.get("domains", [])).select_related("company").first()
    if domain is not None and may_be(domain.company, values):
        return domain.company
    named = Company.objects.filter(name__iexact=values["name"].strip()).first() if values.get("name") else None
    return named if named is not None and may_be(named, values) else None


def may_be(company: Company, values: dict[str, Any]) -> bool:
    """Whether the company can be the one meant: a company with another CRM id is another company."""
    return not values.get("crm_id") or not company.crm_id or company.crm_id == values["crm_id"]


def deal_known_by(values: dict[str, Any], company: Company | None) -> Deal | None:
    """The deal of this id in the CRM, else the company's only one of this name that has no id yet."""
    if values.get("external_id"):
        found = Deal.objects.filter(external_id=values["external_id"]).first()
        if found is not None:
            return found
    if company is None or not values.get("name"):
        return None
    alike = Deal.objects.filter(company=company, name__iexact=values["name"].strip())
    if values.get("external_id"):
        alike = alike.filter(external_id=None)
    rows = list(alike[:2])
    return rows[0] if len(rows) == 1 else None


def take_owner(values: dict[str, Any]) -> str:
    """Put the colleague in the place of their e-mail address or name; one who is not here is passed over, and said so."""
    wanted = values.pop("owner", None)
    if wanted is None or isinstance(wanted, Person):
        values |= {"owner": wanted} if wanted is not None else {}
        return ""
    people = Person.objects.filter(is_active=True)
    found = people.filter(email__iexact=wanted).first() or people.filter(name__iexact=wanted).first()
    if found is None:
        return f"No colleague “{wanted[:60]}” is here; the owner is left as it is."
    values["owner"] = found
    return ""


def was(record: Any, name: str) -> Any:
    """A field's value."""
    if name.startswith(custom.PREFIX):
        return record.custom.get(name.removeprefix(custom.PREFIX))
    return ", ".join(sorted(row.domain for row in record.domains.all())) if name == "domains" else getattr(record, name)


def own_names(values: dict[str, Any]) -> list[str]:
    """The organisation's own fields that a row names."""
    return [custom.PREFIX + key for key in values.get("custom", {})]


def said(values: dict[str, Any]) -> dict[str, list[Any]]:
    """A new record's values as changes from nothing."""
    values = values | {custom.PREFIX + key: value for key, value in values.get("custom", {}).items()}
    values.pop("custom", None)
    shown = {name: ", ".join(value) if isinstance(value, list) else plain(value) for name, value in values.items()}
    return {name: ["", value] for name, value in shown.items()}


def raw_of(record: Any, name: str) -> Any:
    """A field's value as it can be put back: a row by its id, domains one by one, the rest as JSON keeps it."""
    if name == "domains":
        return sorted(row.domain for row in record.domains.all())
    value = was(record, name)
    return value.pk if isinstance(value, Model) else value if isinstance(value, bool | int | float) else plain(value)


def as_made(record: Any, values: dict[str, Any], notes: str) -> Synced:
    """A new record, all of which comes from the row."""
    record.refresh_from_db()
    names = [name for name in values if name != "custom"] + own_names(values)
    raw = {name: [None, raw_of(record, name)] for name in names}
    return Synced(RowOutcome.CREATED, record, said(values), notes, raw=raw)


def as_synced(record: Any, before: dict[str, Any], raw: dict[str, Any], notes: str) -> Synced:
    """What differs between before and now."""
    record.refresh_from_db()
    after = {name: was(record, name) for name in before}
    differing = [name for name in before if before[name] != after[name]]
    changes = {name: [plain(before[name]), plain(after[name])] for name in differing}
    raw_changes = {name: [raw[name], raw_of(record, name)] for name in differing}
    outcome = RowOutcome.CHANGED if differing else RowOutcome.UNCHANGED
    return Synced(outcome, record, changes, notes, raw=raw_changes)
