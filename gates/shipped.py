"""Did what we shipped get used? The features of ideas, before and after the release, against target and projection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F

from figures.rates import Rate, wilson
from gates.models.projections import Projection
from gates.standing import standing_outcomes
from history import clock
from history.actor import Actor
from roadmap.models import Idea
from usage.models import CountedUnit, DailyUse, Feature
from usage.standing import Uptaken, standings

MOST = 50


@dataclass(frozen=True)
class Shipped:
    """One feature of an idea. ``before`` and ``after`` are of the units known on the day of release.

    ``before`` is who used it before that day, ``after`` who had taken it up by the end of week ``week``: the projection's
    horizon, or the last whole week before it. ``verdict`` is a word for where that stands against the target.
    """

    idea: Idea
    feature: Feature
    unit: str
    before: Rate | None
    after: Rate | None
    week: int
    counted_on: date | None
    projection: Projection | None
    was_decided_on: bool

    @property
    def target(self) -> float | None:
        """The share that it had to reach; None where nobody projected it."""
        return float(self.projection.threshold) if self.projection else None

    @property
    def is_due(self) -> bool:
        """Whether the weeks that the projection speaks of are over."""
        return self.projection is not None and self.week >= self.projection.horizon

    @property
    def verdict(self) -> str:
        """``reached``, ``missed``, ``early`` (not reached, and there is time), or ``unknown``."""
        if self.after is None or self.target is None:
            return "unknown"
        if self.after.share >= self.target - 1e-9:
            return "reached"
        return "missed" if self.is_due else "early"

    @property
    def is_as_projected(self) -> bool | None:
        """Whether the 80 % interval holds what came; None while it is not due, or nothing was projected."""
        interval = self.projection.interval(80) if self.projection else None
        if interval is None or self.after is None or not self.is_due:
            return None
        return interval["low"] <= self.after.share <= interval["high"]


def shipped(ideas: Iterable[Idea], actor: Actor) -> list[Shipped]:
    """Every released feature of some ideas, as far as one may see it; read at once for all of them."""
    ideas = list(ideas)
    of_ideas = Idea.features.through.objects.filter(idea__in=[one.pk for one in ideas]).order_by("idea_id", "feature_id")
    pairs = list(of_ideas.values_list("idea_id", "feature_id")[:MOST])
    seen = Feature.objects.visible_to(actor).filter(pk__in={feature for _, feature in pairs}, released_on__lte=clock.today())
    features = {one.pk: one for one in seen}
    counts, before = standings(features.values()), used_before(features.values())
    projected, by_id = projections_of(ideas, features), {one.pk: one for one in ideas}
    rows = [(by_id[idea], features[feature]) for idea, feature in pairs if feature in features]
    return [told(idea, feature, projected.get((idea.pk, feature.pk)), counts, before) for idea, feature in rows]


def told(idea: Idea, feature: Feature, projected: tuple[Projection, bool] | None, counts: Any, before: Any) -> Shipped:
    """How one feature of one idea stands."""
    projection, was_decided_on = projected or (None, False)
    unit = projection.unit if projection else str(CountedUnit.COMPANY)
    standing, count = counts.get(feature.pk, (None, None))
    found: Uptaken | None = standing.of(unit) if standing else None
    weekly = found.weekly if found and found.cohort else []
    week = min(len(weekly), projection.horizon) if projection else len(weekly)
    cohort = found.cohort if found and found.cohort else 0
    earlier = min(cohort, before.get(feature.pk, {}).get(unit, 0))
    return Shipped(
        idea, feature, unit, before=wilson(earlier, cohort), after=wilson(weekly[week - 1], cohort) if week else None, week=week,
        counted_on=count.counted_at.date() if count else None, projection=projection, was_decided_on=was_decided_on,
    )  # fmt: skip


def used_before(features: Iterable[Feature]) -> dict[int, dict[str, int]]:
    """How many users and companies used each feature before the day of its release: in a trial, say."""
    rows = DailyUse.objects.filter(feature__in=[one.pk for one in features], day__lt=F("feature__released_on")).order_by()
    counted = rows.values_list("feature").annotate(
        users=Count("user", distinct=True), companies=Count("user__company", distinct=True)
    )
    return {pk: {str(CountedUnit.USER): users, str(CountedUnit.COMPANY): companies} for pk, users, companies in counted}


def projections_of(ideas: list[Idea], features: Iterable[int]) -> dict[tuple[int, int], tuple[Projection, bool]]:
    """Of each idea and feature the projection that gate 1 was decided on, and True; the latest one where it was not."""
    decided = {
        pk: found[1].decided_at for pk, found in standing_outcomes(ideas).items() if 1 in found
    }  # fmt: skip
    rows = Projection.objects.filter(idea__in=[one.pk for one in ideas], feature__in=list(features), median__isnull=False)
    found: dict[tuple[int, int], tuple[Projection, bool]] = {}
    for one in rows.select_related("feature").order_by("id"):
        key, at = (one.idea_id, one.feature_id), decided.get(one.idea_id)
        seen_then = at is not None and one.made_at <= at
        if seen_then or not found.get(key, (None, False))[1]:
            found[key] = (one, seen_then)
    return found


def weeks_left(row: Shipped) -> int:
    """How many whole weeks are still to come before the horizon of its projection."""
    if row.projection is None or row.feature.released_on is None:
        return 0
    ends = row.feature.released_on + timedelta(weeks=row.projection.horizon)
    return max(0, -(-(ends - clock.today()).days // 7))
