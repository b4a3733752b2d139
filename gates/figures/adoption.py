"""The default projector: earlier features say how many of those who have not yet adopted still will."""

from __future__ import annotations

import functools
import math

import numpy as np
from scipy import special

from gates.figures.admission import Admitted
from gates.figures.predictive import DRAWS, SEED, DrawingProjector, start_of
from gates.figures.projection import ProjectionInput

LARGEST_REFERENCE = 2_000
"""A reference counts as at most so many units, lest one big feature speak for all."""

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
_PRIOR_BETA = special.betaln(_ALPHA, _BETA)
_LOG_PRIOR = -0.5 * (((_LOGIT_MU - MU_CENTRE) / MU_SCALE) ** 2 + ((_LN_S - STRENGTH_CENTRE) / STRENGTH_SCALE) ** 2).ravel()


class BetaBinomialProjector(DrawingProjector):
    """Beta-binomial with empirical Bayes over references.

    Of the units in the probe that have not adopted by week k, a share π adopts by the horizon; π varies
    from feature to feature as Beta(μs, (1 − μ)s), and the references say which μ and s are believable.
    Where the probe is a part of the eligible, the others first adopt by week k as the probe says (its own
    count, or post-stratified where it chose itself, shrunk towards the references likewise), then by the
    horizon as above. Without a probe that is heard, k is 0 and the references speak alone.

    An instance remembers the likelihood of each reference, so that a backtest computes it once.
    """

    name = "beta-binomial"
    model_version = "beta-binomial 2"
    method = "Beta-binomial on those who have not yet adopted, shrunk towards earlier features"

    def __init__(self, seed: int = SEED, draws: int = DRAWS, remembered: int = 2_048):
        super().__init__(seed, draws)
        self._likelihood = functools.lru_cache(maxsize=remembered)(_log_likelihood)

    def draw(self, given: ProjectionInput, used: Admitted) -> np.ndarray:
        """Draw the count of adopters at the horizon from the posterior predictive distribution."""
        rng = np.random.default_rng(self.seed)
        n, now = start_of(given, used)
        k, horizon = used.elapsed, given.horizon
        pairs = [_capped(row.n, row.adopters[k] if k else 0, row.adopters[horizon]) for row in used.references]
        alpha, beta = self.posterior(rng, [(max(later - early, 0), n - early) for n, early, later in pairs])
        later = rng.beta(alpha, beta)
        counts = now + rng.binomial(n - now, later)
        others = given.eligible - n
        if others:
            told, of = used.standing
            early = [(early, n) for n, early, _ in pairs]
            alpha, beta = self.posterior(rng, [*early, (told, of)])
            soon = rng.beta(alpha + told, beta + of - told)
            counts = counts + rng.binomial(others, soon + (1 - soon) * later)
        return np.sort(counts)

    def draw_kept(self, counts: np.ndarray, given: ProjectionInput, used: Admitted) -> tuple[np.ndarray, float]:
        """How many of each draw's adopters are kept (in the order of *counts*), and the median share that is."""
        rng = np.random.default_rng([self.seed, 1])
        came = [_capped(adopted, 0, kept) for adopted, kept in kept_told(given, used)]
        alpha, beta = self.posterior(rng, [(kept, adopted) for adopted, _, kept in came])
        rate = rng.beta(alpha, beta)
        return rng.binomial(counts, rate), float(np.median(rate))

    def posterior(self, rng: np.random.Generator, evidence: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
        """Draw (α, β) of the features' Beta, given (successes, trials) of each."""
        weight = _LOG_PRIOR + sum(self._likelihood(*pair) for pair in evidence if pair[1])
        weight = np.exp(weight - weight.max())
        at = rng.choice(weight.size, size=self.draws, p=weight / weight.sum())
        return _ALPHA[at], _BETA[at]


def kept_told(given: ProjectionInput, used: Admitted) -> list[tuple[int, int]]:
    """(adopters, those of them who were kept) of each reference that tells."""
    told = [(row.adopters[given.horizon], row.kept) for row in used.references if row.kept is not None]
    return [(adopted, min(kept, adopted)) for adopted, kept in told if adopted]


def _log_likelihood(successes: float, trials: float) -> np.ndarray:
    """The beta-binomial log-likelihood of one reference at each point of the grid, up to a constant."""
    return special.betaln(_ALPHA + successes, _BETA + trials - successes) - _PRIOR_BETA


def _capped(n: int, early: int, later: int) -> tuple[int, int, int]:
    if n <= LARGEST_REFERENCE:
        return n, early, later
    scale = LARGEST_REFERENCE / n
    return LARGEST_REFERENCE, math.floor(early * scale + 0.5), math.floor(later * scale + 0.5)
