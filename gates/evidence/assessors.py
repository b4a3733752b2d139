"""How good an assessor's probabilities have been, and what weight that gives them where the policy says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gates.evidence.viability import Results
from gates.figures.forecasts import ForecastScores, forecast_scores
from gates.models.launches import LaunchReview, SalesForecast
from gates.standing import policy_of
from people.models import Person

LEAST_RESOLVED = 20
"""Fewer resolved forecasts than this give nobody more or less weight."""
SURE, HEAVIEST, LIGHTEST = 0.25, 2.0, 0.5
"""Who always says one half has a Brier score of a quarter, and weighs one."""


def records_of(people: Iterable[int]) -> dict[int, ForecastScores]:
    """Each person's resolved probabilities as an assessor, by the launch reviews that stand."""
    rows = SalesForecast.objects.filter(
        launch_review__in=LaunchReview.objects.standing(), assessment__assessor__in=list(people)
    ).order_by("id")
    said: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for person, probability, happened in rows.values_list("assessment__assessor", "probability", "happened"):
        said[person].append((float(probability), happened))
    found = {pk: forecast_scores(*zip(*pairs, strict=True)) for pk, pairs in said.items()}
    return {pk: scores for pk, scores in found.items() if scores is not None}


def record_of(person: Person) -> ForecastScores | None:
    """One's own record; None before the first forecast of one's own was resolved."""
    return records_of([person.pk]).get(person.pk)


@dataclass(frozen=True)
class Weighted:
    """What the assessors believe, weighed by their records. ``weighed`` of them have a record long enough to differ from one."""

    probability: float
    weighed: int
    of: int


def weighted(came: Results) -> Weighted | None:
    """The probability of the target weighed by records; None unless the product's policy says so."""
    if not came.assessments or not policy_of(came.round.idea).rules.weigh_assessors:
        return None
    records = records_of(one.assessor_id for one in came.assessments)
    pairs = [(float(one.probability), weight_of(records.get(one.assessor_id))) for one in came.assessments]
    whole = sum(weight for _, weight in pairs)
    known = sum(scores.n >= LEAST_RESOLVED for scores in records.values())
    return Weighted(sum(said * weight for said, weight in pairs) / whole, known, len(pairs))


def weight_of(scores: ForecastScores | None) -> float:
    """One, or what the record gives: a quarter over the Brier score, from a half to two."""
    if scores is None or scores.n < LEAST_RESOLVED:
        return 1.0
    return min(HEAVIEST, max(LIGHTEST, SURE / scores.brier if scores.brier else HEAVIEST))
