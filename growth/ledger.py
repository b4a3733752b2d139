"""Monthly revenue as a whole: what each company paid when, and what became of it between two months.

An amount is *known* for a month with a snapshot. Before its first snapshot a company paid nothing. After its last one it is
not known what it pays, unless it is marked as churned: then it pays nothing. Companies whose amount is not known at one of two
months are left out of what is said of them, and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, Q, QuerySet

from customers.models import Company, Lifecycle
from growth.actions.revenue import currency_now
from growth.figures.cohorts import MONTH, next_period
from growth.figures.revenue import Movement, Retention, movement, retention
from growth.figures.worths import Unit
from growth.models import RevenueSnapshot
from people.models import Product
from usage.models import ProductUser

YEAR = 12
MOST_MONTHS = 37


@dataclass(frozen=True)
class Paid:
    """What a company paid in a month, a year of it, and how it was sold to then."""

    arr: float
    motion: str
    plan: str


@dataclass(frozen=True)
class Change:
    """One company between two months."""

    company: int
    start: float
    end: float
    motion: str


@dataclass
class Ledger:
    """The months of some companies. ``left_out_currency`` snapshots are in a currency that is no longer the organisation's."""

    months: list[date] = field(default_factory=list)
    paid: dict[int, dict[date, Paid]] = field(default_factory=dict)
    churned: set[int] = field(default_factory=set)
    left_out_currency: int = 0

    @property
    def last(self) -> date | None:
        """The latest month that anything is known of."""
        return self.months[-1] if self.months else None

    @cached_property
    def spans(self) -> dict[int, tuple[date, date]]:
        """The first and the last month of each company."""
        return {company: (min(rows), max(rows)) for company, rows in self.paid.items()}

    def amount(self, company: int, month: date) -> float | None:
        """What it paid in a month; None where that is not known."""
        row = self.paid[company].get(month)
        if row is not None:
            return row.arr
        first, last = self.spans[company]
        if month < first or (month > last and company in self.churned):
            return 0.0
        return None

    def changes(self, start: date, end: date, motion: str = "") -> Iterator[Change]:
        """Each company whose amounts are known at both, of a motion: the one it had at the start, or when it was new."""
        for company, rows in self.paid.items():
            before, after = self.amount(company, start), self.amount(company, end)
            if before is None or after is None:
                continue
            row = rows.get(start) if before > 0 else rows.get(end)
            row = row or rows[self.spans[company][0]]
            if not motion or row.motion == motion:
                yield Change(company, before, after, row.motion)

    def unknown(self, start: date, end: date) -> int:
        """How many companies that paid at the start are left out, for nothing is known of them at the end."""
        return sum(1 for company in self.paid if (self.amount(company, start) or 0) > 0 and self.amount(company, end) is None)

    def kept(self, end: date, motion: str = "", months: int = YEAR) -> Retention | None:
        """What became of those who paid so many months before; None where the ledger does not reach back that far."""
        start = next_period(end, MONTH, -months)
        if not self.months or start < self.months[0]:
            return None
        return retention((one.start, one.end) for one in self.changes(start, end, motion))

    def moved(self, start: date, end: date, motion: str = "") -> Movement | None:
        """The steps from one month to another."""
        return movement((one.start, one.end) for one in self.changes(start, end, motion))

    def units(self, end: date, won: Collection[int] = (), motion: str = "", months: int = YEAR) -> dict[int, Unit]:
        """What each company brings to ARPA, churn and cost: of a month, and of the company-months before it.

        A month counts where a company paid in it, and is its last where it pays nothing in the next.
        """
        paying = {company: row.arr / YEAR for company, row in self.paying(end, motion)}
        lived: dict[int, list[int]] = {}
        for first, second in self.steps(end, months):
            for one in self.changes(first, second, motion):
                if one.start > 0:
                    tally = lived.setdefault(one.company, [0, 0])
                    tally[0], tally[1] = tally[0] + 1, tally[1] + (one.end == 0)
        ids = sorted({*paying, *lived, *won})
        return {pk: Unit(paying.get(pk, 0.0), *lived.get(pk, (0, 0)), won=int(pk in won)) for pk in ids}

    def steps(self, end: date, months: int) -> Iterator[tuple[date, date]]:
        """Each month with the next, over the last months that the ledger holds."""
        for age in range(months, 0, -1):
            first = next_period(end, MONTH, -age)
            if self.months and first >= self.months[0]:
                yield first, next_period(first, MONTH)

    def won(self, month: date, motion: str = "") -> list[int]:
        """The companies that pay in a month and never paid before it."""
        before = next_period(month, MONTH, -1)
        return [
            one.company
            for one in self.changes(before, month, motion)
            if one.start == 0 and one.end > 0 and self.first_paid(one.company) == month
        ]

    def first_paid(self, company: int) -> date | None:
        """The first month in which a company paid anything."""
        return min((month for month, row in self.paid[company].items() if row.arr > 0), default=None)

    def paying(self, month: date, motion: str = "") -> list[tuple[int, Paid]]:
        """Who pays in a month, and what."""
        rows = ((company, months.get(month)) for company, months in self.paid.items())
        return [(company, row) for company, row in rows if row and row.arr > 0 and (not motion or row.motion == motion)]


def companies_of(product: Product | None) -> Q:
    """The companies whose people use a product; all of them where none is named, or nobody was seen using it yet."""
    if product is None:
        return Q()
    users = ProductUser.objects.filter(product=product).exclude(company=None).order_by()
    return Q(pk__in=users.values("company")) | Q(~Exists(users))


def ledger_of(product: Product | None = None, fitting: Q = Q()) -> Ledger:  # noqa: B008 - a condition is never changed
    """The ledger of the companies that use a product and fit a condition as they are now, such as a segment's; read at once."""
    rows = RevenueSnapshot.objects.standing()
    if product is not None or fitting:
        among: QuerySet[Company] = Company.objects.filter(companies_of(product), fitting)
        rows = rows.filter(company__in=among.order_by().values("pk"))
    ours, ledger = currency_now(), Ledger()
    read = rows.order_by("month").values_list("company", "month", "arr", "motion", "plan", "currency", "company__lifecycle")
    for company, month, arr, motion, plan, currency, lifecycle in read.iterator():
        if currency != ours:
            ledger.left_out_currency += 1
            continue
        ledger.paid.setdefault(company, {})[month] = Paid(float(arr), motion, plan)
        if lifecycle == Lifecycle.CHURNED:
            ledger.churned.add(company)
    ledger.months = sorted({month for months in ledger.paid.values() for month in months})
    return ledger
