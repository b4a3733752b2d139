"""From usage events to who is likely to adopt. It loads scikit-learn: only background jobs import it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from math import log1p
from typing import Any

import numpy as np

from gates.figures.likelihood import MODEL_VERSION, SEED, Launch, Learned, learn
from gates.models.likelihoods import Likelihood
from gates.models.projections import ProbeKind, Projection
from history.canonical import digest, plain_value
from usage.adoption import adopted_on, known
from usage.calendar import WEEK, day_after, day_start
from usage.models import Feature
from usage.retained import WINDOWS, doings, first_seen

MOST_LAUNCHES = 12
MOST_ROWS = 100_000
MOST_SHOWN = 200

NAMES = (
    *(f"{what} in the last {days} days" for days in WINDOWS for what in ("Events", "Kinds of events", "Users active")),
    "Days since it was last active", "Days since it was first seen", "Earlier features that it adopted",
)  # fmt: skip
"""What is known of each unit: from dated events alone. Segment and plan have no past, so they would know the future."""

Moments = dict[int, datetime]


def likelihood_of(projection: Projection) -> Likelihood:
    """Learn from earlier launches who adopts, and say who is likely to adopt this one. The row is not saved yet."""
    k, horizon = projection.elapsed, projection.horizon
    features = earlier(projection)
    adoptions = {feature.pk: adoption_moments(feature, projection.unit, day_start(projection.origin)) for feature in features}
    launches = [one for one in (launch(projection, feature, adoptions) for feature in features[-MOST_LAUNCHES:]) if one]
    learned = learn(launches, NAMES, origin=projection.origin, purge=timedelta(weeks=k + horizon))
    scored, likely = (0, []) if learned.reasons else score(projection, learned, adoptions)
    days = [one.at for one in launches]
    return Likelihood(
        projection=projection, status="insufficient_evidence" if learned.reasons else "ok", reasons=list(learned.reasons),
        method=learned.model, n=learned.n, positives=learned.positives, tried=learned.tried, brier=learned.brier,
        base_brier=learned.base_brier, others_brier=learned.others_brier,
        bins=[{"said": said, "happened": came, "n": n} for said, came, n in learned.bins],
        drivers=[{"name": name, "odds_ratio": ratio} for name, ratio in learned.drivers], scored=scored, likely=likely,
        training_from=min(days, default=None), training_to=max(days, default=None), model_version=MODEL_VERSION, seed=SEED,
        input_hash=seal(projection, launches),
    )  # fmt: skip


def earlier(projection: Projection) -> list[Feature]:
    """The projection's earlier features of its product, complete k + H weeks after their release by the origin, in order of time.

    Units of another product tell nothing of who is likely here.
    """
    latest = projection.origin - timedelta(weeks=projection.elapsed + projection.horizon)
    rows = Feature.objects.filter(pk__in=projection.reference_ids, product=projection.feature.product_id, released_on__lte=latest)
    return list(rows.order_by("released_on", "pk"))


def adoption_moments(feature: Feature, unit: str, until: datetime) -> Moments:
    """On which day each unit adopted a feature, since its release: the moment at which it began."""
    among = known(feature, until, unit)
    days = adopted_on(feature, unit, day_after(until), since=feature.released_on, among=among)
    return {key: datetime.combine(day, time.min, until.tzinfo) for key, day in days}


def launch(projection: Projection, feature: Feature, adoptions: dict[int, Moments]) -> Launch | None:
    """One earlier feature k weeks after its release: those known at the release who had not adopted it by then."""
    if feature.released_on is None:
        return None
    released = day_start(feature.released_on)
    at, ends = released + projection.elapsed * WEEK, released + projection.horizon * WEEK
    own = adoptions[feature.pk]
    seen = {
        key: moment for key, moment in first_seen(feature, released, projection.unit).items() if key not in own or own[key] >= at
    }
    keys = sorted(seen, key=lambda key: (key * 2654435761 % 2**32, key))[: MOST_ROWS // MOST_LAUNCHES]
    if not keys:
        return None
    adopted = np.array([key in own and own[key] < ends for key in keys], dtype=np.int8)
    rows = features_at(feature, at, keys, seen, adoptions, projection.unit)
    return Launch(at.date(), ends.date(), np.array(keys, dtype=np.int64), rows, adopted)


def features_at(
    feature: Feature, at: datetime, keys: list[int], seen: Moments, adoptions: dict[int, Moments], unit: str
) -> np.ndarray:  # fmt: skip
    """What was known of each unit at a moment, in the order of ``NAMES``."""
    did = doings(feature.product_id, at, unit)
    before = [moments for pk, moments in adoptions.items() if pk != feature.pk]
    rows = [row_of(did.get(key), (at - seen[key]).days, sum(key in one and one[key] < at for one in before), at) for key in keys]
    return np.array(rows, dtype=np.float64)


def row_of(did: dict[str, Any] | None, tenure: int, adopted: int, at: datetime) -> list[float]:
    """One unit's features; counts on the log scale, since they are skewed."""
    counts = [log1p(did[f"{what}_{days}"]) if did else 0.0 for days in WINDOWS for what in ("events", "kinds", "users")]
    away = (at.date() - did["last"]).days if did else WINDOWS[-1]
    return [*counts, log1p(max(0, away)), log1p(max(0, tenure)), float(adopted)]


def score(projection: Projection, learned: Learned, adoptions: dict[int, Moments]) -> tuple[int, list[dict[str, Any]]]:
    """How many have not adopted yet, and the likeliest of them."""
    feature, unit, at = projection.feature, projection.unit, day_start(projection.origin)
    begins = at if feature.released_on is None else day_start(feature.released_on)
    taken: set[int] = set()
    if projection.probe_kind != ProbeKind.NONE:
        among, fewest = known(feature, at, unit), projection.minimum_uses
        taken = {key for key, _ in adopted_on(feature, unit, projection.origin, minimum_uses=fewest, among=among)}
    cohort = min(at, begins) if projection.probe_kind == ProbeKind.RELEASED else at
    seen = {key: moment for key, moment in first_seen(feature, cohort, unit).items() if key not in taken}
    keys = sorted(seen)
    if not keys:
        return 0, []
    found = learned.probabilities(features_at(feature, at, keys, seen, adoptions, unit))
    order = np.argsort(-found, kind="stable")[:MOST_SHOWN]
    return len(keys), [{"id": keys[place], "probability": round(float(found[place]), 6)} for place in order]


def seal(projection: Projection, launches: list[Launch]) -> str:
    """The digest of what was learned from."""
    rows = [
        [one.at, one.label_ends, plain_value(one.keys.tolist()), one.adopted.tolist(), one.features.round(6).tolist()]
        for one in launches
    ]
    return digest([MODEL_VERSION, SEED, projection.input_hash, rows])
