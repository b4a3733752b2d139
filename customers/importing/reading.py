"""A row's cells as values: money, days, yes and no, and the CRM's words for lifecycle and result."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime

from customers.models import DealStatus, Lifecycle, Motion
from doors.fields.values import PREFIX, split
from people.models import Segment

DAY_SHAPES = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d")
YES, NO = {"true", "yes", "1", "y", "x", "ja", "wahr"}, {"false", "no", "0", "n", "", "nein", "falsch"}
LIFECYCLES = {
    Lifecycle.CUSTOMER: ("customer", "customer - direct", "customer - channel", "evangelist"),
    Lifecycle.PROSPECT: (
        "prospect", "lead", "subscriber", "opportunity", "marketing qualified lead", "marketingqualifiedlead",
        "sales qualified lead", "salesqualifiedlead",
    ),
    Lifecycle.TRIAL: ("trial",),
    Lifecycle.CHURNED: ("churned", "former customer", "churned customer"),
}  # fmt: skip
LIFECYCLE_OF = {word: stage for stage, words in LIFECYCLES.items() for word in words}
WON, LOST = {"closed won", "closedwon", "won"}, {"closed lost", "closedlost", "lost"}


def company_values(said: dict[str, str]) -> dict[str, Any]:
    """What a row says of a company; an empty cell says nothing and changes nothing."""
    values: dict[str, Any] = {name: said[name] for name in ("crm_id", "name", "plan", "owner") if said.get(name)}
    found = domains(f"{said.get('domains', '')} {said.get('more_domains', '')}")
    if found:
        values["domains"] = found
    if said.get("arr"):
        values["arr"] = money(said["arr"], "arr")
    if said.get("lifecycle"):
        values["lifecycle"] = LIFECYCLE_OF.get(said["lifecycle"].casefold()) or choice(said["lifecycle"], Lifecycle, "lifecycle")
    if said.get("segment"):
        values["segment"] = choice(said["segment"], Segment, "segment")
    if said.get("motion"):
        values["motion"] = choice(said["motion"], Motion, "motion")
    return values | split({name: value for name, value in said.items() if name.startswith(PREFIX) and value})


def deal_values(said: dict[str, str]) -> dict[str, Any]:
    """What a row says of a deal."""
    kept = ("external_id", "name", "stage", "owner", "company", "company_crm_id")
    values: dict[str, Any] = {name: said[name] for name in kept if said.get(name)}
    if said.get("amount"):
        values["amount"] = money(said["amount"], "amount")
    if said.get("close_date"):
        values["close_date"] = day(said["close_date"])
    if said.get("probability"):
        values["probability"] = probability(said["probability"])
    status = status_of(said)
    return values | ({"status": status} if status else {})


def status_of(said: dict[str, str]) -> str:
    """Open, won or lost, by the column that says so, or else by the stage's name; nothing where no column tells."""
    if said.get("status"):
        return result(said["status"]) or choice(said["status"], DealStatus, "status")
    if said.get("is_won") and yes(said["is_won"], "is_won"):
        return DealStatus.WON
    if said.get("is_closed"):
        return DealStatus.LOST if yes(said["is_closed"], "is_closed") else DealStatus.OPEN
    stage = said.get("stage", "")
    return (result(stage) or DealStatus.OPEN) if stage else ""


def result(words: str) -> str:
    """What a CRM's word for the end of a deal means; nothing for any other word."""
    plain = words.casefold().replace("_", " ").strip()
    return DealStatus.WON if plain in WON else DealStatus.LOST if plain in LOST else ""


def choice(words: str, choices: Any, field: str) -> str:
    """A choice by its code or its label."""
    plain = words.casefold().replace("-", " ").replace("_", " ").strip()
    for known in choices:
        if plain in (known.value.replace("_", " "), str(known.label).casefold().replace("-", " ")):
            return known
    known_words = ", ".join(str(known.label) for known in choices)
    raise ValidationError({field: f"“{words[:60]}” is none of: {known_words}."})


def money(words: str, field: str) -> Decimal:
    """An amount as people and systems write it: 1,234.50 and 1.234,50 alike, with or without a currency."""
    plain = "".join(letter for letter in words if letter.isdigit() or letter in ",.-")
    point = max(plain.rfind(","), plain.rfind("."))
    others = plain.replace(",", "").replace(".", "")
    decimals = len(plain) - point - 1 if point >= 0 else 0
    is_grouping = decimals == 3 and plain.count(plain[point]) >= 1 and not ({",", "."} <= set(plain))
    if point >= 0 and decimals and not is_grouping:
        others = f"{others[: len(others) - decimals]}.{others[len(others) - decimals :]}"
    try:
        return Decimal(others)
    except InvalidOperation as error:
        raise ValidationError({field: f"“{words[:40]}” is no amount."}) from error


def day(words: str) -> date:
    """A day as people and systems write it."""
    try:
        found: Any = parse_datetime(words) or parse_date(words)
    except ValueError:
        found = None
    for shape in DAY_SHAPES if found is None else ():
        try:
            found = datetime.strptime(words, shape)  # noqa: DTZ007 - a day has no zone
            break
        except ValueError:
            continue
    if found is None:
        raise ValidationError({"close_date": f"“{words[:40]}” is no day. Write it as 2026-03-31."})
    return found.date() if isinstance(found, datetime) else found


def probability(words: str) -> int:
    """A probability in per cent, whether written as 60, 60 % or 0.6."""
    amount = money(words, "probability")
    share = amount * 100 if "." in words and amount <= 1 else amount
    if not 0 <= share <= 100:
        raise ValidationError({"probability": f"“{words[:40]}” is no probability between 0 and 100."})
    return round(share)


def yes(words: str, field: str) -> bool:
    """Yes or no."""
    plain = words.casefold().strip()
    if plain not in YES | NO:
        raise ValidationError({field: f"“{words[:40]}” is neither yes nor no."})
    return plain in YES


def domains(words: str) -> list[str]:
    """Web addresses or domains as domains: ``https://www.acme.com/de`` is ``acme.com``."""
    parts = words.replace(";", " ").replace(",", " ").split()
    hosts = (part.casefold().split("://")[-1].split("/")[0].split(":")[0].removeprefix("www.") for part in parts)
    return sorted({host for host in hosts if host})
