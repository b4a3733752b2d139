"""Did enough companies achieve their outcome? The posterior decides, once enough of them are in."""

from __future__ import annotations

from dataclasses import dataclass

from figures.explanations import Figure
from figures.rates import UNINFORMED, Posterior, Prior, Rate, check_counts, posterior, wilson

PASS, FAIL, INCONCLUSIVE = "pass", "fail", "inconclusive"


@dataclass(frozen=True)
class Bounds:
    """Sure enough: pass from ``passing`` probability upwards, fail from ``failing`` downwards."""

    passing: float
    failing: float

    def __post_init__(self):
        if not 0 <= self.failing < self.passing <= 1:
            raise ValueError("The bound for failing lies below the bound for passing, both in [0, 1].")


INTERIM = Bounds(passing=0.95, failing=0.05)
FINAL = Bounds(passing=0.80, failing=0.20)


@dataclass(frozen=True)
class Rule:
    """What was locked: the rate to reach, the fewest companies that count, how sure, from which prior."""

    theta: float = 0.60
    fewest: int = 6
    bounds: Bounds = FINAL
    prior: Prior = UNINFORMED


DEFAULT = Rule()


@dataclass(frozen=True, kw_only=True)
class Verdict(Figure):
    """pass, fail or inconclusive, with the reason in words.

    ``probability`` is P(true rate ≥ theta); it, ``rate`` (Wilson, shown) and ``posterior`` (decides) are
    None over nobody.
    """

    formula = (
        "P(rate ≥ θ) under Beta(prior alpha + x, prior beta + n − x); pass from the upper bound, "
        "fail from the lower, inconclusive between them or below the fewest companies"
    )
    outcome: str
    reason: str
    probability: float | None
    rate: Rate | None
    posterior: Posterior | None


def verdict(achieved: int, n: int, rule: Rule = DEFAULT) -> Verdict:
    """Judge *achieved* of *n* companies by *rule*. Raises ValueError unless 0 ≤ achieved ≤ n."""
    belief = posterior(achieved, n, rule.prior)
    probability = belief.probability_at_least(rule.theta) if belief else None
    outcome, reason = _judge(n, probability, rule)
    return Verdict(
        outcome=outcome,
        reason=reason,
        probability=probability,
        rate=wilson(achieved, n),
        posterior=belief,
        inputs={
            "x": achieved,
            "n": n,
            "θ": rule.theta,
            "fewest": rule.fewest,
            "bounds": [rule.bounds.passing, rule.bounds.failing],
            "prior": [rule.prior.alpha, rule.prior.beta],
        },
    )


def _judge(n: int, probability: float | None, rule: Rule) -> tuple[str, str]:
    if probability is None or n < rule.fewest:
        return INCONCLUSIVE, f"{n} of at least {rule.fewest} companies have an outcome."
    said = f"The rate is {rule.theta:.0%} or more with {probability:.0%} probability"
    if probability >= rule.bounds.passing:
        return PASS, f"{said}; {rule.bounds.passing:.0%} passes."
    if probability <= rule.bounds.failing:
        return FAIL, f"{said}; {rule.bounds.failing:.0%} or less fails."
    return INCONCLUSIVE, f"{said}, between {rule.bounds.failing:.0%} and {rule.bounds.passing:.0%}."


def least_pass(n: int, rule: Rule = DEFAULT) -> int | None:
    """The fewest of *n* companies that have to achieve it to pass; None when not even all would do."""
    check_counts(0, n)
    return next((x for x in range(n + 1) if verdict(x, n, rule).outcome == PASS), None)


def most_fail(n: int, rule: Rule = DEFAULT) -> int | None:
    """The most of *n* companies that may achieve it and the pilot still fails; None when it cannot fail."""
    check_counts(0, n)
    return next((x for x in range(n, -1, -1) if verdict(x, n, rule).outcome == FAIL), None)
