"""The first projector: earlier features say how many of those who have not yet adopted still will."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from scipy import special

from gates.figures.projection import (
    FEWEST_REFERENCES,
    LEVELS,
    Admitted,
    Interval,
    Projection,
    ProjectionInput,
    Status,
    admit,
    seal_input,
)

LARGEST_REFERENCE = 2_000
"""A reference counts as at most so many units, lest one big feature speak for all."""

DRAWS = 4_000
SEED = 20260101

MU_CENTRE, MU_SCALE = -1.5, 2.5
STRENGTH_CENTRE, STRENGTH_SCALE = 2.0, 1.5

# 4 standard deviations of the prior either way
_LOGIT_MU, _LN_S = np.meshgrid(
    np.linspace(MU_CENTRE - 4 * MU_SCALE, MU_CENTRE + 4 * MU_SCALE, 161),
    np.linspace(STRENGTH_CENTRE - 4 * STRENGTH_SCALE, STRENGTH_CENTRE + 4 * STRENGTH_SCALE, 41),
    indexing="ij",
)
_S = np.exp(_LN_S).ravel()
_ALPHA = special.expit(_LOGIT_MU).ravel() * _S
_BETA = special.expit(-_LOGIT_MU).ravel() * _S
_LOG_PRIOR = -0.5 * (((_LOGIT_MU - MU_CENTRE) / MU_SCALE) ** 2 + ((_LN_S - STRENGTH_CENTRE) / STRENGTH_SCALE) ** 2).ravel()


class BetaBinomialProjector:
    """Beta-binomial with empirical Bayes over references.

    Of the units in the probe that have not adopted by week k, a share π adopts by the horizon; π varies
    from feature to feature as Beta(μs, (1 − μ)s), and the references say which μ and s are believable.
    Where the probe is a random part of the eligible, the others first adopt by week k as the probe did
    (its own count, shrunk towards the references likewise), then by the horizon as above. Without a
    probe that is heard, k is 0 and the references speak alone.

    An instance remembers the likelihood of each reference, so that a backtest computes it once.
    """

    model_version = "beta-binomial 1"
    method = "Beta-binomial on those who have not yet adopted, shrunk towards earlier features"

    def __init__(self, seed: int = SEED, draws: int = DRAWS, remembered: int = 2_048):
        self.seed, self.draws = seed, draws
        self._likelihood = functools.lru_cache(maxsize=remembered)(_log_likelihood)

    def project(self, given: ProjectionInput) -> Projection:
        """Project *given*, or abstain with the reason when fewer than five earlier features are complete."""
        used = admit(given)
        about: dict[str, Any] = {
            "feature": given.feature,
            "unit": given.unit,
            "origin": given.origin,
            "eligible": given.eligible,
            "elapsed": used.elapsed,
            "horizon": given.horizon,
            "threshold": given.threshold,
            "reference_ids": tuple(reference.id for reference in used.references),
            "left_out": used.left_out,
            "method": self.method,
            "model_version": self.model_version,
            "seed": self.seed,
            "input_hash": seal_input(given, used, self.model_version, self.seed),
            "inputs": _told(given, used),
        }
        if missing := _why_abstain(given, used):
            return Projection(status=Status.INSUFFICIENT_EVIDENCE, reasons=missing, **about)
        counts = np.sort(self._draw(given, used))
        return Projection(
            status=Status.OK if used.probe else Status.REFERENCE_ONLY,
            reasons=used.reasons,
            training_from=min(reference.complete_on for reference in used.references),
            training_to=max(reference.complete_on for reference in used.references),
            probability=float(np.mean(counts >= given.threshold * given.eligible - 1e-9)),
            **_summary(counts, given.eligible),
            **about,
        )

    def _draw(self, given: ProjectionInput, used: Admitted):
        """Draw the count of adopters at the horizon from the posterior predictive distribution."""
        rng = np.random.default_rng(self.seed)
        n, now = (used.probe.n, used.probe.adopters) if used.probe else (given.eligible, 0)
        k, horizon = used.elapsed, given.horizon
        pairs = [_capped(row.n, row.adopters[k] if k else 0, row.adopters[horizon]) for row in used.references]
        alpha, beta = self._posterior(rng, [(max(later - early, 0), n - early) for n, early, later in pairs])
        later = rng.beta(alpha, beta)
        counts = now + rng.binomial(n - now, later)
        others = given.eligible - n
        if others:
            early = [(early, n) for n, early, _ in pairs]
            alpha, beta = self._posterior(rng, [*early, (now, n)])
            soon = rng.beta(alpha + now, beta + n - now)
            counts = counts + rng.binomial(others, soon + (1 - soon) * later)
        return counts

    def _posterior(self, rng, evidence):
        """Draw (α, β) of the features' Beta, given (successes, trials) of each."""
        weight = _LOG_PRIOR + sum(self._likelihood(*pair) for pair in evidence if pair[1])
        weight = np.exp(weight - weight.max())
        at = rng.choice(weight.size, size=self.draws, p=weight / weight.sum())
        return _ALPHA[at], _BETA[at]


def _log_likelihood(successes: int, trials: int):
    """The beta-binomial log-likelihood of one reference at each point of the grid, up to a constant."""
    return special.betaln(_ALPHA + successes, _BETA + trials - successes) - special.betaln(_ALPHA, _BETA)


def _capped(n: int, early: int, later: int) -> tuple[int, int, int]:
    if n <= LARGEST_REFERENCE:
        return n, early, later
    scale = LARGEST_REFERENCE / n
    return LARGEST_REFERENCE, round(early * scale), round(later * scale)


def _why_abstain(given: ProjectionInput, used: Admitted) -> tuple[str, ...]:
    reasons = []
    if used.features < FEWEST_REFERENCES:
        reasons.append(f"{used.features} of at least {FEWEST_REFERENCES} earlier features are complete at {given.horizon} weeks.")
    if given.eligible < 1:
        reasons.append("Nobody is eligible.")
    return (*reasons, *used.reasons) if reasons else ()


def _summary(counts, eligible: int) -> dict[str, Any]:
    """The median and the intervals of sorted draws, in counts and shares."""
    tails = [(level, (1 - level / 100) / 2) for level in LEVELS]
    median = int(np.quantile(counts, 0.5, method="inverted_cdf"))
    intervals = []
    for level, tail in tails:
        low, high = (int(v) for v in np.quantile(counts, [tail, 1 - tail], method="inverted_cdf"))
        intervals.append(Interval(level, low, high, low / eligible, high / eligible))
    return {"median_count": median, "median": median / eligible, "intervals": tuple(intervals)}


def _told(given: ProjectionInput, used: Admitted) -> dict[str, Any]:
    return {
        "eligible": given.eligible,
        "probe": used.probe and {"n": used.probe.n, "adopters": used.probe.adopters, "weeks": used.elapsed},
        "references": [{"id": row.id, "n": row.n, "adopters": row.adopters[given.horizon]} for row in used.references],
    }
