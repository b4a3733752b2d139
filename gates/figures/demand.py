"""What customers asked for, as a challenger: it enters the projection only once it has told this organisation something.

Demand is how many companies had asked for a feature before anybody could use it. Whether more of it went with more
adoption is learned from the earlier features; the default's draws are moved by that, and by nothing where it does not tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import special

from gates.figures.admission import Admitted
from gates.figures.predictive import start_of
from gates.figures.projection import FEWEST_REFERENCES, ProjectionInput, Reference

HALF = 0.5
"""Added to a count before its logarithm is taken, so that zero has one."""

SLOPE_SCALE = 1.0
"""Before anything is seen a slope is 0 ± 1: one e-fold of demand more, e-fold the odds."""

METHOD = "Beta-binomial on those who have not yet adopted, moved by how many companies had asked for it"


def telling(given: ProjectionInput, used: Admitted) -> list[Reference]:
    """The references whose demand is known; none where that of the feature itself is not, or where they are too few."""
    rows = [row for row in used.references if row.demand is not None]
    return rows if given.demand is not None and len({row.feature for row in rows}) >= FEWEST_REFERENCES else []


def moved(draws: np.ndarray, given: ProjectionInput, used: Admitted) -> np.ndarray | None:
    """The default's sorted draws, those who have not yet adopted being moved on the log scale of odds by demand.

    The slope is the least squares' of earlier features' odds on their demand, shrunk to 0 by the prior. None where too little
    is known of demand.
    """
    rows = telling(given, used)
    if not rows:
        return None
    k = used.elapsed
    asked = np.array([log_demand(row.demand or 0, row.n) for row in rows])
    came = np.array([log_odds(row.adopters[given.horizon], row.adopters[k] if k else 0, row.n) for row in rows])
    shift = slope(asked, came) * (log_demand(given.demand or 0, given.eligible) - float(asked.mean()))
    _, now = start_of(given, used)
    rest = given.eligible - now
    if not rest:
        return draws
    share = np.clip((draws - now) / rest, 1e-9, 1 - 1e-9)
    counts = now + np.rint(special.expit(special.logit(share) + shift) * rest).astype(np.int64)
    return np.sort(np.clip(counts, now, given.eligible))


def slope(asked: Sequence[float] | np.ndarray, came: Sequence[float] | np.ndarray) -> float:
    """By how much the log odds grow with log demand: Σxy / (Σx² + s²/τ²), both centred, s² being what a straight line leaves."""
    x, y = np.asarray(asked) - np.mean(asked), np.asarray(came) - np.mean(came)
    spread, together = float(x @ x), float(x @ y)
    if spread < 1e-12:
        return 0.0
    left = max(0.0, float(y @ y) - together**2 / spread) / max(1, x.size - 2)
    return together / (spread + left / SLOPE_SCALE**2)


def log_demand(companies: float, n: int) -> float:
    """The logarithm of demand, of so many who could use it."""
    return float(np.log((companies + HALF) / (n + HALF)))


def log_odds(later: float, early: float, n: int) -> float:
    """The log odds of adopting by the horizon, of those who had not by week k."""
    came = max(0.0, later - early)
    return float(np.log((came + HALF) / (n - early - came + HALF)))
