"""Did those who had the feature change more than those who had not? Difference in differences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from gates.figures.explanations import Figure

MOST_EXACT = 50_000
"""Up to so many ways of dealing out the treatment, every one is counted; beyond, that many are drawn."""

SEED = 20260101


@dataclass(frozen=True, kw_only=True)
class Comparison(Figure):
    """How much more the treated changed than the control, in the metric's unit.

    ``permutation_p`` decides. The Welch figures (standard error, degrees of freedom, 95 % interval, p)
    are shown. With fewer than two on a side only the difference is known; without any spread no Welch figure
    is. ``wording`` is "effect" only
    where the treatment was dealt out by lot, else "association".
    """

    formula = (
        "mean change of the treated − mean change of the control; two-sided permutation p = "
        "share of all ways to deal out the treatment with a difference at least as large"
    )
    difference: float
    permutation_p: float | None
    permutations: int
    standard_error: float | None
    degrees: float | None
    low: float | None
    high: float | None
    welch_p: float | None
    wording: str


def difference_in_differences(
    treated: Sequence[tuple], control: Sequence[tuple], *, randomised: bool = False
) -> Comparison | None:
    """Compare (before, after) pairs of the *treated* with those of the *control*; None if a side is empty."""
    ours = np.array([float(after) - float(before) for before, after in treated])
    theirs = np.array([float(after) - float(before) for before, after in control])
    if not ours.size or not theirs.size:
        return None
    p, ways = _permutation(ours, theirs)
    return Comparison(
        difference=float(ours.mean() - theirs.mean()),
        permutation_p=p,
        permutations=ways,
        **_welch(ours, theirs),
        wording="effect" if randomised else "association",
        inputs={"changes of the treated": ours.tolist(), "changes of the control": theirs.tolist()},
    )


def _permutation(ours, theirs) -> tuple[float | None, int]:
    if min(ours.size, theirs.size) < 2:
        return None, 0
    ways = math.comb(ours.size + theirs.size, ours.size)
    result = stats.permutation_test(
        (ours, theirs),
        lambda x, y, axis=-1: np.abs(np.mean(x, axis=axis) - np.mean(y, axis=axis)),
        vectorized=True,
        alternative="greater",
        n_resamples=MOST_EXACT,
        batch=10_000,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue), min(ways, MOST_EXACT)


def _welch(ours, theirs) -> dict[str, float | None]:
    names = ("standard_error", "degrees", "low", "high", "welch_p")
    if min(ours.size, theirs.size) < 2 or not (np.ptp(ours) or np.ptp(theirs)):
        return dict.fromkeys(names)
    result = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = result.confidence_interval(0.95)
    error = math.sqrt(ours.var(ddof=1) / ours.size + theirs.var(ddof=1) / theirs.size)
    figures = (error, result.df, interval.low, interval.high, result.pvalue)
    return dict(zip(names, map(float, figures), strict=True))
