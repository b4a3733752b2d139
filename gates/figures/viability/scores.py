"""Each assessor's total, how far they spread, and whether they agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import krippendorff
import numpy as np

from figures.explanations import Figure

LOWEST, HIGHEST = 1, 5

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "pain_urgency": 0.25,
        "willingness_to_pay": 0.20,
        "reach": 0.15,
        "competitive_wins": 0.15,
        "pricing_fit": 0.15,
        "sales_readiness": 0.10,
    }
)
"""The criteria of the default policy, each rated on anchors from 1 to 5, and their weights."""

WIDEST_RANGE = 3
WIDEST_SPREAD = 15


@dataclass(frozen=True, kw_only=True)
class Spread(Figure):
    """The assessors' totals (0–100) taken together; ``deviation`` is None with a single assessor."""

    formula = "total = 100 · (Σ weight · rating − 1) / 4; deviation with n − 1"
    totals: tuple[float, ...]
    mean: float
    median: float
    deviation: float | None


@dataclass(frozen=True, kw_only=True)
class Agreement(Figure):
    """Krippendorff's α over criteria: 1 is full agreement, 0 what chance would give, below 0 worse.

    None where it is undefined: all ratings equal, or no criterion rated by two.
    """

    formula = "Krippendorff's α, units = criteria, on an interval and an ordinal scale"
    interval: float | None
    ordinal: float | None


@dataclass(frozen=True, kw_only=True)
class Disagreement(Figure):
    """Whether the assessors should talk and score again; ``reasons`` says in words what is far apart."""

    formula = "a criterion's highest − lowest rating ≥ 3, or deviation of totals > 15"
    flagged: bool
    reasons: tuple[str, ...]


def total(ratings: Mapping[str, float | None], weights: Mapping[str, float] = WEIGHTS) -> float | None:
    """One assessor's weighted total, from 0 to 100; None while a weighted criterion has no rating.

    Raises ValueError for a rating outside 1–5, a criterion without a weight, or weights that are
    negative or come to nothing.
    """
    if unknown := set(ratings) - set(weights):
        raise ValueError(f"There is no weight for {', '.join(sorted(unknown))}.")
    shares = [float(weight) for weight in weights.values()]
    if min(shares, default=0) < 0 or not sum(shares):
        raise ValueError("Weights are not negative and come to more than nothing.")
    values = [_rating(ratings.get(criterion)) for criterion in weights]
    if any(math.isnan(value) for value in values):
        return None
    mean = sum(share * value for share, value in zip(shares, values, strict=True)) / sum(shares)
    return 100 * (mean - LOWEST) / (HIGHEST - LOWEST)


def _rating(value) -> float:
    if value is None:
        return math.nan
    if not LOWEST <= float(value) <= HIGHEST:
        raise ValueError(f"A rating lies between {LOWEST} and {HIGHEST}.")
    return float(value)


def spread(totals: Sequence[float]) -> Spread | None:
    """The assessors' *totals* taken together; None without any."""
    if not totals:
        return None
    return Spread(
        totals=tuple(totals),
        mean=float(np.mean(totals)),
        median=float(np.median(totals)),
        deviation=float(np.std(totals, ddof=1)) if len(totals) > 1 else None,
        inputs={"totals": list(totals)},
    )


def agreement(assessments: Sequence[Mapping[str, float | None]]) -> Agreement | None:
    """How far the assessors agree; None with fewer than two. A missing rating is left out.

    Raises ValueError for a rating outside 1–5.
    """
    if len(assessments) < 2:
        return None
    table = _table(assessments)
    return Agreement(
        interval=_alpha(table, "interval"),
        ordinal=_alpha(table, "ordinal"),
        inputs={"assessors": len(assessments), "criteria": table.shape[1]},
    )


def _table(assessments):
    criteria = sorted({criterion for ratings in assessments for criterion in ratings})
    rows = [[_rating(ratings.get(criterion)) for criterion in criteria] for ratings in assessments]
    return np.array(rows, dtype=float)


def _alpha(table, level: Literal["interval", "ordinal"]) -> float | None:
    rated = ~np.isnan(table)
    paired = table[:, rated.sum(axis=0) >= 2]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=level))


def disagreement(
    assessments: Sequence[Mapping[str, float | None]], weights: Mapping[str, float] = WEIGHTS
) -> Disagreement | None:
    """Whether *assessments* lie so far apart that they should be discussed; None with fewer than two."""
    if len(assessments) < 2:
        return None
    reasons = [
        f"{criterion}: ratings from {low:g} to {high:g}"
        for criterion, low, high in _ranges(assessments, weights)
        if high - low >= WIDEST_RANGE
    ]
    totals = [value for ratings in assessments if (value := total(ratings, weights)) is not None]
    together = spread(totals)
    if together and together.deviation is not None and together.deviation > WIDEST_SPREAD:
        reasons.append(f"totals spread by {together.deviation:.1f} points")
    return Disagreement(flagged=bool(reasons), reasons=tuple(reasons), inputs={"totals": totals})


def _ranges(assessments, weights):
    for criterion in weights:
        rated = [float(r[criterion]) for r in assessments if r.get(criterion) is not None]
        if rated:
            yield criterion, min(rated), max(rated)
