"""What a policy trades off, on simulated features: good ones killed, bad ones passed, time spent.

Each feature has true values that nobody sees: whether it would succeed, the share that would use it, how many companies would
reach their outcome, whether it sells. The gates see them through noise, judge by the policy's rules, and go on, wait, or end it.
Features are drawn from a seed, so the same question has the same answer, and two policies are tried on the same features.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import special

from figures.explanations import Figure
from figures.rates import Rate, wilson
from gates.figures.pilots.achievement import Rule
from gates.figures.pilots.looks import Plan

GO, CONDITIONAL, HOLD, RECYCLE, KILL = range(5)
FEATURES = 2000
"""So many good and so many bad features: shares are known to about two points."""


@dataclass(frozen=True)
class Twice:
    """What is usual of a good feature, and of a bad one."""

    good: float
    bad: float


@dataclass(frozen=True)
class Assumptions:
    """The world that features are drawn from. Each default is stated on the page."""

    base_rate: float = 0.35
    share: Twice = Twice(0.38, 0.16)
    share_spread: float = 0.45
    fulfilment: float = 0.80
    fulfilment_spread: float = 0.40
    assured: float = 0.60
    company_rate: Twice = Twice(0.80, 0.48)
    company_weight: float = 12.0
    sells: Twice = Twice(0.70, 0.46)
    sells_spread: float = 0.60
    score: Twice = Twice(7.4, 6.0)
    score_spread: float = 0.9
    judge_spread: float = 1.5
    says_no: Twice = Twice(0.01, 0.06)
    preparing: tuple[float, float, float] = (30.0, 75.0, 21.0)
    deciding: tuple[float, float, float] = (7.0, 7.0, 7.0)


@dataclass(frozen=True)
class Bar:
    """A must-meet as a simulation knows it: the value's name (empty: people's yes or no), the bar, and what failing means."""

    value: str
    comparator: str = "at_least"
    threshold: float = 0.0
    is_fatal: bool = False


@dataclass(frozen=True)
class GateRules:
    """One gate of a policy: its must-meets, the weights of its should-meets."""

    gate: int
    bars: tuple[Bar, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Rules:
    """What a simulation needs of a policy."""

    gates: tuple[GateRules, ...]
    quorum: int
    hurdle: float
    gap_below: float
    theta: float
    fewest: int
    looks: tuple[int, ...]
    most_holds: int
    most_recycles: int
    condition_days: int


@dataclass(frozen=True, kw_only=True)
class Tradeoff(Figure):
    """What a policy did with good and bad features. Days are from the first criteria locked to the last decision."""

    formula = "each share over the simulated features of its kind, Wilson’s interval; per 100 features by the base rate"
    good_killed: Rate
    bad_passed: Rate
    days: float
    days_late: float
    attempts: float
    companies: float
    launched: float
    good_among_launched: float | None


@dataclass
class Course:
    """How some features fare on their way through the gates."""

    is_open: np.ndarray
    days: np.ndarray
    attempts: np.ndarray
    companies: np.ndarray = field(default_factory=lambda: np.zeros(0))


def simulate(rules: Rules, world: Assumptions, *, seed: int = 1, features: int = FEATURES) -> Tradeoff:
    """Send so many good and so many bad features through the gates of a policy."""
    good, bad = (through(rules, world, is_good, seed, features) for is_good in (True, False))
    killed, passed = int((~good.is_open).sum()), int(bad.is_open.sum())
    b, both = world.base_rate, (good, bad)
    launched_good, launched_bad = b * (1 - killed / features), (1 - b) * passed / features
    launched = launched_good + launched_bad
    days = np.concatenate([good.days, bad.days])
    weights = np.concatenate([np.full(features, b), np.full(features, 1 - b)])
    good_killed, bad_passed = wilson(killed, features), wilson(passed, features)
    assert good_killed is not None and bad_passed is not None  # noqa: S101, PT018 - there are features
    return Tradeoff(
        good_killed=good_killed, bad_passed=bad_passed, days=weighted_quantile(days, weights, 0.5),
        days_late=weighted_quantile(days, weights, 0.9), attempts=mixed(b, *(one.attempts for one in both)),
        companies=mixed(b, *(one.companies for one in both)), launched=launched,
        good_among_launched=launched_good / launched if launched else None,
        inputs={"features of each kind": features, "seed": seed, "base rate": b},
    )  # fmt: skip


def mixed(share: float, good: np.ndarray, bad: np.ndarray) -> float:
    """The mean over features of which a share are good."""
    return share * float(good.mean()) + (1 - share) * float(bad.mean())


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """The value below which a share of the weight lies."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.searchsorted(reached, share)])


def through(rules: Rules, world: Assumptions, is_good: bool, seed: int, n: int) -> Course:
    """Send features of one kind through the gates; a feature that is open at the end passed them all."""
    rng = np.random.default_rng([seed, int(is_good)])
    side = "good" if is_good else "bad"
    true = {
        "share": np.clip(getattr(world.share, side) * np.exp(rng.normal(0, world.share_spread, n)), 0, 1),
        "rate": beta_around(rng, getattr(world.company_rate, side), world.company_weight, n),
        "sells": getattr(world.sells, side),
        "score": getattr(world.score, side) + rng.normal(0, world.score_spread, n),
        "says_no": getattr(world.says_no, side),
    }
    course = Course(np.ones(n, bool), np.zeros(n), np.zeros(n), np.zeros(n))
    for gate in rules.gates:
        pass_gate(gate, rules, world, true, course, seed)
    return course


def beta_around(rng: np.random.Generator, mean: float, weight: float, n: int) -> np.ndarray:
    """Rates around a mean, as far from it as ``weight`` cases leave them."""
    return rng.beta(mean * weight, (1 - mean) * weight, n)


def pass_gate(
    gate: GateRules, rules: Rules, world: Assumptions, true: Mapping[str, np.ndarray | float], course: Course, seed: int
) -> None:
    """One gate: each attempt looks anew. Holds and recycles are used up; after the last the feature ends."""
    n = course.is_open.size
    waits, holds, recycles = course.is_open.copy(), np.zeros(n), np.zeros(n)
    for attempt in range(1 + rules.most_holds + rules.most_recycles):
        if not waits.any():
            break
        rng = np.random.default_rng([seed, gate.gate, attempt])  # the same luck for whatever policy
        values, used = look(gate.gate, rules, world, true, rng, n)
        outcome = judged(gate, rules, world, true, values, rng, n)
        effort = used / max(rules.looks) if gate.gate == 2 else 1.0
        course.days += waits * (
            world.preparing[gate.gate - 1] * (effort if attempt == 0 else effort / 2) + world.deciding[gate.gate - 1]
        )
        course.attempts += waits
        course.companies += waits * used
        course.days += waits * (outcome == CONDITIONAL) * rules.condition_days
        holds += waits * (outcome == HOLD)
        recycles += waits * (outcome == RECYCLE)
        ended = waits & ((outcome == KILL) | (holds > rules.most_holds) | (recycles > rules.most_recycles))
        course.is_open &= ~ended
        waits &= ~ended & ((outcome == HOLD) | (outcome == RECYCLE))
    course.is_open &= ~waits


Values = dict[str, tuple[np.ndarray, np.ndarray]]
"""Each measured value, and whether it is conclusive."""


def look(
    gate: int, rules: Rules, world: Assumptions, true: Mapping[str, np.ndarray | float], rng: np.random.Generator, n: int
) -> tuple[Values, np.ndarray]:
    """What the evidence of a gate shows of the true values, and how many companies it took."""
    known, nobody = np.ones(n, bool), np.zeros(n)
    if gate == 1:
        projected = true["share"] / (world.fulfilment * np.exp(rng.normal(0, world.fulfilment_spread, n)))
        share = np.clip(projected * world.assured, 0, 1)
        return {"engagement.share_at_assurance": (share, known)}, nobody
    if gate == 2:
        return pilot(rules, np.asarray(true["rate"]), rng)
    centre = special.logit(true["sells"])
    return {"viability.probability": (special.expit(rng.normal(centre, world.sells_spread, n)), known)}, nobody


def pilot(rules: Rules, rate: np.ndarray, rng: np.random.Generator) -> tuple[Values, np.ndarray]:
    """A pilot by its looks: it ends at the first that decides. What the last leaves open is not conclusive."""
    looks = tuple(one for one in rules.looks if one >= rules.fewest) or (rules.fewest,)
    plan = Plan(looks, Rule(theta=rules.theta, fewest=rules.fewest))
    achieved, seen = np.zeros(rate.size, int), 0
    x, used, decided = achieved.copy(), np.full(rate.size, looks[-1]), np.zeros(rate.size, bool)
    for bound in plan.bounds:
        achieved = achieved + rng.binomial(bound.n - seen, rate)
        seen = bound.n
        passes = achieved >= bound.passing if bound.passing is not None else np.zeros(rate.size, bool)
        fails = achieved <= bound.failing if bound.failing is not None else np.zeros(rate.size, bool)
        ends = ~decided & (passes | fails)
        x, used = np.where(ends, achieved, x), np.where(ends, bound.n, used)
        decided |= ends
    x = np.where(decided, x, achieved)
    probability = special.betaincc(1 + x, 1 + used - x, rules.theta)
    return {"pilot.probability": (probability, decided), "pilot.enrolled": (used.astype(float), np.ones(rate.size, bool))}, used


def judged(
    gate: GateRules, rules: Rules, world: Assumptions, true: Mapping[str, np.ndarray | float], values: Values,
    rng: np.random.Generator, n: int,
) -> np.ndarray:  # fmt: skip
    """The recommendation for each feature, worst first; people follow it."""
    fatal, failed, open_ = (np.zeros(n, bool) for _ in range(3))
    for bar in gate.bars:
        missed, unclear = missed_by(bar, rules, true, values, rng, n)
        open_ |= unclear
        if bar.is_fatal:
            fatal |= missed
        else:
            failed |= missed
    outcome = np.full(n, GO)
    if gate.weights:
        noise = rng.normal(0, 1, (15, len(gate.weights), n))[: rules.quorum].mean(axis=0)  # as many draws whoever judges
        given = np.clip(np.asarray(true["score"]) + world.judge_spread * noise, 0, 10)
        total = np.average(given, axis=0, weights=gate.weights)
        outcome[(given < rules.gap_below).any(axis=0)] = HOLD if gate.gate == 3 else CONDITIONAL
        failed |= total < rules.hurdle
    outcome[open_] = HOLD
    outcome[failed] = RECYCLE
    outcome[fatal] = KILL
    return outcome


def missed_by(
    bar: Bar, rules: Rules, true: Mapping[str, np.ndarray | float], values: Values, rng: np.random.Generator, n: int
) -> tuple[np.ndarray, np.ndarray]:
    """Which features miss a bar, and of which it is not clear. What no simulation knows counts as met."""
    if not bar.value:
        no = rng.random((15, n))[: rules.quorum] < true["says_no"]
        return no.mean(axis=0) > 0.5, no.mean(axis=0) == 0.5
    if bar.value not in values:
        return np.zeros(n, bool), np.zeros(n, bool)
    value, is_clear = values[bar.value]
    short = value > bar.threshold if bar.comparator == "at_most" else value < bar.threshold
    return short & is_clear, ~is_clear
