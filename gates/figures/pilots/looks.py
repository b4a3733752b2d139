"""Looking early without fooling oneself: stricter bounds before the end, and what the plan would do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import special

from figures.explanations import Figure
from figures.rates import check_counts, check_probability
from gates.figures.pilots.achievement import (
    DEFAULT,
    FINAL,
    INCONCLUSIVE,
    INTERIM,
    Bounds,
    Rule,
    Verdict,
    least_pass,
    most_fail,
    verdict,
)

TRUE_RATES = (0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Look:
    """At ``n`` companies: pass from ``passing`` achieved, fail at ``failing`` or fewer (None: cannot)."""

    n: int
    passing: int | None
    failing: int | None


@dataclass(frozen=True, kw_only=True)
class Prospect(Figure):
    """What the plan would do if the true rate were ``rate``; it stops at ``expected_n`` on average."""

    formula = "exact: binomial counts from look to look, stopping where a bound is reached"
    rate: float
    passing: float
    failing: float
    inconclusive: float
    expected_n: float


@dataclass(frozen=True)
class Plan:
    """At which numbers of companies one looks. All but the last look are judged by the interim bounds.

    Raises ValueError unless the looks rise and the first has the rule's fewest companies or more.
    """

    looks: tuple[int, ...] = (6, 9, 12)
    rule: Rule = DEFAULT
    interim: Bounds = INTERIM
    final: Bounds = FINAL

    def __post_init__(self):
        if not self.looks or any(a >= b for a, b in itertools.pairwise(self.looks)):
            raise ValueError("Looks rise from one to the next, and there is at least one.")
        if self.looks[0] < self.rule.fewest:
            raise ValueError(f"The first look needs at least {self.rule.fewest} companies.")

    def rule_at(self, n: int, *, closing: bool = False) -> Rule:
        """The rule with the bounds that hold at *n* companies: the final ones at the end or when closing."""
        is_final = closing or n >= self.looks[-1]
        return replace(self.rule, bounds=self.final if is_final else self.interim)

    def verdict(self, achieved: int, n: int, *, closing: bool = False) -> Verdict:
        """Judge *achieved* of *n* companies now. Between two looks it is inconclusive, unless *closing*."""
        found = verdict(achieved, n, self.rule_at(n, closing=closing))
        following = next((look for look in self.looks if look > n), None)
        if closing or n in self.looks or following is None:
            return found
        return replace(
            found,
            outcome=INCONCLUSIVE,
            reason=f"{n} companies have an outcome; the next look is at {following}.",
        )

    @cached_property
    def bounds(self) -> tuple[Look, ...]:
        """What each look asks for, in counts."""
        return tuple(Look(n, least_pass(n, self.rule_at(n)), most_fail(n, self.rule_at(n))) for n in self.looks)

    def prospects(self, rates: Sequence = TRUE_RATES) -> tuple[Prospect, ...]:
        """What the plan would do at each true rate: shown when criteria are locked."""
        return tuple(self._prospect(check_probability(rate)) for rate in rates)

    def _prospect(self, rate: float) -> Prospect:
        going = np.array([1.0])  # probability of each count so far among those still undecided
        seen, passed, failed, expected = 0, 0.0, 0.0, 0.0
        for look in self.bounds:
            going, seen = np.convolve(going, _binomial(look.n - seen, rate)), look.n
            at = len(going) if look.passing is None else look.passing
            to = 0 if look.failing is None else look.failing + 1
            passing, failing = going[at:].sum(), going[:to].sum()
            stops = going.sum() if look is self.bounds[-1] else passing + failing
            passed, failed, expected = passed + passing, failed + failing, expected + stops * seen
            going[at:], going[:to] = 0, 0
        return Prospect(
            rate=rate,
            passing=float(passed),
            failing=float(failed),
            inconclusive=float(going.sum()),
            expected_n=float(expected),
            inputs={"true rate": rate, "looks": [[b.n, b.passing, b.failing] for b in self.bounds]},
        )


def predictive_probability(achieved: int, n: int, final_n: int, rule: Rule = DEFAULT) -> float | None:
    """How likely *achieved* of *n* companies so far ends as a pass at *final_n*; None over nobody.

    The companies still to come follow the beta-binomial of the posterior so far.
    Raises ValueError for impossible counts or a final_n below n.
    """
    check_counts(achieved, n)
    if final_n < n:
        raise ValueError("The final number of companies is not below the present one.")
    if n == 0:
        return None
    needed = least_pass(final_n, rule)
    if needed is None:
        return 0.0
    alpha, beta = rule.prior.alpha + achieved, rule.prior.beta + n - achieved
    chances = _beta_binomial(final_n - n, alpha, beta)
    return min(1.0, float(chances[max(0, needed - achieved) :].sum()))


def _binomial(n: int, rate: float) -> np.ndarray:
    """The chance of 0, 1, … n achieved among *n*, each with *rate*."""
    k = np.arange(n + 1)
    ways = -special.betaln(n - k + 1, k + 1) - np.log(n + 1)
    return np.exp(ways + special.xlogy(k, rate) + special.xlog1py(n - k, -rate))


def _beta_binomial(n: int, alpha: float, beta: float) -> np.ndarray:
    """The chance of 0, 1, … n achieved among *n*, where of the rate only Beta(alpha, beta) is known."""
    k = np.arange(n + 1)
    ways = -special.betaln(n - k + 1, k + 1) - np.log(n + 1)
    return np.exp(ways + special.betaln(k + alpha, n - k + beta) - special.betaln(alpha, beta))
