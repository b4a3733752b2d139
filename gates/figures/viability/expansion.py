"""What the named accounts may bring: expected value, its whole distribution, and how far it hangs on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from figures.explanations import Figure
from figures.rates import check_probability

MOST_EXACT = 20
"""Up to so many accounts every combination of wins is enumerated; beyond, wins are drawn."""

DRAWS = 100_000
SEED = 20260101


class Account(NamedTuple):
    """A named account: how likely it expands, and by how much a year."""

    probability: float
    amount: float


@dataclass(frozen=True, kw_only=True)
class Expansion(Figure):
    """What a set of accounts may bring, in their currency.

    ``deviation`` includes the uncertainty of the amounts, where a coefficient of variation was given;
    the percentiles ``p10``, ``p50`` and ``p90`` are over wins and losses at the amounts named.
    ``top_share`` is the largest account's share of the expected value, ``concentration`` the sum of
    all squared shares (HHI); both None when nothing is expected.
    """

    formula = "E = Σ p·a; variance = Σ [p(a² + σ²) − (p·a)²]; shares = p·a / E; HHI = Σ share²"
    n: int
    expected: float
    deviation: float
    p10: float
    p50: float
    p90: float
    top_share: float | None
    concentration: float | None
    is_exact: bool
    outcomes: np.ndarray = field(repr=False, compare=False)
    chances: np.ndarray = field(repr=False, compare=False)
    probabilities: tuple[float, ...] = field(repr=False)

    def probability_at_least(self, target) -> float:
        """How likely the accounts together bring *target* or more."""
        return min(1.0, float(self.chances[self.outcomes >= float(target)].sum()))

    def probability_of_wins(self, wins: int) -> float:
        """How likely *wins* or more of the accounts expand, whatever their size (Poisson-binomial)."""
        counts: np.ndarray = np.ones(1)  # the chance of each number of wins among the accounts so far
        for probability in self.probabilities:
            counts = np.convolve(counts, (1 - probability, probability))
        return min(1.0, float(counts[max(0, wins) :].sum()))

    def points_of_nrr(self, opening) -> float | None:
        """What the expected value adds to net revenue retention, in points; None on no *opening* revenue."""
        return 100 * self.expected / float(opening) if float(opening) else None


def expansion(accounts: Sequence[tuple], variation=0.0, seed: int = SEED) -> Expansion | None:
    """What *accounts*, (probability, amount) each and independent of one another, may bring; None without any.

    *variation* is the coefficient of variation of every amount. Exact up to 20 accounts, beyond
    that by 100,000 draws from *seed*. Raises ValueError for a probability outside [0, 1], a negative
    amount or a negative variation.
    """
    named = [Account(check_probability(p), float(amount)) for p, amount in accounts]
    variation = float(variation)
    if variation < 0 or any(account.amount < 0 for account in named):
        raise ValueError("Amounts and their variation are not negative.")
    if not named:
        return None
    p, a = np.array(named).T
    values = p * a
    expected = float(values.sum())
    shares = values / expected if expected else None
    outcomes, chances = _enumerate(p, a) if len(named) <= MOST_EXACT else _draw(p, a, seed)
    p10, p50, p90 = _percentiles(outcomes, chances)
    return Expansion(
        n=len(named),
        expected=expected,
        deviation=float(np.sqrt(np.sum(a**2 * p * (1 - p + variation**2)))),
        p10=p10,
        p50=p50,
        p90=p90,
        top_share=None if shares is None else float(shares.max()),
        concentration=None if shares is None else float((shares**2).sum()),
        is_exact=len(named) <= MOST_EXACT,
        outcomes=outcomes,
        chances=chances,
        probabilities=tuple(p.tolist()),
        inputs={
            "p": p.tolist(),
            "a": a.tolist(),
            "variation": variation,
            "seed": None if len(named) <= MOST_EXACT else seed,
        },
    )


def _enumerate(p, a):
    """Every total that wins and losses can come to, ascending, with its probability."""
    outcomes: np.ndarray = np.zeros(1)
    chances: np.ndarray = np.ones(1)
    for probability, amount in zip(p, a, strict=True):
        both = np.concatenate([outcomes, outcomes + amount])
        weights = np.concatenate([chances * (1 - probability), chances * probability])
        outcomes, where = np.unique(both, return_inverse=True)
        chances = np.bincount(where, weights=weights)
    return outcomes, chances


def _draw(p, a, seed):
    rng = np.random.default_rng(seed)
    totals = np.zeros(DRAWS)
    for probability, amount in zip(p, a, strict=True):
        totals += amount * (rng.random(DRAWS) < probability)
    return np.sort(totals), np.full(DRAWS, 1 / DRAWS)


def _percentiles(outcomes, chances) -> list[float]:
    reached = np.cumsum(chances)
    # a hair less, because a sum of chances may come to 0.4999999… where it means one half
    at = np.searchsorted(reached, np.array([0.10, 0.50, 0.90]) - 1e-12)
    return [float(outcomes[i]) for i in np.minimum(at, len(outcomes) - 1)]
