"""Launch cohorts: the rows of a table of past launches, and how they are read."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from gates.figures.projection import Reference


@dataclass(frozen=True)
class Cohort:
    """One feature's launch in one period: of ``n`` eligible, cumulative adopters by week since each one's start."""

    feature: str
    period: str
    begins: datetime.date
    ends: datetime.date
    n: int
    adopters: Mapping[int, int]
    demand: int | None = None

    def as_reference(self, horizon: int) -> Reference:
        """This cohort as evidence for others, once its last member has had the whole horizon."""
        complete_on = self.ends + datetime.timedelta(weeks=horizon)
        name = f"{self.feature} · {self.period}"
        return Reference(name, self.feature, self.n, self.adopters, complete_on, demand=self.demand)


COUNT = re.compile(r"c_?(\d+)")
SHORT = {"f": "feature", "q": "period"}


@dataclass(frozen=True)
class Table:
    """The launches of a table, and what is said of its rows: those that were left out, and those that are odd but count."""

    cohorts: list[Cohort]
    left_out: list[str]
    flags: list[str]


def read_cohorts(rows: Iterable[Mapping[str, str]], *, period_weeks: int | None = None) -> Table:
    """Read launches from *rows* with the columns feature (or f), period (or q), n and c_<weeks> (cumulative adopters).

    A period is a day (2025-03-01), a month (2025-03), a quarter (2025Q1), a year (2025), or a whole number
    that counts quarters from 1970Q1, or periods of *period_weeks* weeks where that is given. An empty count is not known.
    A row that does not read, of which nobody was eligible, or whose feature and period stand in a row before it, is left out
    and named; one whose cumulative count falls is named and counts. Raises ValueError where a column is missing, or where
    rows were given and none of them can be used.
    """
    first: dict[tuple[str, str], tuple[int, Cohort]] = {}
    left_out, flags, number = [], [], 1
    for number, given in enumerate(rows, 2):
        row = {SHORT.get(column.strip(), column.strip()): value for column, value in given.items() if column}
        if missing := [column for column in ("feature", "period", "n") if column not in row]:
            raise ValueError(f"There is no column {' or '.join(missing)}.")
        try:
            one = _cohort(row, period_weeks)
        except (ValueError, TypeError, OverflowError) as error:
            left_out.append(f"Row {number} is left out: {error}")
            continue
        place, before = first.setdefault((one.feature, one.period), (number, one))
        if place != number:
            how = "is a copy of" if before == one else "says otherwise than"
            left_out.append(f"Row {number} is left out: it {how} row {place}, of the same feature and period.")
        elif falls := falling(one.adopters):
            flags.append(f"Row {number}: {falls}")
    if left_out and not first:
        raise ValueError(f"No row can be used. {left_out[0]}")
    return Table([one for _, one in first.values()], left_out, flags)


def falling(counts: Mapping[int, int]) -> str:
    """Where a cumulative count falls, in words; nothing where it never does."""
    for sooner, later in pairwise(sorted(counts)):
        if counts[later] < counts[sooner]:
            return f"its count of adopters falls from {counts[sooner]} at week {sooner} to {counts[later]} at week {later}."
    return ""


def _cohort(row: Mapping[str, str], period_weeks: int | None) -> Cohort:
    """One launch. Raises ValueError, TypeError or OverflowError at what cannot be."""
    feature, period, n = (str(row[column] or "").strip() for column in ("feature", "period", "n"))
    begins, ends = period_days(period, period_weeks)
    counts = {
        int(match[1]): whole(value, column)
        for column, value in row.items() if value and (match := COUNT.fullmatch(column))
    }  # fmt: skip
    if not feature:
        raise ValueError("It names no feature.")
    eligible = whole(n, "n")
    if eligible == 0:
        raise ValueError("Nobody was eligible.")
    if (most := max(counts.values(), default=0)) > eligible:
        raise ValueError(f"{most} adopters of {eligible} eligible cannot be.")
    return Cohort(feature, period, begins, ends, eligible, counts)


def whole(text: str, column: str) -> int:
    """A count as a table has it. Raises ValueError at what is none."""
    try:
        count = int(text)
    except ValueError as error:
        raise ValueError(f"“{str(text)[:40]}” in the column {column} is no whole number.") from error
    if count < 0:
        raise ValueError(f"{count} in the column {column} is below 0.")
    return count


def period_days(text: str, period_weeks: int | None = None) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a launch period. Raises ValueError when *text* names none."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = datetime.date.fromisoformat(text)
        return day, day
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{4})[- ]?[Qq]([1-4])", text):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if not re.fullmatch(r"\d{1,5}", text):
        raise ValueError(f"“{text}” is not a period.")
    ordinal = int(text)
    if period_weeks:
        first = datetime.date(1970, 1, 1) + datetime.timedelta(weeks=ordinal * period_weeks)
        return first, first + datetime.timedelta(weeks=period_weeks, days=-1)
    if ordinal >= 1900:
        return _months(ordinal, 1, 12)
    return _months(1970 + ordinal // 4, 3 * (ordinal % 4) + 1, 3)


def _months(year: int, month: int, length: int) -> tuple[datetime.date, datetime.date]:
    last = month + length - 1
    return datetime.date(year, month, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])
