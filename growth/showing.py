"""How revenue is shown: its tiles, what came and went month by month, and each company's part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from customers.models import Company
from doors import charts
from doors.formats import interval, money, number, percent
from growth.figures.cohorts import MONTH, next_period
from growth.ledger import YEAR, Ledger
from growth.tiles import Tile, rate_tile, share_tile

NRR = (
    "Net revenue retention: what the companies that paid twelve months before pay now, over what they paid then. "
    "New customers are left out."
)
GRR = "Gross revenue retention: the same, but growth does not count. It is never above 100%."
EXPANSION = "What companies that paid twelve months before pay more now, as a share of what all of them paid then."
CONTRACTION = "What those that still pay pay less now, as a share of what all of them paid then."
CHURN = "What those paid that pay nothing now, as a share of what all of them paid then."
LOGO_CHURN = "Of the companies that paid twelve months before, the share that pays nothing now."
TOO_SHORT = "needs amounts of two months, a year apart"


def revenue_tiles(ledger: Ledger, month: date, motion: str = "") -> list[Tile]:
    """What became of the revenue of a year before, with n and interval."""
    kept = ledger.kept(month, motion)
    start = next_period(month, MONTH, -YEAR)
    note = f"{number(kept.companies)} companies of {start:%b %Y}" if kept else ""
    courses = [one for age in range(YEAR, -1, -1) if (one := ledger.kept(next_period(month, MONTH, -age), motion))]
    nrr = charts.sparkline([one.nrr for one in courses], says=f"Net revenue retention over {len(courses)} months")
    grr = charts.sparkline([one.grr for one in courses], says=f"Gross revenue retention over {len(courses)} months")
    between = kept.between if kept else {}
    named = (("nrr", "NRR", NRR, nrr), ("grr", "GRR", GRR, grr), ("expansion", "Expansion", EXPANSION, SafeString("")),
             ("contraction", "Contraction", CONTRACTION, SafeString("")), ("churn", "Churn", CHURN, SafeString("")))  # fmt: skip
    return [
        recurring_tile(ledger, month, motion),
        *(
            share_tile(
                label, kept, getattr(kept, name, None), words, between=between.get(name), note=note, why=TOO_SHORT, spark=spark
            )
            for name, label, words, spark in named
        ),
        rate_tile("Logo churn", kept.logo_churn if kept else None, LOGO_CHURN, what="companies", why=TOO_SHORT),
    ]


def recurring_tile(ledger: Ledger, month: date, motion: str = "") -> Tile:
    """What all of them pay, a year of it."""
    rows = ledger.paying(month, motion)
    total = sum(row.arr for _, row in rows)
    months = [next_period(month, MONTH, -age) for age in range(YEAR, -1, -1)]
    known = [one for one in months if ledger.months and one >= ledger.months[0]]
    course = [sum(row.arr for _, row in ledger.paying(one, motion)) for one in known]
    words = "What all companies pay in the month, times twelve."
    if not rows:
        return Tile("ARR", words, why="nothing is recorded for this month")
    return Tile(
        "ARR", words, money(total), f"{number(len(rows))} paying companies", formula="Σ MRR · 12",
        inputs=[("Month", f"{month:%B %Y}"), ("Σ MRR", money(total / YEAR)), ("n, paying companies", number(len(rows)))],
        spark=charts.sparkline(course, says=f"ARR over {len(course)} months"),
    )  # fmt: skip


def movement_chart(ledger: Ledger, month: date, motion: str = "", months: int = YEAR) -> SafeString:
    """What came and went each month, as monthly amounts of a year."""
    steps = [(second, moved) for first, second in ledger.steps(month, months) if (moved := ledger.moved(first, second, motion))]
    if not steps:
        return SafeString("")
    names = [f"{second:%b %Y}" for second, _ in steps]
    parts = [
        charts.Part("New", "accent", [moved.new for _, moved in steps]),
        charts.Part("Expansion", "good", [moved.expansion for _, moved in steps]),
        charts.Part("Contraction", "warn", [moved.contraction for _, moved in steps], up=False),
        charts.Part("Churn", "bad", [moved.churned for _, moved in steps], up=False),
    ]
    note = "ARR that came above the line, ARR that went below it"
    return charts.stacks(names, parts, say=money, title="What came and what went, month by month", note=note)


@dataclass(frozen=True)
class CompanyLine:
    """A company's part in what became of a year's revenue; amounts that are not known are None."""

    company: Company
    start: float | None
    end: float | None
    motion: str
    plan: str
    word: str
    tone: str
    spark: SafeString

    @property
    def change(self) -> float | None:
        """What it pays more or less."""
        return None if self.start is None or self.end is None else self.end - self.start


def company_lines(ledger: Ledger, month: date, companies: dict[int, Company], motion: str = "") -> list[CompanyLine]:
    """Every company with what it paid a year before and pays now."""
    start = next_period(month, MONTH, -YEAR)
    months = [one for one in ledger.months if start <= one <= month]
    found = []
    for pk, rows in ledger.paid.items():
        row = rows.get(month) or rows[max(rows)]
        if pk not in companies or (motion and row.motion != motion):
            continue
        before, now = ledger.amount(pk, start), ledger.amount(pk, month)
        word, tone = standing(before, now)
        course = [amount for one in months if (amount := ledger.amount(pk, one)) is not None]
        spark = charts.sparkline(course, says=f"ARR over {len(course)} months")
        found.append(CompanyLine(companies[pk], before, now, row.motion, row.plan, word, tone, spark))
    return found


def standing(before: float | None, now: float | None) -> tuple[str, str]:
    """What became of a company, as a word with its tone."""
    if before is None or now is None:
        return "Not known", "outline"
    if before == now:
        return ("Unchanged", "") if now else ("Never paid", "outline")
    if not before:
        return "New", "accent"
    if not now:
        return "Churned", "bad"
    return ("Expanded", "good") if now > before else ("Contracted", "warn")


def ordered(lines: Sequence[CompanyLine], sort: str) -> list[CompanyLine]:
    """The lines as asked for; what is not known comes last."""
    if sort == "name":
        return sorted(lines, key=lambda one: one.company.name.casefold())
    if sort == "-arr":
        return sorted(lines, key=lambda one: (one.end is None, -(one.end or 0), one.company.pk))
    return sorted(lines, key=lambda one: (one.change is None, -abs(one.change or 0), one.company.pk))


def said_rate(rate: Any) -> str:
    """A rate in a table: value, interval, n."""
    return "–" if rate is None else f"{percent(rate.share, 1)} ({interval(rate.low, rate.high)}, n {number(rate.n)})"
