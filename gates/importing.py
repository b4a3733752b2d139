"""A file of what pilots came to: a row is the value at one company. The machinery is that of customers' files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from customers.actions.syncing import Synced, company_known_by
from customers.importing.kinds import FileKind, Target, takes_files_of
from customers.importing.reading import day, money
from customers.models import Company, ImportedRow, ImportKind, RowOutcome
from gates.actions.measuring import take_back_value
from gates.actions.outcomes import enter_outcome
from gates.models.outcomes import OutcomeValue, PilotOutcome
from gates.models.pilots import PilotState
from gates.rules.pilots import may_bring_values
from history.actor import Actor

COLUMNS = (
    Target("company_crm_id", "The company’s CRM id", ("company crm id", "crm id", "account id", "customer id", "company id")),
    Target("company", "Company’s name", ("company", "account name", "company name", "customer", "account", "customer name")),
    Target("pilot", "Pilot, by name or number", ("pilot", "pilot name", "trial", "pilot id")),
    Target("value", "Value", ("value", "result", "outcome", "actual", "measured", "reached", "value reached")),
    Target("measured_on", "Measured on", ("measured on", "date", "day", "measured", "measurement date")),
    Target("note", "Where the number comes from", ("note", "notes", "source", "comment")),
)


def wanting(mapping: dict[str, str]) -> dict[str, str]:
    """What a mapping leaves out."""
    errors = {}
    if not {"company", "company_crm_id"} & set(mapping):
        errors["company"] = "Say which column names the company, or holds its CRM id."
    if "value" not in mapping:
        errors["value"] = "Say which column holds the value."
    return errors


def title_of(said: dict[str, str]) -> str:
    """What the report calls a row."""
    return " · ".join(filter(None, (said.get("company") or said.get("company_crm_id"), said.get("pilot"))))


def key_of(said: dict[str, str]) -> str:
    """A row's company, pilot and day, as they stand in the file."""
    names = (said.get("company_crm_id") or said.get("company", ""), said.get("pilot", ""), said.get("measured_on", ""))
    return "/".join(name.casefold() for name in names)


def values_of(said: dict[str, str]) -> dict[str, Any]:
    """A row as values; empty cells say nothing."""
    values: dict[str, Any] = {name: said[name] for name in ("company", "company_crm_id", "pilot", "note") if said.get(name)}
    if said.get("value"):
        values["value"] = money(said["value"], "value")
    if said.get("measured_on"):
        values["measured_on"] = day_of(said["measured_on"])
    return values


def day_of(words: str) -> Any:
    """A day as people and systems write it."""
    try:
        return day(words)
    except ValidationError as error:
        raise ValidationError({"measured_on": error.messages}) from error


def sync_value(values: dict[str, Any], *, actor: Actor) -> Synced:
    """Enter one row's value where it is new or other than the one that stands."""
    company = company_known_by({"crm_id": values.get("company_crm_id", ""), "name": values.get("company", "")})
    if company is None:
        said = str(values.get("company") or values.get("company_crm_id") or "")[:80]
        raise ValidationError({"company": f"There is no company “{said}”." if said else "Which?"})
    if "value" not in values:
        raise ValidationError({"value": "Say what it came to."})
    outcome = outcome_of(company.standing, values.get("pilot", ""), actor)
    before = outcome.values.standing().first()
    given = {name: values[name] for name in ("value", "measured_on", "note") if name in values}
    if "note" in given:
        given["note"] = given["note"][:1000]
    if before is not None and all(getattr(before, name) == said for name, said in given.items()):
        return Synced(RowOutcome.UNCHANGED, outcome)
    made = enter_outcome(outcome, actor=actor, **given)
    if before is None:
        return Synced(RowOutcome.CREATED, outcome, {"value": ["", str(made.value)]}, raw={"value": [None, made.pk]})
    changes = {"value": [str(before.value), str(made.value)]}
    return Synced(RowOutcome.CHANGED, outcome, changes, raw={"value": [before.pk, made.pk]})


def outcome_of(company: Company, pilot: str, actor: Actor) -> PilotOutcome:
    """The outcome of a company in the running pilot that is named, or in its only one."""
    rows = PilotOutcome.objects.visible_to(actor).filter(place__company=company, place__pilot__state=PilotState.LOCKED)
    if pilot:
        number = pilot.strip().lstrip("#")
        rows = (
            rows.filter(place__pilot=int(number)) if is_number(number) else rows.filter(place__pilot__name__iexact=pilot.strip())
        )
    found = list(rows.select_related("place__pilot__idea", "place__company").order_by("pk")[:2])
    if not found:
        raise ValidationError({"pilot": f"{company} has no outcome in a running pilot{f' “{pilot[:60]}”' if pilot else ''}."})
    if len(found) > 1:
        raise ValidationError({"pilot": f"{company} is in several running pilots: say which."})
    return found[0]


def is_number(text: str) -> bool:
    """Whether it can be a pilot's number."""
    return text.isdecimal() and len(text) < 10


def take_back(row: ImportedRow, reason: str, actor: Actor) -> str:
    """Take one row's value back; the one before stands again. Returns what of it stays, and why."""
    if row.outcome == RowOutcome.UNCHANGED or "value" not in row.raw:
        return ""
    value = OutcomeValue.objects.standing().filter(pk=row.raw["value"][1]).select_related("outcome").first()
    if value is not None:
        take_back_value(value, actor=actor, reason=reason)
    return ""


def take_files() -> None:
    """Let files of pilots' outcomes be brought in."""
    takes_files_of(
        ImportKind.OUTCOMES,
        FileKind(
            targets=COLUMNS, wanting=wanting, title=title_of, key=key_of, read=values_of, sync=sync_value, take_back=take_back,
            may=may_bring_values, page="gates:outcome_entry",
        ),
    )  # fmt: skip
