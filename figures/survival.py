"""How long until something is reached, when some are still on their way and some gave up: Kaplan–Meier and Aalen–Johansen.

Each unit has a time and an end: ``REACHED`` it then, ``LOST`` then (gave up, which makes reaching it impossible), or still on
its way when last seen (``WAITING``). At one time, reaching comes before leaving, as is usual.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure

WAITING, REACHED, LOST = 0, 1, 2
Unit = tuple[float, int]


@dataclass(frozen=True)
class Step:
    """By ``time``, this share had reached it; the interval [low, high] only where one can be said."""

    time: float
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, kw_only=True)
class TimeTo(Figure):
    """The share that reached it, growing with time. ``median`` is when half of them had; None while they have not."""

    formula = "Kaplan–Meier: 1 − Π(1 − d/n) over the times up to t; interval: log-log, Greenwood's error"
    n: int
    reached: int
    lost: int
    waiting: int
    median: float | None
    steps: tuple[Step, ...]

    def by(self, time: float) -> Step | None:
        """How it stands at ``time``; None before the first reached it."""
        passed = list(takewhile(lambda step: step.time <= time, self.steps))
        return passed[-1] if passed else None


@dataclass(frozen=True, kw_only=True)
class Incidence(TimeTo):
    """The same, those who gave up being lost for good and not merely out of sight."""

    formula = "Aalen–Johansen: Σ S(t−)·d/n over the times up to t; giving up competes with reaching it"


def kaplan_meier(units: Iterable[Unit], confidence: float = 0.95) -> TimeTo | None:
    """How the share that reached it grows, those who gave up merely out of sight from then on. None over nobody.

    Raises ValueError for a negative time or an unknown end.
    """
    rows = checked(units)
    if not rows:
        return None
    z, left, variance, steps = float(special.ndtri(0.5 + confidence / 2)), 1.0, 0.0, []
    for time, at_risk, reached, _ in times_of(rows):
        if not reached:
            continue
        left *= 1 - reached / at_risk
        variance += reached / (at_risk * (at_risk - reached)) if at_risk > reached else math.inf
        low, high = log_log(left, variance, z)
        steps.append(Step(time, 1 - left, low, high, at_risk))
    return TimeTo(**counts_of(rows), steps=tuple(steps), median=median_of(steps), inputs=inputs_of(rows, confidence))


def aalen_johansen(units: Iterable[Unit]) -> Incidence | None:
    """How the share that reached it grows when giving up competes with it: what to expect of a new one. None over nobody."""
    rows = checked(units)
    if not rows:
        return None
    left, share, steps = 1.0, 0.0, []
    for time, at_risk, reached, lost in times_of(rows):
        share += left * reached / at_risk
        left *= 1 - (reached + lost) / at_risk
        if reached:
            steps.append(Step(time, share, None, None, at_risk))
    return Incidence(**counts_of(rows), steps=tuple(steps), median=median_of(steps), inputs=inputs_of(rows, None))


def checked(units: Iterable[Unit]) -> list[Unit]:
    """The units, by time. Raises ValueError at nonsense."""
    rows = sorted((float(time), int(end)) for time, end in units)
    if any(not math.isfinite(time) or time < 0 or end not in (WAITING, REACHED, LOST) for time, end in rows):
        raise ValueError("A time is not negative, and an end is waiting, reached or lost.")
    return rows


def times_of(rows: Sequence[Unit]) -> Iterable[tuple[float, int, int, int]]:
    """Each time at which something happened: how many were there yet, how many reached it, how many gave up."""
    at_risk = len(rows)
    reached = Counter(time for time, end in rows if end == REACHED)
    lost = Counter(time for time, end in rows if end == LOST)
    there = Counter(time for time, _ in rows)
    for time in sorted(there):
        yield time, at_risk, reached[time], lost[time]
        at_risk -= there[time]


def log_log(left: float, variance: float, z: float) -> tuple[float | None, float | None]:
    """The interval of the share that reached it, from the share ``left`` and Greenwood's variance of its logarithm."""
    if not 0 < left < 1 or not math.isfinite(variance):
        return None, None
    width = z * math.sqrt(variance) / abs(math.log(left))
    return 1 - left ** math.exp(-width), 1 - left ** math.exp(width)


def median_of(steps: Sequence[Step]) -> float | None:
    """When half had reached it; None while they have not. A hair under a half, by rounding, is a half."""
    return next((step.time for step in steps if step.share >= 0.5 - 1e-12), None)


def counts_of(rows: Sequence[Unit]) -> dict[str, int]:
    """How many there are, and how many ended how."""
    ends = Counter(end for _, end in rows)
    return {"n": len(rows), "reached": ends[REACHED], "lost": ends[LOST], "waiting": ends[WAITING]}


def inputs_of(rows: Sequence[Unit], confidence: float | None) -> dict[str, object]:
    """What went into it: how many ended how."""
    return counts_of(rows) | ({"confidence": confidence} if confidence else {})
