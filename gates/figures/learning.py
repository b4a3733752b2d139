"""What can be learned from what came: whether people agree, and which criteria told success from failure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np
from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure

FEWEST_FEATURES = 8
"""Agreement is told of so many features or more, and never of one."""

FEWEST_LAUNCHES = 8
"""So many launches before a criterion is said to have told anything."""


@dataclass(frozen=True, kw_only=True)
class QuarterAgreement(Figure):
    """Krippendorff's α of a quarter, over units that each are one feature's criterion; None where it is undefined."""

    formula = "Krippendorff's α, interval scale; units = each feature's criteria, as scored before anybody saw the others'"
    features: int
    units: int
    raters: int
    alpha: float | None


@dataclass(frozen=True, kw_only=True)
class Separation(Figure):
    """How well a score told features that succeeded from those that did not: the chance that one that did had the higher one.

    0.5 is no better than lots; [low, high] by Hanley and McNeil. None of it where a side has nobody.
    """

    formula = "P(score of one that succeeded > score of one that did not), ties half; interval: Hanley–McNeil"
    n: int
    succeeded: int
    auc: float
    low: float
    high: float


def quarter_agreement(units: Sequence[Sequence[tuple[int, float]]], features: int) -> QuarterAgreement | None:
    """How far raters agree over some units, each the (rater, rating) pairs of one thing; None below eight features."""
    if features < FEWEST_FEATURES:
        return None
    raters = sorted({rater for unit in units for rater, _ in unit})
    place = {rater: row for row, rater in enumerate(raters)}
    table = np.full((len(raters), len(units)), np.nan)
    for column, unit in enumerate(units):
        for rater, rating in unit:
            table[place[rater], column] = rating
    paired = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    alpha = None
    if paired.shape[1] and len(np.unique(paired[~np.isnan(paired)])) > 1:
        alpha = float(krippendorff.alpha(reliability_data=table, level_of_measurement="interval"))
    return QuarterAgreement(
        features=features, units=int(paired.shape[1]), raters=len(raters), alpha=alpha,
        inputs={"features": features, "raters": len(raters)},
    )  # fmt: skip


def separation(scores: Sequence[float], succeeded: Sequence[bool], confidence: float = 0.95) -> Separation | None:
    """How well scores told success from failure; None where everything or nothing succeeded. Raises ValueError at two lengths."""
    if len(scores) != len(succeeded):
        raise ValueError("Each score needs the one outcome that it was about.")
    good = np.array([score for score, came in zip(scores, succeeded, strict=True) if came], dtype=float)
    bad = np.array([score for score, came in zip(scores, succeeded, strict=True) if not came], dtype=float)
    if not good.size or not bad.size:
        return None
    beside = good[:, None] - bad[None, :]
    auc = float((beside > 0).mean() + (beside == 0).mean() / 2)
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (auc * (1 - auc) + (good.size - 1) * (q1 - auc**2) + (bad.size - 1) * (q2 - auc**2)) / (good.size * bad.size)
    half = float(special.ndtri(0.5 + confidence / 2)) * max(0.0, variance) ** 0.5
    return Separation(
        n=len(scores), succeeded=good.size, auc=auc, low=max(0.0, auc - half), high=min(1.0, auc + half),
        inputs={"n": len(scores), "succeeded": int(good.size), "confidence": confidence},
    )  # fmt: skip
