"""Challengers of the default projector: they run in every backtest, and speak only where they have earned it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gates.figures.admission import Admitted
from gates.figures.predictive import DrawingProjector, start_of
from gates.figures.projection import ProjectionInput

HALF = 0.5
"""Added to a count before its logarithm is taken, so that zero has one."""


class ReferenceGrowth(DrawingProjector):
    """By which factor earlier features grew from week k to the horizon, on the log scale, with Student's t.

    ln c_H = ln c_k + mean g + t·s·√(1 + 1/m), with g = ln((c_H + ½)/(c_k + ½)) of each of the m references, and t with m − 1
    degrees of freedom. Without a probe that is heard g = ln((c_H + ½)/(n + ½)), and the eligible stand for c_k.
    """

    name = "growth"
    model_version = "growth 1"
    method = "Growth of earlier features since the same week, on the log scale with Student’s t"

    def draw(self, given: ProjectionInput, used: Admitted) -> np.ndarray:
        """Draw the count of adopters at the horizon."""
        n, now = start_of(given, used)
        k = used.elapsed
        grown = [_growth(row.adopters[k] if k else row.n, row.adopters[given.horizon]) for row in used.references]
        start = now + used.standing.share * (given.eligible - n) if k else given.eligible
        factor = np.exp(np.clip(spread(grown, self.seed, self.draws), -30, 30))
        counts = np.floor((start + HALF) * factor)  # the half is taken off again by rounding down
        return np.sort(np.clip(counts, now, given.eligible).astype(np.int64))


class FakeDoor(DrawingProjector):
    """Clicks on a fake door, converted by what earlier doors of this organisation came to, on the log scale with Student's t."""

    name = "fake door"
    model_version = "fake door 1"
    method = "Clicks on the fake door, converted by what earlier fake doors came to"

    def draw(self, given: ProjectionInput, used: Admitted) -> np.ndarray:
        """Draw the count of adopters at the horizon."""
        if given.probe is None:
            raise ValueError("There is no fake door to convert.")
        came = [
            _growth(pair.clicks / pair.shown * pair.n, pair.adopters)
            for pair in used.pairs
        ]  # fmt: skip
        clicking = given.probe.adopters / given.probe.n * given.eligible
        factor = np.exp(np.clip(spread(came, self.seed, self.draws), -30, 30))
        return np.sort(np.clip(np.floor((clicking + HALF) * factor), 0, given.eligible).astype(np.int64))


def spread(logs: Sequence[float], seed: int, draws: int) -> np.ndarray:
    """Draws of one more value like *logs*: Student's t around their mean, as wide as they differ."""
    values = np.asarray(logs, dtype=float)
    m = values.size
    rng = np.random.default_rng([seed, 2])
    scale = float(values.std(ddof=1)) * np.sqrt(1 + 1 / m)
    return values.mean() + rng.standard_t(m - 1, size=draws) * scale


def pooled(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The 50/50 pool of two predictions: every second draw of either, both being sorted."""
    return np.sort(np.concatenate([one[::2], other[::2]]))


def _growth(early: float, later: float) -> float:
    return float(np.log((max(later, 0) + HALF) / (early + HALF)))
