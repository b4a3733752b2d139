"""How the default model, its challengers and climatology would have projected the past, and who may speak after that.

Rolling origin: each launch is projected with what was complete k weeks after it. What was *known* by a later origin of these
tries decides there which model speaks, how far its intervals are widened, and whether it is doubted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gates.figures.admission import Admitted, admit
from gates.figures.adoption import BetaBinomialProjector
from gates.figures.backtest import DRIFTED_BELOW, climatology, target, weighted_interval_score
from gates.figures.challengers import ReferenceGrowth, pooled
from gates.figures.cohorts import Cohort
from gates.figures.demand import moved
from gates.figures.predictive import summary, why_abstain
from gates.figures.projection import LEVELS, ProjectionInput

DEFAULT, GROWTH, POOL, CLIMATOLOGY = "beta-binomial", "growth", "pool", "climatology"
MODELS = (DEFAULT, GROWTH, POOL)
DEMAND = "demand"

DEMAND_BETTER_BY = 0.05
"""Demand enters when it lowers the WIS of whoever speaks by this part …"""

FEWEST_WITH_DEMAND = 20
"""… over so many features of the organisation's own, of which it is known what was asked for."""

FEWEST_COMPLETED = 8
"""So many completed backtests before a challenger may take over, or climatology has to."""

BETTER_BY = 0.10
"""A challenger takes over when its WIS is lower by this part."""

LEAST_SKILL = 0.10
"""Below this skill against climatology, climatology is published."""

FEWEST_FOR = {50: 9, 80: 9, 95: 39}
"""So many references before an interval is taken from them, or widened by how they fared."""

FEWEST_IN_PERIOD = 3
"""A launch period with fewer targets is not judged: one miss of two says nothing."""


@dataclass(frozen=True)
class Forecast:
    """A median with its central intervals (50, 80, 95 %), as shares."""

    median: float
    intervals: tuple[tuple[float, float], ...]

    def strain(self, actual: float, level: int, least: float) -> float:
        """How many times its half-width the interval would have had to reach to hold *actual*."""
        low, high = self.intervals[LEVELS.index(level)]
        if actual >= self.median:
            return (actual - self.median) / max(high - self.median, least)
        return (self.median - actual) / max(self.median - low, least)

    def holds(self, actual: float, level: int) -> bool:
        """Whether the interval of *level* percent holds *actual*."""
        low, high = self.intervals[LEVELS.index(level)]
        return low <= actual <= high


@dataclass(frozen=True)
class Attempt:
    """One past launch, as each model and climatology would have projected it, with what came of it."""

    cohort: Cohort
    complete_on: datetime.date
    actual: float
    given: ProjectionInput = field(repr=False)
    used: Admitted = field(repr=False)
    draws: Mapping[str, np.ndarray] = field(repr=False)
    forecasts: Mapping[str, Forecast]
    wis: Mapping[str, float]


@dataclass(frozen=True)
class Choice:
    """Who speaks at an origin, by how much each interval is widened, and which launch periods cast doubt on it.

    ``drifted`` is the last judged period if its 80 % interval held less than 55 % of the time: a later period that kept
    its word lifts the doubt.
    """

    champion: str = DEFAULT
    factors: Mapping[int, float] = field(default_factory=lambda: dict.fromkeys(LEVELS, 1.0))
    drifted: str = ""
    skill: float | None = None


class Models:
    """The default and its challengers, which see the same input."""

    def __init__(self) -> None:
        self.default, self.growth = BetaBinomialProjector(), ReferenceGrowth()

    def draws(self, given: ProjectionInput, used: Admitted) -> dict[str, np.ndarray]:
        """What each model draws, sorted."""
        default, growth = self.default.draw(given, used), self.growth.draw(given, used)
        asked = moved(default, given, used)
        return {DEFAULT: default, GROWTH: growth, POOL: pooled(default, growth)} | ({} if asked is None else {DEMAND: asked})

    def attempts(self, cohorts: Iterable[Cohort], k: int, horizon: int) -> list[Attempt]:
        """Every cohort that could have been projected at the time, in the order of time."""
        rows = [cohort for cohort in cohorts if horizon in cohort.adopters and (not k or k in cohort.adopters)]
        rows.sort(key=lambda cohort: (cohort.ends, cohort.feature, cohort.period))
        references = [cohort.as_reference(horizon) for cohort in rows]
        tried = (self.attempt(cohort, target(cohort, references, k, horizon)) for cohort in rows)
        return [attempt for attempt in tried if attempt]

    def attempt(self, cohort: Cohort, given: ProjectionInput) -> Attempt | None:
        """One past launch; None where nothing could have been said."""
        used = admit(given)
        if why_abstain(given, used) or bool(given.elapsed) != bool(used.probe):
            return None
        draws = self.draws(given, used)
        forecasts = {name: forecast_of(counts, cohort.n) for name, counts in draws.items()}
        forecasts[CLIMATOLOGY] = Forecast(*climatology([row.adopters[given.horizon] / row.n for row in used.references]))
        actual = cohort.adopters[given.horizon] / cohort.n
        wis = {name: weighted_interval_score(one.median, one.intervals, actual) for name, one in forecasts.items()}
        complete_on = cohort.ends + datetime.timedelta(weeks=given.horizon)
        return Attempt(cohort, complete_on, actual, given, used, draws, forecasts, wis)


def forecast_of(counts: np.ndarray, eligible: int) -> Forecast:
    """What sorted draws forecast."""
    found = summary(counts, eligible)
    return Forecast(found["median"], tuple((one.low, one.high) for one in found["intervals"]))


def known_at(attempts: Sequence[Attempt], origin: datetime.date, feature: str) -> list[Attempt]:
    """The attempts of other features whose outcome was known at *origin*."""
    return [one for one in attempts if one.complete_on <= origin and one.cohort.feature != feature]


def choose(record: Sequence[Attempt], *, may_fall_back: bool = True, knows_demand: bool = False) -> Choice:
    """Who speaks after *record*.

    Without a probe that is heard the models themselves say little more than climatology: ``may_fall_back`` is false there.
    ``knows_demand``: what was asked for may enter, where it has earned that.
    """
    champion, skill = DEFAULT, None
    if record:
        scores = {name: float(np.mean([one.wis[name] for one in record])) for name in (*MODELS, CLIMATOLOGY)}
        if len(record) >= FEWEST_COMPLETED:
            best = min(MODELS, key=lambda name: (scores[name], MODELS.index(name)))
            champion = best if scores[best] <= (1 - BETTER_BY) * scores[DEFAULT] else DEFAULT
        if knows_demand and demand_gains(record, champion):
            record, champion = with_demand(record), DEMAND
            scores = {name: float(np.mean([one.wis[name] for one in record])) for name in (DEMAND, CLIMATOLOGY)}
        skill = 1 - scores[champion] / scores[CLIMATOLOGY] if scores[CLIMATOLOGY] else None
        if may_fall_back and len(record) >= FEWEST_COMPLETED and skill is not None and skill < LEAST_SKILL:
            champion = CLIMATOLOGY
    return Choice(champion, factors(record, champion), drifted(record, champion), skill)


def with_demand(record: Sequence[Attempt]) -> list[Attempt]:
    """The attempts in which demand had its say."""
    return [one for one in record if DEMAND in one.wis]


def demand_gains(record: Sequence[Attempt], champion: str) -> bool:
    """Whether demand lowers the WIS of *champion* by a twentieth, over the same 20 features or more."""
    tried = with_demand(record)
    if len({one.cohort.feature for one in tried}) < FEWEST_WITH_DEMAND:
        return False
    asked, bare = (float(np.mean([one.wis[name] for one in tried])) for name in (DEMAND, champion))
    return asked <= (1 - DEMAND_BETTER_BY) * bare


def factors(record: Sequence[Attempt], champion: str) -> dict[int, float]:
    """By how much each interval is widened: the conformal quantile of the strains at its level, and never below 1."""
    found = {}
    for level in LEVELS:
        strains = sorted(one.forecasts[champion].strain(one.actual, level, 1 / one.cohort.n) for one in record)
        rank = int(np.ceil((len(strains) + 1) * level / 100 - 1e-9))
        enough = len(strains) >= FEWEST_FOR[level]
        found[level] = max(1.0, strains[rank - 1]) if enough else 1.0
    return found


def drifted(record: Sequence[Attempt], champion: str) -> str:
    """The last judged launch period, if its 80 % interval kept its word too seldom; else nothing."""
    held: dict[str, list[bool]] = {}
    for one in record:  # in the order of time
        held.setdefault(one.cohort.period, []).append(one.forecasts[champion].holds(one.actual, 80))
    judged = [(period, hits) for period, hits in held.items() if len(hits) >= FEWEST_IN_PERIOD]
    if not judged:
        return ""
    period, hits = judged[-1]
    return period if sum(hits) < DRIFTED_BELOW * len(hits) else ""
