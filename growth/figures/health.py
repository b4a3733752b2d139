"""A customer's health: parts from nought to one, weighed by what the team says counts. No verdict while too much is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from figures.explanations import Figure

LEAST_KNOWN = 0.6
"""At least this share of the weights must be known, or there are not enough data."""
GOOD, FAIR = 0.67, 0.4
BANDS = {"good": "Healthy", "fair": "Watch", "poor": "At risk"}


@dataclass(frozen=True, kw_only=True)
class Health(Figure):
    """``score`` from 0 to 100 over the parts that are known; ``known`` is the share of the weights behind it."""

    formula = "100 · Σ weight · part / Σ weight, over the parts that are known; none below 60 % of the weights"
    score: float
    known: float
    band: str


def health(parts: Mapping[str, float | None], weights: Mapping[str, float]) -> Health | None:
    """The health of one company; None where less than 60 % of the weights is known, or nothing weighs.

    Raises ValueError for a part outside [0, 1] or a negative weight.
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("A weight is not negative.")
    if any(value is not None and not 0 <= value <= 1 for value in parts.values()):
        raise ValueError("A part of health lies between 0 and 1.")
    total = sum(weights.values())
    known = {name: value for name, value in parts.items() if value is not None and weights.get(name, 0) > 0}
    behind = sum(weights[name] for name in known)
    if not total or not behind or behind / total < LEAST_KNOWN - 1e-12:
        return None
    share = sum(weights[name] * value for name, value in known.items()) / behind
    band = "good" if share >= GOOD else "fair" if share >= FAIR else "poor"
    return Health(score=100 * share, known=behind / total, band=band, inputs={"parts": dict(parts), "weights": dict(weights)})


def trend_part(recent: float | None, before: float | None) -> float | None:
    """How usage went, as a part of health: as much as before is ⅔, half again as much is 1, none at all is 0.

    None where there was no use in either span: there is nothing to compare.
    """
    if recent is None or before is None or (recent == 0 and before == 0):
        return None
    if before == 0:
        return 1.0
    return max(0.0, min(1.0, recent / before * 2 / 3))


def share_part(some: int, of: int) -> float | None:
    """A share as a part; None of nothing."""
    return some / of if of > 0 else None


def open_part(late: int) -> float:
    """Requests without an answer, as a part: none is 1, and each takes a fifth."""
    return max(0.0, 1 - late / 5)
