"""How long until something is reached, when some are still on their way and some gave up: Kaplan–Meier and Aalen–Johansen.

Each unit has a time and an end: ``REACHED`` it then, ``LOST`` then (gave up, which makes reaching it impossible), or still on
its way when last seen (``WAITING``). At one time, reaching comes before leaving, as is usual.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import itemgetter
from typing import TypedDict

from scipy import special  # not scipy.stats: every process would pay two seconds for it when it starts

from figures.explanations import Figure

WAITING, REACHED, LOST = 0, 1, 2
ROUNDING = 1e-12
Unit = tuple[float, int]
Units = Iterable[Unit] | Mapping[Unit, int]
"""Each unit by itself, or how many there are of each kind."""
Row = tuple[float, int, int]
CROSSING = "Where the 95% band of the share crosses a half (Brookmeyer and Crowley)"
"""How the interval of such a median is made, as pages say it."""


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
    """The share that reached it, growing with time. ``median`` is when half of them had; None while they have not.

    The median lies between ``median_low`` and ``median_high``: when the interval of the share first reaches a half, and when all
    of it has. An end that is not reached is None.
    """

    formula = "Kaplan–Meier: 1 − Π(1 − d/n) over the times up to t; interval: log-log, Greenwood's error"
    n: int
    reached: int
    lost: int
    waiting: int
    median: float | None
    median_low: float | None
    median_high: float | None
    steps: tuple[Step, ...]

    def by(self, time: float) -> Step | None:
        """How it stands at ``time``; None before the first reached it."""
        passed = list(takewhile(lambda step: step.time <= time, self.steps))
        return passed[-1] if passed else None


@dataclass(frozen=True, kw_only=True)
class Incidence(TimeTo):
    """The same, those who gave up being lost for good and not merely out of sight."""

    formula = (
        "Aalen–Johansen: Σ S(t−)·d/n over the times up to t; giving up competes with reaching it; interval: log-log, the delta "
        "method’s error"
    )


class Middle(TypedDict):
    """When half had reached it, and between when that lies."""

    median: float | None
    median_low: float | None
    median_high: float | None


def kaplan_meier(units: Units, confidence: float = 0.95) -> TimeTo | None:
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
    return TimeTo(**counts_of(rows), **medians_of(steps), steps=tuple(steps), inputs=inputs_of(rows, confidence))


def aalen_johansen(units: Units, confidence: float = 0.95) -> Incidence | None:
    """How the share that reached it grows when giving up competes with it: what to expect of a new one. None over nobody.

    The variance is the delta method's (Marubini and Valsecchi): if nobody gave up it is Greenwood's, and if everybody
    was followed to the end that of a plain share. The interval is log-log on the share that did not reach it, as Kaplan–Meier's.
    """
    rows = checked(units)
    if not rows:
        return None
    z, left, share, steps = float(special.ndtri(0.5 + confidence / 2)), 1.0, 0.0, []
    own = ends = ends_f = ends_ff = both = both_f = 0.0  # the sums over the times that the variance is made of
    for time, at_risk, reached, lost in times_of(rows):
        new, gone = left * reached / at_risk, reached + lost
        share += new
        own += new * new * (at_risk - reached) / (reached * at_risk) if reached else 0.0
        both, both_f = both + new / at_risk, both_f + share * new / at_risk
        if at_risk > gone:  # after the last of them nothing grows any more
            hazard = gone / (at_risk * (at_risk - gone))
            ends, ends_f, ends_ff = ends + hazard, ends_f + share * hazard, ends_ff + share * share * hazard
        left *= 1 - gone / at_risk
        if reached:
            variance = share * share * ends - 2 * share * ends_f + ends_ff + own - 2 * (share * both - both_f)
            low, high = log_log(1 - share, max(0.0, variance) / (1 - share) ** 2 if 1 - share > ROUNDING else math.inf, z)
            steps.append(Step(time, share, low, high, at_risk))
    return Incidence(**counts_of(rows), **medians_of(steps), steps=tuple(steps), inputs=inputs_of(rows, confidence))


def checked(units: Units) -> list[Row]:
    """Each time and end by time, with how many units ended so. Raises ValueError at nonsense."""
    rows = sorted((float(time), int(end), int(n)) for (time, end), n in Counter(units).items() if n)
    if any(not math.isfinite(time) or time < 0 or end not in (WAITING, REACHED, LOST) or n < 0 for time, end, n in rows):
        raise ValueError("A time is not negative, and an end is waiting, reached or lost.")
    return rows


def times_of(rows: Sequence[Row]) -> Iterable[tuple[float, int, int, int]]:
    """Each time at which something happened: how many were there yet, how many reached it, how many gave up."""
    at_risk = sum(n for _, _, n in rows)
    for time, group in groupby(rows, key=itemgetter(0)):
        ends = {end: n for _, end, n in group}
        yield time, at_risk, ends.get(REACHED, 0), ends.get(LOST, 0)
        at_risk -= sum(ends.values())


def log_log(left: float, variance: float, z: float) -> tuple[float | None, float | None]:
    """The interval of the share that reached it, from the share ``left`` and Greenwood's variance of its logarithm."""
    if not ROUNDING < left < 1 or not math.isfinite(variance):
        return None, None
    width = z * math.sqrt(variance) / abs(math.log(left))
    return 1 - left ** math.exp(-width), 1 - left ** math.exp(width)


def median_of(steps: Sequence[Step]) -> float | None:
    """When half had reached it; None while they have not. A hair under a half, by rounding, is a half."""
    return next((step.time for step in steps if step.share >= 0.5 - ROUNDING), None)


def medians_of(steps: Sequence[Step]) -> Middle:
    """The median with its interval: from when a half is within the share's interval until it lies below it."""
    return {
        "median": median_of(steps),
        "median_low": next((step.time for step in steps if step.high is not None and step.high >= 0.5), None),
        "median_high": next((step.time for step in steps if step.low is not None and step.low >= 0.5), None),
    }


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """How many there are, and how many ended how."""
    ends: Counter[int] = Counter()
    for _, end, n in rows:
        ends[end] += n
    return {"n": ends.total(), "reached": ends[REACHED], "lost": ends[LOST], "waiting": ends[WAITING]}


def inputs_of(rows: Sequence[Row], confidence: float) -> dict[str, object]:
    """What went into it: how many ended how."""
    return counts_of(rows) | {"confidence": confidence}
