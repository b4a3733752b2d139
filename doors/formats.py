"""How numbers, money and times are said: the one place that knows the house's way of writing them."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from history import clock

_currency: ContextVar[str] = ContextVar("currency", default="USD")
SYMBOLS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "BRL": "R$",
    "KRW": "₩",
    "ILS": "₪",
}
STEPS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))
NONE = "–"
UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def use_currency(code: str) -> None:
    """Say money in this currency for the rest of the request."""
    _currency.set(code)


def symbol() -> str:
    """What stands before an amount: "$", or the code and a space where there is no common sign."""
    code = _currency.get()
    return SYMBOLS.get(code, f"{code} ")


def number(value: Any, digits: int | None = None) -> str:
    """A number with thousands set apart; at most two decimals unless told otherwise."""
    if value is None or value == "":
        return NONE
    amount = Decimal(str(value))
    if digits is not None:
        return f"{amount:,.{digits}f}"
    return f"{amount:,.2f}".rstrip("0").rstrip(".").replace("-", "−")


def money(value: Any, style: str = "compact") -> str:
    """An amount in the organisation's currency: "$412k", or in full "$412,000"."""
    if value is None or value == "":
        return NONE
    amount = Decimal(str(value))
    sign = "−" if amount < 0 else ""
    amount = abs(amount)
    if style == "full":
        return f"{sign}{symbol()}{amount:,.0f}" if amount == amount.to_integral() else f"{sign}{symbol()}{amount:,.2f}"
    return f"{sign}{symbol()}{compact(amount)}"


def compact(amount: Decimal) -> str:
    """Three figures at most: 940, 8.6k, 412k, 1.2M."""
    for size, letter in STEPS:
        if amount >= size * Decimal("0.9995"):
            scaled = amount / size
            text = f"{scaled:.1f}" if scaled < Decimal("9.95") else f"{scaled:.0f}"
            return text.removesuffix(".0") + letter
    return f"{amount:.0f}"


def percent(share: Any, digits: int = 0) -> str:
    """A share of one as per cent; what is not nothing is never shown as nothing."""
    if share is None or share == "":
        return NONE
    value = float(share) * 100
    if digits == 0 and 0 < abs(value) < 1:
        digits = 1
    return f"{value:.{digits}f}%".replace("-", "−")


def interval(low: Any, high: Any, kind: str = "percent") -> str:
    """A range, said once: "31–54%", "$1.2M–$2M", "3–7"."""
    if low is None or high is None:
        return NONE
    if kind == "percent":
        return f"{percent(low).removesuffix('%')}–{percent(high)}"
    say = money if kind == "money" else number
    return f"{say(low)}–{say(high)}"


def exact(moment: datetime | date) -> str:
    """The whole truth, shown on hover: "Thursday 12 March 2026, 14:05 UTC"."""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return f"{local:%A} {local.day} {local:%B %Y, %H:%M} {local:%Z}"
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def day(moment: datetime | date | None) -> str:
    """A day as people say it: "Today", "Yesterday", "12 March", "12 March 2024"."""
    if moment is None:
        return NONE
    when = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    today = timezone.localtime(clock.now()).date()
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((when - today).days)
    if near:
        return near
    return f"{when.day} {when:%B}" if when.year == today.year else f"{when.day} {when:%B %Y}"


def ago(moment: datetime | date | None, style: str = "long") -> str:
    """How long since, or until: "3 hours ago", "in 2 days", short "3h". Beyond a month it is the day."""
    if moment is None:
        return NONE
    if not isinstance(moment, datetime):
        return day(moment)
    gap = clock.now() - moment
    ahead, gap = gap < timedelta(0), abs(gap)
    size, word = next(((size, word) for size, word in UNITS if gap >= size), (None, ""))
    if size is None:
        return "now" if style == "short" else "just now"
    count = gap // size
    if word == "day" and count > 30:
        return f"{timezone.localtime(moment):%b} {timezone.localtime(moment).day}" if style == "short" else day(moment)
    if style == "short":
        return f"{count}{word[0]}"
    said = f"{count} {word}{'' if count == 1 else 's'}"
    return f"in {said}" if ahead else f"{said} ago"
