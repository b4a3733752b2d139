"""How the projection would have fared: each launch projected with only what was known then.

Rolling origin: a cohort that launched in one period is projected k weeks after that period ended, from
its own first k weeks and from the cohorts of *other* features that were complete by then. What it came
to at the horizon scores the projection, and scores climatology (the spread of those other features'
final shares, blind to the cohort's own start) on the same footing. All figures are shares, not points.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from figures.explanations import Figure
from gates.figures.admission import admit
from gates.figures.cohorts import Cohort
from gates.figures.projection import LEVELS, Probe, Projection, ProjectionInput, Projector, Reference, Status

FEWEST_TARGETS = 20
FEWEST_PERIODS = 4
DRIFTED_BELOW = 0.55


@dataclass(frozen=True)
class Trial:
    """One projection and what came of it; ``climatology`` holds that baseline's (median, ((low, high), …))."""

    period: str
    projection: Projection
    median: float
    actual: float
    climatology: tuple[float, tuple[tuple[float, float], ...]]

    @property
    def error(self) -> float:
        """How far the median was off, as a share."""
        return abs(self.median - self.actual)

    @property
    def wis(self) -> float:
        """The weighted interval score: smaller is better, in the unit of the share."""
        intervals = tuple((interval.low, interval.high) for interval in self.projection.intervals)
        return weighted_interval_score(self.median, intervals, self.actual)

    @property
    def climatology_wis(self) -> float:
        """What climatology scores on the same target."""
        return weighted_interval_score(*self.climatology, self.actual)

    def is_inside(self, level: int) -> bool:
        """Whether the interval of *level* percent held."""
        interval = self.projection.interval(level)
        return interval is not None and interval.low <= self.actual <= interval.high


@dataclass(frozen=True, kw_only=True)
class Backtest(Figure):
    """How ``n`` projections fared; every figure is None over none. ``skill`` is also None where climatology was exact.

    ``mae`` and ``wis`` are in shares (0.01 is one point), the coverages the shares of actuals inside the
    50, 80 and 95 % intervals, ``periods`` the same by launch period. ``abstained`` counts cohorts that
    could not be projected.
    """

    formula = "WIS = (|y − median|/2 + Σ α/2·(high − low + 2/α·miss)) / (K + ½); skill = 1 − ΣWIS / ΣWIS of climatology"
    n: int
    mae: float | None
    wis: float | None
    skill: float | None
    coverage50: float | None
    coverage80: float | None
    coverage95: float | None
    periods: tuple[Mapping[str, Any], ...] = ()
    abstained: int = 0
    trials: tuple[Trial, ...] = field(default=(), repr=False)

    @property
    def is_sufficient(self) -> bool:
        """Whether there are enough targets in enough periods to go by it."""
        return self.n >= FEWEST_TARGETS and len(self.periods) >= FEWEST_PERIODS

    @property
    def drifted(self) -> tuple[str, ...]:
        """The periods in which the 80 % interval held less than 55 % of the time."""
        return tuple(str(row["period"]) for row in self.periods if row["coverage80"] < DRIFTED_BELOW)


def weighted_interval_score(median: float, intervals: Sequence[tuple[float, float]], actual: float) -> float:
    """Score a median and central *intervals* of 50, 80 and 95 % against the *actual*."""
    score = 0.5 * abs(actual - median)
    for level, (low, high) in zip(LEVELS, intervals, strict=True):
        alpha = 1 - level / 100
        miss = max(low - actual, actual - high, 0.0)
        score += alpha / 2 * (high - low) + miss
    return score / (len(LEVELS) + 0.5)


def backtest(cohorts: Iterable[Cohort], projector: Projector, *, k: int = 4, horizon: int = 26) -> Backtest:
    """Project every cohort as it could have been at the time, and score what can be scored.

    A cohort without a count at either week is passed over. Raises ValueError when all of them are, and
    unless 1 ≤ k < horizon.
    """
    if not 1 <= k < horizon:
        raise ValueError("The horizon lies beyond the weeks projected from, and those are at least one.")
    every = list(cohorts)
    rows = [cohort for cohort in every if k in cohort.adopters and horizon in cohort.adopters]
    if every and not rows:
        raise ValueError(f"No cohort has counts at both weeks {k} and {horizon}.")
    rows.sort(key=lambda cohort: (cohort.ends, cohort.feature, cohort.period))
    references = [cohort.as_reference(horizon) for cohort in rows]
    tried = [_try(cohort, references, projector, k, horizon) for cohort in rows]
    trials = tuple(trial for trial in tried if trial)
    return Backtest(
        **figures_of(trials),
        periods=tuple(by_period(trials)),
        abstained=len(every) - len(trials),
        trials=trials,
        inputs={"cohorts": len(rows), "k": k, "horizon": horizon, "model": projector.model_version},
    )


def _try(cohort: Cohort, references: Sequence[Reference], projector: Projector, k: int, horizon: int) -> Trial | None:
    given = target(cohort, references, k, horizon)
    projection = projector.project(given)
    if projection.status is not Status.OK or projection.median is None:
        return None
    shares = [reference.adopters[horizon] / reference.n for reference in admit(given).references]
    actual = cohort.adopters[horizon] / cohort.n
    return Trial(cohort.period, projection, projection.median, actual, climatology(shares))


def target(cohort: Cohort, references: Sequence[Reference], k: int, horizon: int) -> ProjectionInput:
    """What could have been asked about *cohort* k weeks after it began, with what was complete then. At k = 0 it has no probe."""
    origin = cohort.ends + datetime.timedelta(weeks=k)
    return ProjectionInput(
        feature=cohort.feature,
        unit="user",
        origin=origin,
        eligible=cohort.n,
        elapsed=k,
        horizon=horizon,
        threshold=0.5,
        references=tuple(reference for reference in references if reference.complete_on <= origin),
        probe=Probe(cohort.n, cohort.adopters[k], exposed_from=cohort.ends) if k else None,
        demand=cohort.demand,
    )


def climatology(shares: Sequence[float]) -> tuple[float, tuple[tuple[float, float], ...]]:
    """The baseline: median and 50, 80, 95 % intervals of what other features came to."""
    tails = [(1 - level / 100) / 2 for level in LEVELS]
    found = np.quantile(shares, [0.5, *tails, *(1 - tail for tail in tails)]).tolist()
    lows, highs = found[1 : 1 + len(LEVELS)], found[1 + len(LEVELS) :]
    return found[0], tuple(zip(lows, highs, strict=True))


def figures_of(trials: Sequence[Trial]) -> dict[str, Any]:
    """The scores of some trials together."""
    names = ("mae", "wis", "skill", "coverage50", "coverage80", "coverage95")
    if not trials:
        return {"n": 0, **dict.fromkeys(names)}
    wis = float(np.mean([trial.wis for trial in trials]))
    baseline = float(np.mean([trial.climatology_wis for trial in trials]))
    return {
        "n": len(trials),
        "mae": float(np.mean([trial.error for trial in trials])),
        "wis": wis,
        "skill": 1 - wis / baseline if baseline else None,
        **{f"coverage{level}": float(np.mean([t.is_inside(level) for t in trials])) for level in LEVELS},
    }


def by_period(trials: Sequence[Trial]) -> Iterator[dict[str, Any]]:
    """The scores of each launch period."""
    for period in dict.fromkeys(trial.period for trial in trials):
        yield {"period": period, **figures_of([trial for trial in trials if trial.period == period])}
