"""What customers said when asked: NPS, CSAT and the Ellis question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from figures.explanations import Figure
from figures.rates import Rate, posterior, wilson

ELLIS_BAR = 0.40


@dataclass(frozen=True, kw_only=True)
class NetPromoter(Figure):
    """Promoters (9–10) less detractors (0–6), in points from −100 to 100, with its standard error."""

    formula = "100 · (promoters − detractors) / n; SE = 100 · √((p + d − (p − d)²) / n)"
    n: int
    score: float
    standard_error: float
    promoters: int
    detractors: int


@dataclass(frozen=True, kw_only=True)
class Ellis(Figure):
    """Who would be very disappointed without it; ``probability`` is how likely that share is 40 % or more."""

    formula = "very / (very + somewhat + not), n/a left out; P(share ≥ bar) under Beta(1 + very, 1 + the others)"
    rate: Rate
    probability: float


def net_promoter(scores: Sequence[int]) -> NetPromoter | None:
    """The net promoter score of answers from 0 to 10; None without any. Raises ValueError outside 0–10."""
    _within(scores, 0, 10)
    n = len(scores)
    if not n:
        return None
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    p, d = promoters / n, detractors / n
    return NetPromoter(
        n=n,
        score=100 * (p - d),
        standard_error=100 * math.sqrt((p + d - (p - d) ** 2) / n),
        promoters=promoters,
        detractors=detractors,
        inputs={"n": n, "promoters": promoters, "detractors": detractors},
    )


def satisfied(scores: Sequence[int], scale: int = 5) -> Rate | None:
    """CSAT: the share that chose one of the two top answers of 1..*scale*; None without any answer.

    Raises ValueError for an answer outside the scale.
    """
    _within(scores, 1, scale)
    return wilson(sum(score >= scale - 1 for score in scores), len(scores))


def ellis(very: int, somewhat: int, not_disappointed: int, bar: float = ELLIS_BAR) -> Ellis | None:
    """The Ellis question among those who used it twice within two weeks; None without any answer.

    Counts of "very", "somewhat" and "not disappointed"; "n/a, no longer used" is left out by the caller.
    Raises ValueError for a negative count.
    """
    if min(very, somewhat, not_disappointed) < 0:
        raise ValueError("A count of answers is not negative.")
    n = very + somewhat + not_disappointed
    rate, belief = wilson(very, n), posterior(very, n)
    if rate is None or belief is None:
        return None
    inputs = {"very": very, "somewhat": somewhat, "not": not_disappointed, "bar": bar}
    return Ellis(rate=rate, probability=belief.probability_at_least(bar), inputs=inputs)


def _within(scores: Sequence[int], low: int, high: int) -> None:
    if any(not low <= score <= high for score in scores):
        raise ValueError(f"Answers lie between {low} and {high}.")
