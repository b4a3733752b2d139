"""The figures of the gates' reports: how long decisions take, how overrides turned out, what waiting costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure
from figures.medians import median
from figures.rates import Rate, wilson

DAYS_OF_A_YEAR = 364
"""Fifty-two weeks."""
WEEKS_OF_A_YEAR = 52
ROUNDING = 1e-7


@dataclass(frozen=True, kw_only=True)
class Cycle(Figure):
    """How long decisions took, in days, from submitted to decided: the median with its interval, and nine in ten."""

    formula = "decided − submitted; median with the interval of the sign test; P90 linear"
    n: int
    median: float
    low: float | None
    high: float | None
    p90: float


@dataclass(frozen=True, kw_only=True)
class Compared(Figure):
    """Two shares of success and Fisher's exact test. ``odds_ratio`` is None where it has no end."""

    formula = "p₁ − p₂; odds ratio ad / bc; Fisher's exact test, two-sided"
    ours: Rate
    theirs: Rate
    difference: float
    odds_ratio: float | None
    p: float


@dataclass(frozen=True, kw_only=True)
class Delay(Figure):
    """What waiting costs: a year's value spread over its days; ``cd3`` divides a week of it by the weeks that it takes."""

    formula = "cost = value a year · days / 364; CD3 = (value a year / 52) / weeks"
    a_year: float
    days: float
    cost: float
    weekly: float
    cd3: float | None


def cycle(days: Sequence[float]) -> Cycle | None:
    """How long some decisions took; None without any."""
    middle = median(days)
    if middle is None:
        return None
    return Cycle(
        n=middle.n, median=middle.value, low=middle.low, high=middle.high, p90=float(np.percentile(list(days), 90)),
        inputs={"n": middle.n, "shortest": min(days), "longest": max(days)},
    )  # fmt: skip


def compare_shares(ours: tuple[int, int], theirs: tuple[int, int]) -> Compared | None:
    """Successes of n on two sides; None where a side has nobody. Raises ValueError for impossible counts."""
    mine, others = wilson(*ours), wilson(*theirs)
    if mine is None or others is None:
        return None
    a, b, c, d = ours[0], ours[1] - ours[0], theirs[0], theirs[1] - theirs[0]
    return Compared(
        ours=mine, theirs=others, difference=mine.share - others.share, odds_ratio=a * d / (b * c) if b * c else None,
        p=fisher(a, b, c, d), inputs={"successes and n": list(ours), "against": list(theirs)},
    )  # fmt: skip


def fisher(a: int, b: int, c: int, d: int) -> float:
    """Fisher's exact test of a table of four counts, two-sided: the chance of a table as unlikely as this one, or more so."""
    row, column, n = a + b, a + c, a + b + c + d
    possible = np.arange(max(0, row + column - n), min(row, column) + 1)
    chances = np.exp(log_ways(row, possible) + log_ways(n - row, column - possible) - log_ways(n, np.array(column)))
    seen = chances[possible == a][0]
    return min(1.0, float(chances[chances <= seen * (1 + ROUNDING)].sum()))


def log_ways(n: int, k: np.ndarray) -> np.ndarray:
    """The logarithm of how many ways there are to choose k of n."""
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


def delay(a_year: float, days: float, weeks: float | None = None) -> Delay:
    """What so many days of waiting cost, and the value of deciding it first where it takes so many weeks.

    Raises ValueError for days or weeks that cannot be.
    """
    if not math.isfinite(days) or days < 0 or (weeks is not None and weeks <= 0):
        raise ValueError("A wait is not negative, and work takes longer than no time.")
    weekly = a_year / WEEKS_OF_A_YEAR
    return Delay(
        a_year=a_year, days=days, cost=a_year * days / DAYS_OF_A_YEAR, weekly=weekly, cd3=weekly / weeks if weeks else None,
        inputs={"value a year": a_year, "days": days, "weeks": weeks},
    )  # fmt: skip
