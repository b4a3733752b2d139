"""Means with their uncertainty: what a few values say about the mean of many like them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure


@dataclass(frozen=True, kw_only=True)
class Average(Figure):
    """The mean of ``n`` values with Student's interval [low, high], and their median. One value has no interval."""

    formula = "mean ± t · s / √n, with n − 1 degrees of freedom"
    n: int
    mean: float
    median: float
    low: float | None
    high: float | None


def average(values: Iterable[float], confidence: float = 0.95, *, least: float | None = None) -> Average | None:
    """The mean of some values; None of none. ``least``: what a value is never below, so its interval ends there too.

    Raises ValueError for a value that is not finite.
    """
    rows = [float(value) for value in values]
    if not all(map(math.isfinite, rows)):
        raise ValueError("A mean is over finite values.")
    if not rows:
        return None
    n, mean = len(rows), statistics.fmean(rows)
    low = high = None
    spread = None
    if n > 1:
        spread = statistics.stdev(rows, mean)
        width = float(special.stdtrit(n - 1, 0.5 + confidence / 2)) * spread / math.sqrt(n)
        low, high = mean - width, mean + width
        low = low if least is None else max(least, low)
    return Average(
        n=n,
        mean=mean,
        median=statistics.median(rows),
        low=low,
        high=high,
        inputs={"n": n, "mean": mean, "standard deviation": spread, "confidence": confidence},
    )
