"""Two sides compared: the difference of two shares and of two means, each with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure
from figures.rates import wilson

Counted = tuple[int, int]
"""Successes of n."""
Summary = tuple[float, float, int]
"""Mean, standard deviation and number."""


@dataclass(frozen=True, kw_only=True)
class ShareDifference(Figure):
    """A share less another, with Newcombe's hybrid score interval [low, high]."""

    formula = "p₁ − p₂; interval: Newcombe's hybrid score, from the Wilson intervals of both"
    share: float
    other: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class MeanDifference(Figure):
    """A mean less another, with Welch's interval [low, high]."""

    formula = "m₁ − m₂; interval: Welch's t, standard error √(s₁²/n₁ + s₂²/n₂)"
    difference: float
    error: float
    degrees: float
    low: float
    high: float


class Welch(NamedTuple):
    """Welch's t for a difference of means."""

    error: float
    degrees: float
    low: float
    high: float
    p: float


def difference_of_shares(ours: Counted, theirs: Counted, confidence: float = 0.95) -> ShareDifference | None:
    """The share on our side less that on the other; None where either side has nobody.

    Raises ValueError unless 0 ≤ successes ≤ n on both sides.
    """
    mine, others = wilson(*ours, confidence), wilson(*theirs, confidence)
    if mine is None or others is None:
        return None
    difference = mine.share - others.share
    return ShareDifference(
        share=mine.share,
        other=others.share,
        difference=difference,
        low=difference - math.hypot(mine.share - mine.low, others.high - others.share),
        high=difference + math.hypot(mine.high - mine.share, others.share - others.low),
        inputs={"successes and n": list(ours), "against": list(theirs), "confidence": confidence},
    )


def difference_of_means(ours: Summary, theirs: Summary, confidence: float = 0.95) -> MeanDifference | None:
    """Our mean less the other, from summaries; None with fewer than two on a side, or where nothing varies on either.

    Raises ValueError for a negative deviation or number.
    """
    for _, deviation, n in (ours, theirs):
        if deviation < 0 or n < 0:
            raise ValueError("A standard deviation and a number are not negative.")
    if min(ours[2], theirs[2]) < 2 or not (ours[1] or theirs[1]):
        return None
    difference = ours[0] - theirs[0]
    found = welch(difference, ours[1] ** 2 / ours[2], ours[2], theirs[1] ** 2 / theirs[2], theirs[2], confidence)
    return MeanDifference(
        difference=difference,
        error=found.error,
        degrees=found.degrees,
        low=found.low,
        high=found.high,
        inputs={"mean, deviation, n": list(ours), "against": list(theirs), "confidence": confidence},
    )


def welch(difference: float, mine: float, n: int, others: float, n_others: int, confidence: float = 0.95) -> Welch:
    """Welch's t of a difference of means, from the variance of each mean and the number behind it."""
    error = math.sqrt(mine + others)
    degrees = (mine + others) ** 2 / (mine**2 / (n - 1) + others**2 / (n_others - 1))
    half = float(special.stdtrit(degrees, 0.5 + confidence / 2)) * error
    p = 2 * float(special.stdtr(degrees, -abs(difference) / error))
    return Welch(error, degrees, difference - half, difference + half, p)
