"""What became of the revenue of those who paid at the start: kept, grown, shrunk, gone. New logos are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from figures.explanations import Figure
from figures.rates import Rate, wilson
from growth.figures.intervals import Between, bootstrap


@dataclass(frozen=True, kw_only=True)
class Retention(Figure):
    """A closed cohort from its start to its end. Rates are shares of what it paid at the start.

    ``expansion``, ``contraction`` and ``churn`` are such shares too; ``logo_churn`` counts companies, with Wilson's interval.
    ``between`` has the intervals of the others, by their names.
    """

    formula = "NRR = Σ end / Σ start; GRR = Σ min(end, start) / Σ start; over those who paid at the start"
    companies: int
    start: float
    end: float
    nrr: float
    grr: float
    expansion: float
    contraction: float
    churn: float
    logo_churn: Rate
    cohort: tuple[tuple[float, float], ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def between(self) -> Mapping[str, Between]:
        """How sure each share is: the companies are drawn again and again. Nothing of fewer than five."""
        return bootstrap([(start, *parts(start, end).values()) for start, end in self.cohort], shares)


def parts(start: float, end: float) -> dict[str, float]:
    """What one company that paid at the start adds to each share, as an amount."""
    return {
        "nrr": end, "grr": min(start, end), "expansion": max(0.0, end - start),
        "contraction": start - end if 0 < end < start else 0.0, "churn": start if end == 0 else 0.0,
    }  # fmt: skip


def shares(sums: np.ndarray) -> dict[str, np.ndarray]:
    """The shares of each draw: its sums of what was paid at the start, and of the parts."""
    return {name: sums[:, number] / sums[:, 0] for number, name in enumerate(parts(0, 0), start=1)}


def retention(pairs: Iterable[tuple[float, float]]) -> Retention | None:
    """NRR, GRR and their parts over ``(start, end)`` amounts of companies; who paid nothing at the start is left out.

    None where nobody paid anything. Raises ValueError for a negative amount.
    """
    rows = [(float(start), float(end)) for start, end in pairs]
    if any(amount < 0 for row in rows for amount in row):
        raise ValueError("What a company pays is not negative.")
    cohort = [(start, end) for start, end in rows if start > 0]
    lost = sum(1 for _, end in cohort if end == 0)
    logo_churn = wilson(lost, len(cohort))
    if logo_churn is None:
        return None
    opening = sum(start for start, _ in cohort)
    found = {name: sum(parts(start, end)[name] for start, end in cohort) for name in parts(0, 0)}
    return Retention(
        companies=len(cohort),
        start=opening,
        end=found["nrr"],
        **{name: amount / opening for name, amount in found.items()},
        logo_churn=logo_churn,
        cohort=tuple(cohort),
        inputs={"companies": len(cohort), "Σ start": opening, "Σ end": found["nrr"], "companies lost": lost},
    )


@dataclass(frozen=True, kw_only=True)
class Movement(Figure):
    """From what all paid at the start to what all pay at the end: the steps of a waterfall, as amounts."""

    formula = "start + new + expansion − contraction − churn = end"
    start: float
    new: float
    expansion: float
    contraction: float
    churned: float
    end: float


def movement(pairs: Iterable[tuple[float, float]]) -> Movement | None:
    """The steps from start to end over all companies, new ones among them; None where nobody pays before or after."""
    rows = [(float(start), float(end)) for start, end in pairs if start or end]
    if not rows:
        return None
    return Movement(
        start=sum(start for start, _ in rows),
        new=sum(end for start, end in rows if start == 0),
        expansion=sum(end - start for start, end in rows if 0 < start < end),
        contraction=sum(start - end for start, end in rows if 0 < end < start),
        churned=sum(start for start, end in rows if end == 0),
        end=sum(end for _, end in rows),
        inputs={"companies": len(rows)},
    )
