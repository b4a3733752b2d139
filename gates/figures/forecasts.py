"""How good forecasts were: of projections, deciders and assessors alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from figures.explanations import Figure
from figures.rates import Rate, check_probability, wilson


@dataclass(frozen=True, kw_only=True)
class ForecastScores(Figure):
    """How probabilities fared against what happened. All are better near 0, save skill.

    ``skill`` is the share of the base rate's Brier score that the forecasts took away: 1 is
    perfect, 0 no better than always saying the base rate. It is None when everything or
    nothing happened. ``log_loss`` is None (infinite) when something said to be impossible happened.
    ``bias`` above 0 means too hopeful. ``calibration_error`` is the mean distance, weighted by
    count, between what was said and what happened within each bin of probability.
    """

    formula = (
        "Brier = mean (p − y)²; skill = 1 − Brier / (b(1 − b)); "
        "log loss = −mean [y ln p + (1 − y) ln(1 − p)]; "
        "bias = mean p − b; calibration error = Σ n_bin/n · |mean p − mean y|; b = mean y"
    )
    n: int
    base_rate: float
    brier: float
    skill: float | None
    log_loss: float | None
    bias: float
    calibration_error: float


@dataclass(frozen=True, kw_only=True)
class ReferenceClass(Figure):
    """What earlier projections came to: actual / projected, its median and its cautious percentile.

    At an ``assurance`` of 0.80, four in five earlier projections came to ``assured`` or more of what
    they promised.
    """

    formula = "median and (1 − assurance) percentile, linear, of actual / projected; corrected = projection × each"
    n: int
    median: float
    assured: float
    assurance: float

    def corrected(self, projection) -> tuple[float, float]:
        """Correct *projection* (in any unit): what to expect, and what to count on at the assurance."""
        return float(projection) * self.median, float(projection) * self.assured


@dataclass(frozen=True, kw_only=True)
class Coverage(Figure):
    """How often the actual fell inside its interval, against how often the interval promised."""

    formula = "inside / n with its Wilson interval, against the nominal share"
    rate: Rate
    nominal: float


def forecast_scores(probabilities: Sequence, happened: Sequence, edges: Sequence[float] = (0.5,)) -> ForecastScores | None:
    """Score *probabilities* against what *happened* (booleans or 0/1), one each; None without any.

    *edges* divide [0, 1] into the bins of the calibration error; an edge belongs to the bin above it.
    Raises ValueError when the two differ in length or a probability lies outside [0, 1].
    """
    p = np.array([check_probability(value) for value in probabilities])
    y = np.array([1.0 if value else 0.0 for value in happened])
    if p.size != y.size:
        raise ValueError("Each probability needs the one outcome that it was about.")
    if p.size == 0:
        return None
    base, brier = float(y.mean()), float(np.mean((p - y) ** 2))
    loss = float(-np.mean(special.xlogy(y, p) + special.xlog1py(1 - y, -p)))
    return ForecastScores(
        n=p.size,
        base_rate=base,
        brier=brier,
        skill=None if base in {0.0, 1.0} else 1 - brier / (base * (1 - base)),
        log_loss=loss if np.isfinite(loss) else None,
        bias=float(p.mean()) - base,
        calibration_error=_calibration_error(p, y, edges),
        inputs={"p": p.tolist(), "y": y.tolist(), "bin edges": list(edges)},
    )


def _calibration_error(p, y, edges) -> float:
    bins = np.digitize(p, edges)
    return float(sum(abs(p[bins == b].sum() - y[bins == b].sum()) for b in np.unique(bins)) / p.size)


def fulfilment(actual, projected) -> float | None:
    """What came of a projection, as a share of it; None when nothing was projected."""
    return float(actual) / float(projected) if float(projected) else None


def reference_class(ratios: Sequence, assurance: float = 0.80) -> ReferenceClass | None:
    """Sum up earlier *ratios* of actual to projected; None without any.

    Raises ValueError for a negative ratio or an assurance outside [0, 1].
    """
    values = [float(ratio) for ratio in ratios]
    check_probability(assurance)
    if any(value < 0 for value in values):
        raise ValueError("Actual over projected is never negative.")
    if not values:
        return None
    # rounded, because 1 − 0.8 is a hair below 0.2 and would shift the percentile with it
    median, assured = np.percentile(values, [50, round(100 * (1 - assurance), 9)])
    return ReferenceClass(
        n=len(values),
        median=float(median),
        assured=float(assured),
        assurance=assurance,
        inputs={"actual / projected": values, "assurance": assurance},
    )


def interval_coverage(inside: Sequence, nominal: float = 0.80) -> Coverage | None:
    """How many actuals fell *inside* their interval (booleans), against the *nominal* share.

    None without any.
    """
    hits = [bool(hit) for hit in inside]
    rate = wilson(sum(hits), len(hits))
    if rate is None:
        return None
    return Coverage(rate=rate, nominal=nominal, inputs={"inside": sum(hits), "n": len(hits), "nominal": nominal})
