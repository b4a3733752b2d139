"""How far people's probabilities can be relied on: every resolved forecast of each, held against what happened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gates.figures.forecasts import ForecastScores, forecast_scores
from gates.models.launches import LaunchForecast, LaunchReview, SalesForecast
from gates.rules.launches import may_see_calibration
from history.actor import Actor
from people.models import Person

DECIDER, ASSESSOR = "decider", "assessor"


@dataclass(frozen=True)
class Calibration:
    """One person's resolved forecasts as decider or as assessor. Without a person it is all of the panels'."""

    person: Person | None
    given_as: str
    scores: ForecastScores

    @property
    def mean_said(self) -> float:
        """The mean of the probabilities."""
        return self.scores.base_rate + self.scores.bias


def calibrations(actor: Actor) -> list[Calibration]:
    """The record of the panels, and of each person whose record the actor may see; the surest first.

    Only the launches that one may see count, each by the record that stands.
    """
    standing = LaunchReview.objects.visible_to(actor).standing()
    said: dict[tuple[str, int | None], list[tuple[float, bool]]] = defaultdict(list)
    deciders = LaunchForecast.objects.filter(launch_review__in=standing).order_by("id")
    for person, probability, succeeded in deciders.values_list("person", "probability", "launch_review__succeeded"):
        said[DECIDER, person].append((float(probability), succeeded))
    assessors = SalesForecast.objects.filter(launch_review__in=standing).order_by("id")
    for person, probability, happened in assessors.values_list("assessment__assessor", "probability", "happened"):
        said[ASSESSOR, person].append((float(probability), happened))
    people = Person.objects.in_bulk([pk for _, pk in said if pk is not None])
    found = []
    for (given_as, pk), pairs in said.items():
        who = people[pk] if pk is not None else None
        if (who is None or may_see_calibration(actor, who)) and (scores := forecast_scores(*zip(*pairs, strict=True))):
            found.append(Calibration(who, given_as, scores))
    return sorted(found, key=lambda one: (one.person is not None, one.given_as != DECIDER, one.scores.brier))
