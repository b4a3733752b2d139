"""A policy on simulated features, drawn from the organisation's own base rates where there are enough, else from defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from gates.base_rates import Known, known_of
from gates.drawings_of_reports import tradeoff_chart
from gates.figures.simulation import Assumptions, Bar, GateRules, Rules, Tradeoff, simulate
from gates.policy_rules import GATES, Comparator, Kind, PolicyRules
from history.actor import Actor
from people.models import Product

KNOWN_VALUES = ("engagement.share_at_assurance", "pilot.probability", "pilot.enrolled", "viability.probability")
"""What a simulation draws; every other measure counts as met."""
FEATURES_IN_A_SWEEP = 600
MOST_SEED = 1_000_000


def rules_of(rules: PolicyRules) -> Rules:
    """What a simulation needs of a policy: its demanded gates, and the bars that it knows how to draw."""
    demanded = sorted({*rules.before_delivery, *rules.before_launch})
    return Rules(
        gates=tuple(gate_of(rules, gate) for gate in demanded), quorum=rules.quorum, hurdle=float(rules.hurdle),
        gap_below=float(rules.minor_gap_below), theta=float(rules.theta), fewest=rules.least_companies, looks=rules.looks,
        most_holds=rules.most_holds, most_recycles=rules.most_recycles, condition_days=rules.condition_days,
    )  # fmt: skip


def gate_of(rules: PolicyRules, gate: int) -> GateRules:
    """One gate's bars and weights."""
    criteria = rules.criteria_for(gate)
    bars = tuple(
        Bar(one.measure, one.comparator, float(one.threshold or 0), one.is_fatal)
        for one in criteria
        if one.kind == Kind.MUST and one.comparator != Comparator.IS_TRUE
    )
    return GateRules(gate, bars, tuple(float(one.weight) for one in criteria if one.kind == Kind.SHOULD))


def assumed_met(rules: PolicyRules) -> list[str]:
    """The criteria that a simulation cannot draw, and takes for met."""
    return [
        one.name
        for gate in GATES
        for one in rules.criteria_for(gate)
        if one.measure and (one.measure not in KNOWN_VALUES or one.comparator == Comparator.IS_TRUE)
    ]


@dataclass(frozen=True)
class Point:
    """One value of a threshold, and what it trades off."""

    value: float
    tradeoff: Tradeoff
    is_now: bool


@dataclass(frozen=True)
class Sweep:
    """One threshold moved while the rest stays."""

    name: str
    is_share: bool
    points: tuple[Point, ...]
    chart: SafeString


@dataclass(frozen=True)
class Simulation:
    """A candidate beside what is in force, on the same features, and what each threshold trades off."""

    now: Tradeoff
    candidate: Tradeoff
    sweeps: tuple[Sweep, ...]
    world: Assumptions
    known: tuple[Known, ...]
    seed: int
    assumed_met: tuple[str, ...]


def simulated(
    product: Product,
    in_force: PolicyRules,
    candidate: PolicyRules,
    actor: Actor,
    *,
    seed: int = 1,
    base_rate: float | None = None,
) -> Simulation:
    """Try a policy on simulated features of a product, beside the one in force."""
    world, known = known_of(product, actor)
    if base_rate is not None:
        world = replace(world, base_rate=base_rate)
    return Simulation(
        now=simulate(rules_of(in_force), world, seed=seed), candidate=simulate(rules_of(candidate), world, seed=seed),
        sweeps=tuple(sweep(name, of, candidate, world, seed) for name, of in SWEPT if of(candidate, None) is not None),
        world=world, known=known, seed=seed, assumed_met=tuple(assumed_met(candidate)),
    )  # fmt: skip


def with_hurdle(rules: PolicyRules, value: float | None) -> Any:
    """The hurdle of a policy, or the policy with another."""
    return float(rules.hurdle) if value is None else replace(rules, hurdle=Decimal(str(value)))


def with_theta(rules: PolicyRules, value: float | None) -> Any:
    """The share of companies that must reach their outcome, or the policy with another."""
    return float(rules.theta) if value is None else replace(rules, theta=Decimal(str(value)))


def with_share(rules: PolicyRules, value: float | None) -> Any:
    """The bar of the projected share, or the policy with another; None where gate 1 does not ask for it."""
    criteria = rules.criteria_for(1)
    asked = [one for one in criteria if one.measure == "engagement.share_at_assurance" and one.threshold is not None]
    if not asked:
        return None
    if value is None:
        return float(asked[0].threshold or 0)
    changed = tuple(replace(one, threshold=Decimal(str(value))) if one in asked else one for one in criteria)
    return replace(rules, criteria={**rules.criteria, "1": changed})


Swept = Callable[[PolicyRules, float | None], Any]
SWEPT: tuple[tuple[str, Swept], ...] = (
    ("Gate 1: projected share needed", with_share),
    ("Gate 2: share of companies that must reach their outcome", with_theta),
    ("Every gate: hurdle of the should-meet score", with_hurdle),
)
STEPS: dict[Swept, tuple[float, ...]] = {
    with_share: (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40),
    with_theta: (0.40, 0.50, 0.60, 0.70, 0.80),
    with_hurdle: (4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 8.0),
}


def sweep(name: str, of: Swept, candidate: PolicyRules, world: Assumptions, seed: int) -> Sweep:
    """Move one threshold of a policy."""
    now = of(candidate, None)
    points = tuple(
        Point(value, simulate(rules_of(of(candidate, value)), world, seed=seed, features=FEATURES_IN_A_SWEEP), value == now)
        for value in sorted({*STEPS[of], now})
    )
    is_share = of is not with_hurdle
    return Sweep(name, is_share, points, tradeoff_chart(name, points, is_share=is_share))
