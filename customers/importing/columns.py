"""What a file's columns mean: the names that Salesforce, HubSpot and people give them.

A CRM's “annual revenue” is the customer's own turnover and not what they pay us: it is never taken for ARR by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from customers.custom import current_fields
from customers.importing.kinds import Target, file_kind
from customers.models import CompanyField, ImportKind
from doors.fields.values import PREFIX

COMPANY = (
    Target("crm_id", "CRM id", ("crm id", "account id", "account id 18", "id", "record id", "hs object id")),
    Target("name", "Name", ("name", "account name", "company name", "company", "account", "organization name", "customer")),
    Target("domains", "Domains", ("domains", "domain", "company domain name", "website", "website url", "web site", "url")),
    Target("more_domains", "More domains", ("more domains", "hs additional domains", "additional domains")),
    Target("arr", "ARR", ("arr", "annual recurring revenue", "current arr", "total arr", "contracted arr")),
    Target("segment", "Segment", ("segment", "customer segment", "market segment", "account segment", "company size segment")),
    Target("lifecycle", "Lifecycle", ("lifecycle", "lifecycle stage", "lifecyclestage", "type", "account type", "status")),
    Target("plan", "Plan", ("plan", "subscription plan", "product plan", "tier", "edition")),
    Target("motion", "Growth motion", ("motion", "growth motion", "go to market motion")),
    Target("owner", "Owner’s e-mail or name", ("owner", "owner email", "account owner", "company owner", "owner name")),
)  # fmt: skip
DEAL = (
    Target("external_id", "Id in the CRM", ("external id", "opportunity id", "deal id", "id", "record id", "hs object id")),
    Target("name", "Name", ("name", "opportunity name", "deal name", "dealname", "opportunity", "deal")),
    Target("company_crm_id", "The company’s CRM id", (
        "company crm id", "account id", "accountid", "associated company ids", "primary associated company id", "company id",
    )),
    Target("company", "Company’s name", (
        "company", "account name", "company name", "associated company", "primary associated company", "account",
    )),
    Target("amount", "Amount", ("amount", "deal amount", "amount in company currency", "value")),
    Target("stage", "Stage", ("stage", "stage name", "stagename", "deal stage", "dealstage", "sales stage")),
    Target("status", "Status (open, won, lost)", ("status", "deal status", "opportunity status")),
    Target("is_won", "Won? (yes or no)", ("is won", "iswon", "won", "is closed won", "hs is closed won")),
    Target("is_closed", "Closed? (yes or no)", ("is closed", "isclosed", "closed", "hs is closed", "is deal closed")),
    Target("close_date", "Close date", ("close date", "closedate", "expected close date", "expected close")),
    Target("probability", "Probability", (
        "probability", "probability (%)", "deal probability", "hs deal stage probability", "win probability",
    )),
    Target("owner", "Owner’s e-mail or name", ("owner", "owner email", "opportunity owner", "deal owner")),
)  # fmt: skip
TARGETS = {ImportKind.COMPANIES: COMPANY, ImportKind.DEALS: DEAL}


def targets_of(kind: str) -> tuple[Target, ...]:
    """What a file of this kind can give."""
    if (other := file_kind(kind)) is not None:
        return other.targets
    own = tuple(Target(PREFIX + field.key, field.name, names_of(field)) for field in current_fields())
    return TARGETS[ImportKind(kind)] + (own if kind == ImportKind.COMPANIES else ())


def names_of(field: CompanyField) -> tuple[str, ...]:
    """What a column of one of our own fields may be called."""
    return plain_name(field.name), plain_name(field.key), plain_name(PREFIX + field.key)


def plain_name(column: str) -> str:
    """A column's name as names are compared: ``Close_Date``, ``CloseDate`` and ``close date`` are one."""
    spaced = "".join(
        f" {letter}" if letter.isupper() and place and column[place - 1].islower() else letter
        for place, letter in enumerate(column)
    )
    return " ".join(spaced.casefold().replace("e-mail", "email").replace("_", " ").replace("-", " ").split())


def guess(kind: str, columns: Sequence[str]) -> dict[str, str]:
    """Which column gives what, as its name suggests: ``{target: column}``. The best-known name of each wins."""
    plain = {plain_name(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for target in targets_of(kind):
        match = next((plain[name] for name in target.known_as if name in plain and plain[name] not in found.values()), None)
        if match is not None:
            found[target.name] = match
    return found


def checked(kind: str, mapping: dict[str, str], columns: Sequence[str]) -> dict[str, str]:
    """The mapping without its gaps. Raises ValidationError at a target that cannot be."""
    chosen = {name: column for name, column in mapping.items() if column}
    names = {target.name for target in targets_of(kind)}
    errors = {name: "There is no such thing to fill." for name in chosen if name not in names}
    errors |= {name: f"The file has no column “{column}”." for name, column in chosen.items() if column not in columns}
    if (other := file_kind(kind)) is not None:
        errors |= other.wanting(chosen)
    elif "name" not in chosen:
        errors["name"] = "Say which column holds the name."
    if kind == ImportKind.DEALS and not {"company", "company_crm_id"} & set(chosen):
        errors["company"] = "Say which column names the company, or holds its CRM id."
    if errors:
        raise ValidationError(errors)
    return chosen
