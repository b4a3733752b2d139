"""What stands beside the assessors' scores: coverage, revenue at risk, pooled probabilities, must-meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.explanations import Figure
from figures.rates import check_probability


@dataclass(frozen=True, kw_only=True)
class Risk(Figure):
    """Yearly revenue expected to be lost ``without`` and ``with_feature``; kept apart from expansion."""

    formula = "Σ ARR · p(churn), without and with the feature; avoided = the difference"
    without: float
    with_feature: float
    avoided: float


@dataclass(frozen=True, kw_only=True)
class Pooled(Figure):
    """Several people's probabilities of one thing.

    ``geometric`` is the geometric mean of the odds, as a probability: None when one says never and
    another surely. ``deviation`` is None for a single one.
    """

    formula = "mean; median; odds = (Π p/(1 − p))^(1/n), p = odds/(1 + odds); deviation with n − 1"
    n: int
    mean: float
    median: float
    geometric: float | None
    deviation: float | None


@dataclass(frozen=True)
class Bar:
    """One thing that has to be so: what was found (None: not known), what is asked, whether it is met."""

    name: str
    found: float | None
    asked: float
    is_met: bool | None


@dataclass(frozen=True)
class Bars:
    """The must-meets of the viability gate."""

    assessors: int = 3
    segments: int = 2
    coverage: float = 0.70
    probability: float = 0.50
    top_share: float = 0.40


DEFAULT_BARS = Bars()


def arr_at_risk(customers: Sequence[tuple]) -> Risk | None:
    """What *customers*, (ARR, p of churn without, p of churn with the feature) each, put at risk; None without any.

    Raises ValueError for a probability outside [0, 1].
    """
    rows = [(float(arr), check_probability(p), check_probability(q)) for arr, p, q in customers]
    if not rows:
        return None
    without, with_feature = sum(arr * p for arr, p, _ in rows), sum(arr * q for arr, _, q in rows)
    inputs = {"customers": [list(row) for row in rows]}
    return Risk(without=without, with_feature=with_feature, avoided=without - with_feature, inputs=inputs)


def coverage(covered, whole) -> float | None:
    """The share of the market (companies or ARR) in the segments that were assessed; None of nothing.

    Raises ValueError unless 0 ≤ covered ≤ whole.
    """
    covered, whole = float(covered), float(whole)
    if not 0 <= covered <= whole:
        raise ValueError("What is covered is part of the whole.")
    return covered / whole if whole else None


def pooled(probabilities: Sequence) -> Pooled | None:
    """Bring several people's *probabilities* together; None without any.

    Raises ValueError for one outside [0, 1].
    """
    p = np.array([check_probability(value) for value in probabilities])
    if not p.size:
        return None
    return Pooled(
        n=p.size,
        mean=float(p.mean()),
        median=float(np.median(p)),
        geometric=_geometric(p),
        deviation=float(p.std(ddof=1)) if p.size > 1 else None,
        inputs={"p": p.tolist()},
    )


def _geometric(p) -> float | None:
    never, surely = (p == 0).any(), (p == 1).any()
    if never or surely:
        return None if never and surely else float(surely)
    return float(1 / (1 + np.exp(-np.mean(np.log(p / (1 - p))))))


def must_meets(
    *,
    assessors: int,
    segments: int,
    coverage: float | None,
    probability: float | None,
    top_share: float | None,
    bars: Bars = DEFAULT_BARS,
) -> tuple[Bar, ...]:
    """Hold what was found against the *bars*; what is not known is neither met nor failed."""
    return (
        Bar("assessors", assessors, bars.assessors, assessors >= bars.assessors),
        Bar("segments", segments, bars.segments, segments >= bars.segments),
        Bar("coverage", coverage, bars.coverage, None if coverage is None else coverage >= bars.coverage),
        Bar(
            "probability of the target",
            probability,
            bars.probability,
            None if probability is None else probability >= bars.probability,
        ),
        Bar(
            "largest account's share",
            top_share,
            bars.top_share,
            None if top_share is None else top_share <= bars.top_share,
        ),
    )
