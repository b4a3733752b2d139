"""Medians with their uncertainty: between which values the median of many like these lies."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure

ORDERED = "Order statistics, exact binomial, 95%"
"""How an interval of a median is made, as pages say it."""


@dataclass(frozen=True, kw_only=True)
class Median(Figure):
    """The median of ``n`` values, between the values [low, high] at two ranks; so few that none can be told have no interval."""

    formula = "middle value; interval: from the j-th smallest to the j-th largest, the largest j with P(Bin(n, ½) < j) ≤ 2.5%"
    n: int
    value: float
    low: float | None
    high: float | None


def median(values: Iterable[float], confidence: float = 0.95) -> Median | None:
    """The median of some values with the interval of the sign test; None of none. Below six values 95 % cannot be had.

    It holds at least ``confidence`` of the time however the values are spread. Raises ValueError for one that is not finite.
    """
    rows = sorted(float(value) for value in values)
    if not all(map(math.isfinite, rows)):
        raise ValueError("A median is of finite values.")
    if not rows:
        return None
    rank = rank_of(len(rows), confidence)
    low, high = (rows[rank - 1], rows[-rank]) if rank else (None, None)
    said = {"n": len(rows), "rank": rank, "confidence": confidence}
    return Median(n=len(rows), value=statistics.median(rows), low=low, high=high, inputs=said)


def rank_of(n: int, confidence: float) -> int:
    """The largest rank j with P(Bin(n, ½) < j) within one tail; 0 where there is none."""
    tail = (1 - confidence) / 2
    if 0.5**n > tail:
        return 0
    # The normal approximation is off by a rank at most; from below it the exact tail decides.
    rank = max(1, int(n / 2 - 3 * math.sqrt(n)))
    while special.bdtr(rank, n, 0.5) <= tail:
        rank += 1
    return rank
