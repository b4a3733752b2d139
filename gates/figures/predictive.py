"""What all projectors share: they draw the count at the horizon, and the draws are summed up or kept silent about."""

from __future__ import annotations

from typing import Any

import numpy as np

from gates.figures.admission import Admitted, admit, seal_input
from gates.figures.projection import FEWEST_REFERENCES, LEVELS, Interval, Projection, ProjectionInput, Status

DRAWS = 4_000
SEED = 20260101


class DrawingProjector:
    """A projector that draws the count of adopters at the horizon. The same seed, the same draws."""

    name = ""
    model_version = ""
    method = ""

    def __init__(self, seed: int = SEED, draws: int = DRAWS):
        self.seed, self.draws = seed, draws

    def draw(self, given: ProjectionInput, used: Admitted) -> np.ndarray:
        """The draws, sorted; each from the probe's adopters to the eligible."""
        raise NotImplementedError

    def project(self, given: ProjectionInput) -> Projection:
        """Project *given*, or abstain with the reason when fewer than five earlier features are complete."""
        used = admit(given)
        about = told(given, used, self)
        if missing := why_abstain(given, used):
            return Projection(status=Status.INSUFFICIENT_EVIDENCE, reasons=missing, **about)
        counts = self.draw(given, used)
        return Projection(
            status=Status.OK if used.probe or used.pairs else Status.REFERENCE_ONLY,
            reasons=used.reasons,
            probability=reached(counts, given),
            **trained_on(used),
            **summary(counts, given.eligible),
            **about,
        )


def told(given: ProjectionInput, used: Admitted, model: Any) -> dict[str, Any]:
    """What a projection says about itself, with numbers and without."""
    return {
        "feature": given.feature,
        "unit": given.unit,
        "origin": given.origin,
        "eligible": given.eligible,
        "elapsed": used.elapsed,
        "horizon": given.horizon,
        "threshold": given.threshold,
        "reference_ids": tuple(reference.id for reference in used.references),
        "left_out": used.left_out,
        "flags": used.flags,
        "method": model.method,
        "model_version": model.model_version,
        "seed": model.seed,
        "input_hash": seal_input(given, used, model.model_version, model.seed),
        "inputs": {
            "eligible": given.eligible,
            "probe": used.probe and {"n": used.probe.n, "adopters": used.probe.adopters, "weeks": used.elapsed},
            "references": [{"id": row.id, "n": row.n, "adopters": row.adopters[given.horizon]} for row in used.references],
        },
    }


def why_abstain(given: ProjectionInput, used: Admitted) -> tuple[str, ...]:
    """Why there can be no numbers, or nothing."""
    reasons = []
    if used.features < FEWEST_REFERENCES:
        reasons.append(f"{used.features} of at least {FEWEST_REFERENCES} earlier features are complete at {given.horizon} weeks.")
    if given.eligible < 1:
        reasons.append("Nobody is eligible.")
    return (*reasons, *used.reasons) if reasons else ()


def trained_on(used: Admitted) -> dict[str, Any]:
    """The days between which the references became complete."""
    days = [reference.complete_on for reference in used.references]
    return {"training_from": min(days), "training_to": max(days)}


def reached(counts: np.ndarray, given: ProjectionInput) -> float:
    """In which share of the draws the threshold is reached."""
    return float(np.mean(counts >= given.threshold * given.eligible - 1e-9))


def summary(counts: np.ndarray, eligible: int) -> dict[str, Any]:
    """The median and the intervals of sorted draws, in counts and shares.

    Each interval is the narrowest that holds its level of the draws, around the median and the interval before it. Cut off at
    equal tails it would hold far more where counts are few, and nobody can fall below those who adopted already.
    """
    values, many = np.unique(counts, return_counts=True)
    upto = np.cumsum(many)
    median = int(np.quantile(counts, 0.5, method="inverted_cdf"))
    intervals, low, high = [], median, median
    for level in LEVELS:
        low, high = narrowest(values, upto, upto - many, -(-level * counts.size // 100), low, high)
        intervals.append(Interval(level, low, high, low / eligible, high / eligible))
    return {"median_count": median, "median": median / eligible, "intervals": tuple(intervals)}


def narrowest(
    values: np.ndarray, upto: np.ndarray, before: np.ndarray, needed: int, low: int, high: int
) -> tuple[int, int]:  # fmt: skip
    """The narrowest interval around [low, high] with ``needed`` draws in it; of equally narrow ones that with the most.

    ``upto`` and ``before`` are how many draws lie at each value or below it, and below it.
    """
    starts = np.flatnonzero(values <= low)
    ends = np.maximum(np.searchsorted(upto, before[starts] + needed), np.searchsorted(values, high))
    starts, ends = starts[ends < values.size], ends[ends < values.size]
    held = upto[ends] - before[starts]
    best = np.lexsort((-held, values[ends] - values[starts]))[0]
    return int(values[starts[best]]), int(values[ends[best]])


def start_of(given: ProjectionInput, used: Admitted) -> tuple[int, int]:
    """How many units the probe counted one by one, and how many of them adopted: (n, c_k). Without a probe (eligible, 0)."""
    return (used.probe.n, used.probe.adopters) if used.probe else (given.eligible, 0)
