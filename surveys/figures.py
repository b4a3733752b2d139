"""What answers amount to, as pure numbers: NPS with its standard error, shares with Wilson's interval, and who is counted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy import special

from figures.rates import wilson
from surveys.kinds import NO_LONGER, VERY_DISAPPOINTED, SurveyKind

LEAST = 10
"""Fewer counted answers than this give no figure."""
Z = 1.959963984540054
BENCHMARK = 0.4
"""The share of very disappointed users from which a product is said to fit its market."""
TOP = {SurveyKind.CSAT: (4, 5), SurveyKind.CES: (5, 6, 7), SurveyKind.ELLIS: (VERY_DISAPPOINTED,)}


@dataclass(frozen=True)
class Figure:
    """A score with its 95% interval, over ``n`` answers of which ``hits`` count for it.

    NPS runs from −100 to 100; the other kinds are shares of one. ``against`` are NPS's detractors. ``error`` is NPS's
    standard error. ``mean`` is the mean answer. ``chance`` is Ellis's probability that the true share is 40% or more.
    """

    kind: str
    n: int
    value: float
    low: float
    high: float
    hits: int
    against: int = 0
    error: float | None = None
    mean: float | None = None
    chance: float | None = None


def figure(kind: str, counts: Mapping[int, int], *, least: int = LEAST) -> Figure | None:
    """The figure of these answers, counted by score; None when there are too few."""
    counted = {score: many for score, many in counts.items() if many and not (kind == SurveyKind.ELLIS and score == NO_LONGER)}
    n = sum(counted.values())
    if kind == SurveyKind.NPS:
        return nps(counted, n) if n >= max(1, least) else None
    hits = sum(many for score, many in counted.items() if score in TOP[SurveyKind(kind)])
    rate = wilson(hits, n)
    if rate is None or n < least:
        return None
    mean = sum(score * many for score, many in counted.items()) / n if kind != SurveyKind.ELLIS else None
    chance = chance_of(hits, n) if kind == SurveyKind.ELLIS else None
    return Figure(kind, n, rate.share, rate.low, rate.high, hits, mean=mean, chance=chance)


def nps(counted: Mapping[int, int], n: int) -> Figure:
    """Promoters (9, 10) less detractors (0 to 6), in points; the error is that of a mean of +1, 0 and −1."""
    promoters = sum(many for score, many in counted.items() if score >= 9)
    detractors = sum(many for score, many in counted.items() if score <= 6)
    share = (promoters - detractors) / n
    error = 100 * math.sqrt(max(0.0, (promoters + detractors) / n - share**2) / n)
    value = 100 * share
    low, high = max(-100.0, value - Z * error), min(100.0, value + Z * error)
    mean = sum(score * many for score, many in counted.items()) / n
    return Figure(SurveyKind.NPS, n, value, low, high, promoters, against=detractors, error=error, mean=mean)


def chance_of(hits: int, n: int) -> float:
    """The probability that the true share is at the benchmark or above, from a flat prior."""
    return 1 - float(special.betainc(1 + hits, 1 + n - hits, BENCHMARK))
