"""Rates with their uncertainty: shown by Wilson's interval, judged by the posterior."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure

MOST_PRIOR_COMPANIES = 4
"""An informed prior may weigh as much as four companies, not more."""


@dataclass(frozen=True, kw_only=True)
class Rate(Figure):
    """``successes`` of ``n``, as a share, with the Wilson interval [low, high]."""

    formula = "share = successes / n; interval: Wilson score"
    successes: int
    n: int
    share: float
    low: float
    high: float
    confidence: float


@dataclass(frozen=True)
class Prior:
    """What is believed about a rate before the pilot: Beta(alpha, beta). The default knows nothing."""

    alpha: float = 1.0
    beta: float = 1.0

    @classmethod
    def informed(cls, mean, companies) -> Prior:
        """A prior that expects *mean* and weighs as *companies* outcomes would: Beta(mk, (1−m)k).

        It has to be locked with the criteria. Raises ValueError when mean is not strictly
        between 0 and 1 or companies is not above 0 and at most 4.
        """
        mean, companies = float(mean), float(companies)
        if not 0 < mean < 1:
            raise ValueError("The expected rate of a prior lies strictly between 0 and 1.")
        if not 0 < companies <= MOST_PRIOR_COMPANIES:
            raise ValueError(f"A prior weighs more than 0 and at most {MOST_PRIOR_COMPANIES} companies.")
        return cls(mean * companies, (1 - mean) * companies)


UNINFORMED = Prior()


@dataclass(frozen=True, kw_only=True)
class Posterior(Figure):
    """What is believed about the rate after seeing it: Beta(alpha, beta), mean, 90 % credible interval."""

    formula = "Beta(prior alpha + x, prior beta + n − x); interval: 5th to 95th percentile"
    alpha: float
    beta: float
    mean: float
    low: float
    high: float

    def probability_at_least(self, rate) -> float:
        """How likely it is that the true rate is *rate* or more."""
        return float(special.betaincc(self.alpha, self.beta, min(1.0, max(0.0, float(rate)))))


def wilson(successes: int, n: int, confidence: float = 0.95) -> Rate | None:
    """The share of *successes* among *n* with its Wilson interval; None over nobody.

    Raises ValueError unless 0 ≤ successes ≤ n.
    """
    check_counts(successes, n)
    if n == 0:
        return None
    share, z2 = successes / n, float(special.ndtri(0.5 + confidence / 2)) ** 2
    centre, width = share + z2 / (2 * n), math.sqrt(z2 * (share * (1 - share) + z2 / (4 * n)) / n)
    low, high = (centre - width) / (1 + z2 / n), (centre + width) / (1 + z2 / n)
    return Rate(
        successes=successes,
        n=n,
        share=share,
        low=low if successes else 0.0,  # exactly, not a rounding's breadth away
        high=high if successes < n else 1.0,
        confidence=confidence,
        inputs={"successes": successes, "n": n, "confidence": confidence},
    )


def posterior(successes: int, n: int, prior: Prior = UNINFORMED) -> Posterior | None:
    """What *successes* among *n* say about the true rate, given *prior*; None over nobody.

    Raises ValueError unless 0 ≤ successes ≤ n.
    """
    check_counts(successes, n)
    if n == 0:
        return None
    alpha, beta = prior.alpha + successes, prior.beta + n - successes
    low, high = special.betaincinv(alpha, beta, [0.05, 0.95])
    return Posterior(
        alpha=alpha,
        beta=beta,
        mean=alpha / (alpha + beta),
        low=float(low),
        high=float(high),
        inputs={"x": successes, "n": n, "prior alpha": prior.alpha, "prior beta": prior.beta},
    )


def shrunk_rate(successes: int, n: int, expected, weight) -> float | None:
    """A rate pulled towards *expected* as if *weight* earlier cases had shown it: (x + κm) / (n + κ).

    None when there is neither a case nor a weight. Raises ValueError for impossible counts,
    an expectation outside [0, 1] or a negative weight.
    """
    check_counts(successes, n)
    expected, weight = check_probability(expected), float(weight)
    if weight < 0:
        raise ValueError("The weight of an expectation is not negative.")
    if n + weight == 0:
        return None
    return (successes + weight * expected) / (n + weight)


def shrunk_interval(successes: int, n: int, expected, weight, confidence: float = 0.95) -> tuple[float, float] | None:
    """Where a shrunk rate lies: the middle ``confidence`` of Beta(κm + x, κ(1 − m) + n − x), of which it is the mean.

    None where that is no distribution: nothing was seen on one side, nor expected there. Raises ValueError as the rate does.
    """
    if shrunk_rate(successes, n, expected, weight) is None:
        return None
    alpha, beta = float(weight) * float(expected) + successes, float(weight) * (1 - float(expected)) + n - successes
    if alpha <= 0 or beta <= 0:
        return None
    low, high = special.betaincinv(alpha, beta, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)


def check_counts(successes: int, n: int) -> None:
    """Raise ValueError unless 0 ≤ successes ≤ n."""
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a possible count.")


def check_probability(value) -> float:
    """Give *value* back as a float; raise ValueError unless it lies in [0, 1]."""
    value = float(value)
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is not a probability.")
    return value
