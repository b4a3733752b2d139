"""Who is likely to adopt: a model per unit, tried out of time on units it had not seen. Never summed for the headline.

This module loads scikit-learn. Only background jobs import it, so that the web process stays small.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEWEST_OF_EACH = 50
"""So many who adopted, and so many who did not, before anything is learned."""

FEWEST_TRIED = 10
"""So many of each in the part that the models are tried on."""

TRIED_PART = 0.3
LOGISTIC, BOOSTING = "logistic regression", "gradient boosting"
SEED = 20260101
MODEL_VERSION = "likelihood 1"


@dataclass(frozen=True)
class Launch:
    """An earlier feature's units as they stood at ``at``, and whether each adopted by ``label_ends``. ``keys`` name the units."""

    at: datetime.date
    label_ends: datetime.date
    keys: np.ndarray
    features: np.ndarray
    adopted: np.ndarray


@dataclass(frozen=True)
class Learned:
    """A model, or the reasons why there is none.

    Brier scores are out of time, on units that were not learned from; ``base_brier`` is that of the base rate. ``bins`` are
    (said, happened, n) by fifths of what was said. ``drivers`` are (name, odds ratio for one standard deviation more): an
    association, never an effect.
    """

    reasons: tuple[str, ...] = ()
    model: str = ""
    n: int = 0
    positives: int = 0
    tried: int = 0
    brier: float | None = None
    base_brier: float | None = None
    others_brier: float | None = None
    bins: tuple[tuple[float, float, int], ...] = ()
    drivers: tuple[tuple[str, float], ...] = ()
    fitted: Any = field(default=None, repr=False, compare=False)
    scale: tuple[float, float] = (1.0, 0.0)

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """How likely each unit adopts, calibrated. Raises ValueError where nothing was learned."""
        if self.fitted is None:
            raise ValueError("Nothing was learned.")
        return _calibrated(self.fitted.predict_proba(features)[:, 1], self.scale)


def admitted(launches: Sequence[Launch], origin: datetime.date, purge: datetime.timedelta) -> list[Launch]:
    """The launches that may be learned from: those whose k + H weeks (``purge``, from ``at``) end by the origin.

    Raises ValueError for a launch whose label was known only after its own window.
    """
    for launch in launches:
        if launch.label_ends <= launch.at or launch.label_ends > launch.at + purge:
            raise ValueError("The window of the label does not fit: it would know the future.")
    return sorted((one for one in launches if one.at + purge <= origin), key=lambda one: one.at)


def learn(
    launches: Sequence[Launch], names: Sequence[str], *, origin: datetime.date, purge: datetime.timedelta
) -> Learned:  # fmt: skip
    """Learn from earlier launches who adopts: logistic regression, or gradient boosting where that scores better out of time.

    The trial: learned on launches whose labels were known before the first launch tried on, and on other units than are tried.
    """
    rows = admitted(launches, origin, purge)
    positives = int(sum(one.adopted.sum() for one in rows))
    n = int(sum(one.adopted.size for one in rows))
    missing = tuple(
        f"{count:,} of at least {FEWEST_OF_EACH} units {what} in earlier launches that may be learned from."
        for count, what in ((positives, "adopted"), (n - positives, "did not adopt"))
        if count < FEWEST_OF_EACH
    )
    if missing:
        return Learned(reasons=missing, n=n, positives=positives)
    parts = _parts(rows)
    if parts is None:
        why = "Earlier launches lie too close together to try the model on a later one."
        return Learned(reasons=(why,), n=n, positives=positives)
    (learned, labels), (held, happened), (last, came) = parts
    candidates = {LOGISTIC: _logistic(), BOOSTING: _boosting()}
    scales, briers = {}, {}
    for name, model in candidates.items():
        model.fit(learned, labels)
        scales[name] = _platt(model.predict_proba(held)[:, 1], happened)
        briers[name] = float(np.mean((_calibrated(model.predict_proba(last)[:, 1], scales[name]) - came) ** 2))
    chosen = BOOSTING if briers[BOOSTING] < briers[LOGISTIC] else LOGISTIC
    base = float(np.mean((labels.mean() - came) ** 2))
    about: dict[str, Any] = {
        "n": n, "positives": positives, "tried": int(came.size), "brier": briers[chosen], "base_brier": base,
        "others_brier": briers[LOGISTIC if chosen == BOOSTING else BOOSTING],
    }  # fmt: skip
    if briers[chosen] >= base:
        return Learned(reasons=("Out of time the model does no better than the base rate.",), **about)
    said = _calibrated(candidates[chosen].predict_proba(last)[:, 1], scales[chosen])
    every, adopted = np.vstack([one.features for one in rows]), np.concatenate([one.adopted for one in rows])
    fitted = candidates[chosen].fit(every, adopted)
    logistic = fitted if chosen == LOGISTIC else candidates[LOGISTIC].fit(every, adopted)
    drivers = _drivers(logistic[-1].coef_[0], names)
    return Learned(
        model=chosen, bins=_bins(said, came), drivers=drivers, fitted=fitted, scale=scales[chosen], **about
    )  # fmt: skip


def _logistic() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=300))


def _boosting() -> Any:
    return HistGradientBoostingClassifier(
        max_iter=80, learning_rate=0.1, max_leaf_nodes=15, min_samples_leaf=30, early_stopping=False, random_state=SEED
    )


def _parts(rows: Sequence[Launch]) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """What is learned from, calibrated on and tried on: later launches than learned from, and no unit in two parts."""
    whole = sum(one.adopted.size for one in rows)
    best, off = None, np.inf
    for place in range(1, len(rows)):
        later = rows[place:]
        early = [one for one in rows if one.label_ends <= later[0].at]
        if not early:
            continue
        parts = [_of(early, (0, 1)), _of(later, (2,)), _of(later, (3,))]
        distance = abs(sum(one.adopted.size for one in later) / whole - TRIED_PART)
        if distance < off and all(min(y.sum(), y.size - y.sum()) >= FEWEST_TRIED for _, y in parts):
            best, off = parts, distance
    return best


def _of(rows: Sequence[Launch], quarters: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The units of some quarters: a unit is always of the same one, in whichever launch it is met."""
    masks = [
        np.isin((one.keys.astype(np.uint64) * np.uint64(2654435761) >> np.uint64(16)) % np.uint64(4), quarters) for one in rows
    ]
    features = np.vstack([one.features[mask] for one, mask in zip(rows, masks, strict=True)])
    return features, np.concatenate([one.adopted[mask] for one, mask in zip(rows, masks, strict=True)])


def _platt(said: np.ndarray, happened: np.ndarray) -> tuple[float, float]:
    """Slope and intercept that bring what was said, on the logit scale, to what happened."""
    fit = LogisticRegression(C=1.0).fit(_logit(said)[:, None], happened)
    slope = float(fit.coef_[0, 0])
    return (slope, float(fit.intercept_[0])) if slope > 0 else (1.0, 0.0)


def _calibrated(said: np.ndarray, scale: tuple[float, float]) -> np.ndarray:
    return special.expit(scale[0] * _logit(said) + scale[1])


def _logit(p: np.ndarray) -> np.ndarray:
    return special.logit(np.clip(p, 1e-6, 1 - 1e-6))


def _bins(said: np.ndarray, came: np.ndarray) -> tuple[tuple[float, float, int], ...]:
    order = np.argsort(said, kind="stable")
    return tuple(
        (float(said[part].mean()), float(came[part].mean()), int(part.size)) for part in np.array_split(order, 5) if part.size
    )


def _drivers(weights: np.ndarray, names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    order = sorted(range(len(names)), key=lambda place: (-abs(weights[place]), names[place]))
    return tuple((names[place], float(np.exp(np.clip(weights[place], -10, 10)))) for place in order)
