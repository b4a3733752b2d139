"""Between what a figure lies: how sure it is, seen from how much those behind it differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.rates import wilson

FEWEST = 5
"""Below so many units drawing them again says nothing."""
DRAWS, SEED = 1000, 1
MOST_GROUPS = 1000
"""More units than these are drawn in so many groups, put together by lot: as sure, and quicker."""
TAILS = (0.025, 0.975)
BOOTSTRAP = "Bootstrap over companies, 95%"
STUDENT = "Student’s t, 95%"
SPLIT = "Wilson, of both periods’ leads those of this one, 95%"


@dataclass(frozen=True)
class Between:
    """The 95 % interval of a figure, and how it was made. An end that cannot be told is None, such as that of an endless life."""

    low: float | None
    high: float | None
    made: str


def bootstrap(
    units: Collection[Sequence[float]], of: Callable[[np.ndarray], dict[str, np.ndarray]], made: str = BOOTSTRAP
) -> dict[str, Between]:
    """The intervals of figures that are made of sums over units: each unit is a row of columns.

    ``of`` gives the figures, by name, from an array with a row of sums a draw. The units are drawn as often as there are, with
    putting back, 1,000 times with a fixed seed; the interval reaches from the 2.5th to the 97.5th percentile of what the figure
    was then. Draws in which a figure is undefined are left out. Nothing below five units. ``made`` says what was drawn.
    """
    if len(units) < FEWEST:
        return {}
    rng = np.random.default_rng(SEED)
    rows = np.asarray(list(units), dtype=float)
    if len(rows) > MOST_GROUPS:
        rows = np.stack([part.sum(axis=0) for part in np.array_split(rng.permutation(rows), MOST_GROUPS)])
    sums = drawn_again(rng, len(rows)) @ rows
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = of(sums)
    return {name: found for name, values in drawn.items() if (found := ends_of(values, made)) is not None}


def drawn_again(rng: np.random.Generator, n: int) -> np.ndarray:
    """How often each of ``n`` units was drawn, a row a draw of ``n`` with putting back."""
    drawn = rng.integers(0, n, (DRAWS, n)) + n * np.arange(DRAWS)[:, None]
    return np.bincount(drawn.ravel(), minlength=DRAWS * n).reshape(DRAWS, n).astype(float)


def ends_of(values: np.ndarray, made: str = BOOTSTRAP) -> Between | None:
    """From the 2.5th to the 97.5th percentile of what was drawn; None where nothing could be."""
    known = np.sort(values[~np.isnan(values)])
    if not known.size:
        return None
    low, high = (float(known[max(0, math.ceil(tail * known.size) - 1)]) for tail in TAILS)
    return Between(finite_or_none(low), finite_or_none(high), made)


def finite_or_none(value: float) -> float | None:
    """The value, or None at none or without end."""
    return value if math.isfinite(value) else None


def mean_between(n: int, total: float, squares: float, *, over: float = 1, most: float | None = None) -> Between | None:
    """The interval of a mean over ``n`` units from their sum and sum of squares, all of it divided by ``over``.

    Never below 0, nor above ``most``. None of fewer than two units. Raises ValueError where the squares cannot be.
    """
    if n < 2:
        return None
    mean = total / n
    spread = (squares - n * mean * mean) / (n - 1)
    if spread < -1e-6 * max(1.0, squares):
        raise ValueError("A sum of squares is at least the square of the sum, divided by n.")
    width = float(special.stdtrit(n - 1, TAILS[1])) * math.sqrt(max(0.0, spread) / n)
    low, high = max(0.0, mean - width) / over, (mean + width) / over
    return Between(low, high if most is None else min(most, high), STUDENT)


def growth_between(now: int, before: int) -> Between | None:
    """The interval of by which share a count grew: Wilson's, of how much of both periods' counts falls into this one."""
    share = wilson(now, now + before)
    if share is None or before <= 0:
        return None
    low, high = (end / (1 - end) - 1 if end < 1 else None for end in (share.low, share.high))
    return Between(low, high, SPLIT)


def turned(between: Between | None, by: Callable[[float], float | None]) -> Between | None:
    """The interval of a figure that grows with another one, from the other one's; an end that ``by`` cannot tell is none."""
    if between is None:
        return None
    low, high = (by(end) if end is not None else None for end in (between.low, between.high))
    return Between(low, high, between.made)
