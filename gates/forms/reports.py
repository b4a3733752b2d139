"""What a report is about: a product, and how far back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms

from doors.forms import ActorForm, VisibleChoice
from gates.reports.passages import Scope
from history import clock
from people.models import Product

BACK = {
    "3": "The last 3 months",
    "6": "The last 6 months",
    "12": "The last 12 months",
    "24": "The last 24 months",
    "all": "All time",
}
USUAL = "12"
QUARTERS = 8


class ReportFilter(ActorForm):
    """Which reviews a report counts."""

    product = VisibleChoice(Product, required=False, empty_label="All products")
    back = forms.ChoiceField(required=False, choices=[("", BACK[USUAL]), *((key, BACK[key]) for key in BACK if key != USUAL)],
                             label="Time")  # fmt: skip

    def chosen(self) -> dict[str, Any]:
        """What is chosen; a choice that cannot be is passed over."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})

    def scope(self) -> Scope:
        """The reviews of it."""
        said = self.chosen()
        months = said.get("back") or USUAL
        since = None if months == "all" else clock.today() - timedelta(days=round(int(months) * 365.25 / 12))
        return Scope(self.actor, said.get("product"), since)

    def query(self) -> str:
        """The choice as an address keeps it."""
        return kept(self.chosen())


class QuarterFilter(ActorForm):
    """One quarter of a product or of all."""

    product = VisibleChoice(Product, required=False, empty_label="All products")
    quarter = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [("", named(quarters()[0])), *((code_of(one), named(one)) for one in quarters()[1:])]  # type: ignore[attr-defined]

    def first_day(self) -> date:
        """The first day of the chosen quarter; of the one that runs if none is chosen."""
        code = self.chosen().get("quarter")
        return next((one for one in quarters() if code_of(one) == code), quarters()[0])

    def chosen(self) -> dict[str, Any]:
        """What is chosen; a choice that cannot be is passed over."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})

    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        start = self.first_day()
        return start, next_quarter(start) - timedelta(days=1)

    def scope(self) -> Scope:
        """The reviews of it."""
        return Scope(self.actor, self.chosen().get("product"), *self.days())

    def query(self) -> str:
        """The choice as an address keeps it."""
        return kept(self.chosen())


def kept(chosen: dict[str, Any]) -> str:
    """A choice as an address keeps it."""
    values = {name: getattr(value, "pk", value) for name, value in chosen.items() if value}
    return urlencode(values)


def quarters() -> list[date]:
    """The first days of the last quarters, the one that runs first."""
    today = clock.today()
    found = [date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)]
    while len(found) < QUARTERS:
        before = found[-1] - timedelta(days=1)
        found.append(date(before.year, 3 * ((before.month - 1) // 3) + 1, 1))
    return found


def next_quarter(start: date) -> date:
    """The first day of the quarter after."""
    return date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1)


def code_of(start: date) -> str:
    """A quarter in an address: 2026-Q3."""
    return f"{start.year}-Q{(start.month + 2) // 3}"


def named(start: date) -> str:
    """A quarter in words."""
    return f"Quarter {(start.month + 2) // 3} of {start.year}"
