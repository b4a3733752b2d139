"""How far an outcome got from its baseline towards its target. Shown; never counted as achieved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures.explanations import Figure


@dataclass(frozen=True, kw_only=True)
class Attainment(Figure):
    """The share of the way from baseline to target that was gone: negative is the wrong way, above 1 beyond.

    ``clipped`` is the same within [0, 1]. ``met`` says whether the target itself was reached.
    """

    formula = "(actual − baseline) / (target − baseline); to maintain ± tolerance: 1 within it, else 0"
    value: float
    clipped: float
    met: bool


def attainment(baseline, target, actual, tolerance=None) -> Attainment:
    """How far *actual* got from *baseline* to *target*, in either direction.

    A target equal to its baseline means "maintain" and needs a *tolerance*, in the metric's unit.
    Raises ValueError for such a target without one, and for a negative tolerance.
    """
    baseline, target, actual = float(baseline), float(target), float(actual)
    inputs = {"baseline": baseline, "target": target, "actual": actual, "tolerance": tolerance}
    if target == baseline:
        met = abs(actual - baseline) <= _checked(tolerance)
        return Attainment(value=float(met), clipped=float(met), met=met, inputs=inputs)
    value = (actual - baseline) / (target - baseline)
    met = actual >= target if target > baseline else actual <= target
    return Attainment(value=value, clipped=min(max(value, 0.0), 1.0), met=met, inputs=inputs)


def _checked(tolerance) -> float:
    if tolerance is None or float(tolerance) < 0:
        raise ValueError("A target equal to its baseline needs a tolerance: maintain, give or take how much?")
    return float(tolerance)


def weighted_attainment(attainments: Sequence[Attainment], weights: Sequence) -> float | None:
    """The mean of the clipped *attainments*, weighted; None when the weights come to nothing.

    Raises ValueError when there is not one weight for each, or one is negative.
    """
    values = [float(weight) for weight in weights]
    if len(values) != len(attainments):
        raise ValueError("Each outcome needs a weight.")
    if any(value < 0 for value in values):
        raise ValueError("A weight is not negative.")
    if not sum(values):
        return None
    parts = zip(values, attainments, strict=True)
    return sum(value * part.clipped for value, part in parts) / sum(values)
