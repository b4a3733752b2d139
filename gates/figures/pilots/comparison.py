"""Did those who had the feature change more than those who had not? Difference in differences."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from figures.comparing import welch
from figures.explanations import Figure

MOST_EXACT = 50_000
"""Up to so many ways of dealing out the treatment, every one is counted; beyond, that many are drawn."""

DRAWN_AT_ONCE = 5_000
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
    everybody, ways = np.concatenate([ours, theirs]), math.comb(ours.size + theirs.size, ours.size)
    is_exact = ways <= MOST_EXACT
    dealt = _all_deals(everybody.size, ours.size) if is_exact else _drawn_deals(everybody.size, ours.size)
    seen = abs(ours.mean() - theirs.mean())
    least = seen - 100 * np.finfo(float).eps * seen  # the same sum in another order may be a hair less
    as_large = tried = 0
    for some in dealt:
        sums = everybody[some].sum(axis=1)
        as_large += int((abs(sums / ours.size - (everybody.sum() - sums) / theirs.size) >= least).sum())
        tried += len(some)
    # A draw counts what was seen as one more deal: no chance is estimated as nought.
    return (as_large / tried if is_exact else (as_large + 1) / (tried + 1)), tried


def _all_deals(n: int, treated: int) -> Iterator[np.ndarray]:
    """Every way to deal out the treatment among *n*, as rows of who has it."""
    every = itertools.combinations(range(n), treated)
    while some := list(itertools.islice(every, DRAWN_AT_ONCE)):
        yield np.array(some)


def _drawn_deals(n: int, treated: int) -> Iterator[np.ndarray]:
    """As many ways as are tried at most, drawn by lot and the same every time."""
    rng = np.random.default_rng(SEED)
    for _ in range(MOST_EXACT // DRAWN_AT_ONCE):
        yield rng.permuted(np.tile(np.arange(n), (DRAWN_AT_ONCE, 1)), axis=1)[:, :treated]


def _welch(ours, theirs) -> dict[str, float | None]:
    if min(ours.size, theirs.size) < 2 or not (np.ptp(ours) or np.ptp(theirs)):
        return dict.fromkeys(("standard_error", "degrees", "low", "high", "welch_p"))
    mine, others = (float(side.var(ddof=1) / side.size) for side in (ours, theirs))
    found = welch(float(ours.mean() - theirs.mean()), mine, ours.size, others, theirs.size)
    return {
        "standard_error": found.error, "degrees": found.degrees, "low": found.low, "high": found.high, "welch_p": found.p,
    }  # fmt: skip
