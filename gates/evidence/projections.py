"""From usage events to a projection: gather what was known at the origin, hand it to the projector, keep the answer.

What projects is a seam: ``projector()`` gives anything that has the ``project`` of ``gates.figures.projection.Projector``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from gates.figures import projection as figures
from gates.figures.adoption import BetaBinomialProjector
from gates.figures.backtest import Cohort, backtest
from gates.figures.forecasts import ReferenceClass, reference_class
from gates.models.projections import ProbeKind, Projection, ProjectionActual
from history.canonical import plain_value
from usage.adoption import (
    WEEK,
    Uptake,
    adopted_at,
    adoption_after_exposure,
    adoption_by_week,
    day_start,
    eligible,
    known,
    uses,
)
from usage.models import CountedUnit, Feature, UsageEvent

FEWEST_RESOLVED = 5
"""So many earlier projections must have come due before they correct a new one."""

MOST_EVENTS_AT_ONCE = 400_000
"""With more usage events than this a projection is made in the background."""

FAN_STEPS = 6


@lru_cache(maxsize=1)
def projector() -> figures.Projector:
    """What projects here."""
    return BetaBinomialProjector()


@dataclass(frozen=True)
class Question:
    """What is to be projected."""

    feature: Feature
    origin: date
    horizon: int
    unit: str
    threshold: Decimal
    probe_kind: str = ProbeKind.RELEASED
    probe_selection: str = "random"
    exposure_event: str = ""
    exposure_weeks: int = 4

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "threshold", Decimal(str(self.threshold)))
        except InvalidOperation as error:
            raise ValidationError({"threshold": "A share, such as 0.2."}) from error
        if not 2 <= self.horizon <= 104:
            raise ValidationError({"horizon": "Between 2 and 104 weeks."})
        if self.unit not in CountedUnit.values:
            raise ValidationError({"unit": "Count users or companies."})
        if self.probe_kind == ProbeKind.EXPOSED and not self.exposure_event:
            raise ValidationError({"exposure_event": "Name the event that tells who met it."})
        if self.probe_kind == ProbeKind.EXPOSED and not 1 <= self.exposure_weeks < self.horizon:
            raise ValidationError({"exposure_weeks": "At least one week, and fewer than the horizon."})


@dataclass(frozen=True)
class Gathered:
    """A question with everything that was known at its origin."""

    question: Question
    given: figures.ProjectionInput
    curves: tuple[dict[str, Any], ...]
    own_curve: dict[int, int]


def gather(question: Question, references: Iterable[Feature] | None = None) -> Gathered:
    """Collect eligible, probe and reference features, as of the origin and no later."""
    known_at = day_start(question.origin)
    probe, whole, curve = _probe(question, known_at)
    used = [_reference(question, feature, known_at) for feature in _earlier(question, references)]
    found = [one for one in used if one is not None]
    given = figures.ProjectionInput(
        feature=str(question.feature.pk), unit=question.unit, origin=question.origin, eligible=whole,
        elapsed=max(curve, default=0), horizon=question.horizon, threshold=float(question.threshold), probe=probe,
        references=tuple(reference for reference, _ in found),
    )  # fmt: skip
    return Gathered(question, given, tuple(told for _, told in found), curve)


def _probe(question: Question, known_at: Any) -> tuple[figures.Probe | None, int, dict[int, int]]:
    """The feature's own trial, how many are eligible, and the trial's curve."""
    feature, unit = question.feature, question.unit
    whole = eligible(feature, known_at, unit)
    if question.probe_kind == ProbeKind.RELEASED:
        released = feature.released_on
        if released is None or released > question.origin:
            raise ValidationError({"probe_kind": "It was not released at the origin. Choose a trial, or none."})
        if released + timedelta(weeks=question.horizon) <= question.origin:
            raise ValidationError({"horizon": "It has had these weeks already: there is nothing to project, read its adoption."})
        uptake = adoption_by_week(feature, known_at, unit, question.horizon - 1)
        whole = uptake.n if uptake else whole
    elif question.probe_kind == ProbeKind.EXPOSED:
        uptake = adoption_after_exposure(feature, question.exposure_event, known_at, unit, question.exposure_weeks)
    else:
        uptake = None
    if uptake is None or not uptake.n:
        return None, whole, {}
    return _as_probe(question, uptake), whole, uptake.adopters


def _as_probe(question: Question, uptake: Uptake) -> figures.Probe:
    selection = (
        figures.Selection(question.probe_selection) if question.probe_kind == ProbeKind.EXPOSED else figures.Selection.RANDOM
    )
    return figures.Probe(uptake.n, uptake.adopters.get(uptake.weeks, 0), uptake.starts.date(), selection)


def _earlier(question: Question, references: Iterable[Feature] | None) -> list[Feature]:
    """The features to learn from: those named, or all complete at the origin. Naming an incomplete one is refused."""
    horizon = timedelta(weeks=question.horizon)
    if references is None:
        rows = Feature.objects.filter(product=question.feature.product_id, released_on__lte=question.origin - horizon)
        return list(rows.exclude(pk=question.feature.pk).order_by("released_on", "pk"))
    chosen = list(references)
    for feature in chosen:
        if feature.product_id != question.feature.product_id or feature.pk == question.feature.pk:
            raise ValidationError({"references": f"{feature} is no earlier feature of this product."})
        if feature.released_on is None or feature.released_on + horizon > question.origin:
            raise ValidationError({"references": f"{feature} is not complete at the origin: it would know the future."})
    return chosen


def _reference(question: Question, feature: Feature, known_at: Any) -> tuple[figures.Reference, dict[str, Any]] | None:
    uptake = adoption_by_week(feature, known_at, question.unit, question.horizon)
    if uptake is None or not uptake.n or uptake.weeks < question.horizon:
        return None
    complete_on: date = feature.released_on + timedelta(weeks=question.horizon)  # type: ignore[assignment, operator]
    reference = figures.Reference(str(feature.pk), str(feature.pk), uptake.n, uptake.adopters, complete_on)
    told = {"id": feature.pk, "name": feature.name, "n": uptake.n, "adopters": list(uptake.adopters.values())}
    return reference, told | {"complete_on": complete_on}


def make(gathered: Gathered) -> Projection:
    """Project what was gathered. The row is not saved yet."""
    question, given = gathered.question, gathered.given
    answer = projector().project(given)
    heard = given.probe is not None
    return Projection(
        feature=question.feature, unit=question.unit, origin=question.origin, horizon=question.horizon,
        threshold=question.threshold, minimum_uses=question.feature.minimum_uses, probe_kind=question.probe_kind,
        probe_selection=given.probe.selection.value if given.probe else "",
        exposure_event=question.exposure_event if question.probe_kind == ProbeKind.EXPOSED else "",
        probe_n=given.probe.n if given.probe else None, probe_adopters=given.probe.adopters if given.probe else None,
        elapsed=given.elapsed if heard else 0, eligible=given.eligible, status=answer.status.value, reasons=list(answer.reasons),
        left_out=dict(answer.left_out), median=answer.median, median_count=answer.median_count,
        intervals=[_interval(one) for one in answer.intervals], fan=_fan(given, answer), probability=answer.probability,
        reference_ids=[int(pk) for pk in answer.reference_ids], method=answer.method, model_version=answer.model_version,
        seed=answer.seed, inputs=_inputs(gathered), input_hash=answer.input_hash, backtest=_fared(gathered),
    )  # fmt: skip


def _interval(interval: figures.Interval) -> dict[str, Any]:
    return {
        "level": interval.level, "low": interval.low, "high": interval.high,
        "low_count": interval.low_count, "high_count": interval.high_count,
    }  # fmt: skip


def _fan(given: figures.ProjectionInput, answer: figures.Projection) -> list[dict[str, Any]]:
    """The same projection at weeks on the way, so that the page can draw how it opens."""
    if answer.median is None:
        return []
    if answer.status != figures.Status.OK:
        given = replace(given, probe=None, elapsed=0)
    start = given.elapsed
    step = max(1, -(-(given.horizon - start) // FAN_STEPS))
    points = []
    for week in [*range(start + step, given.horizon, step), given.horizon]:
        at = answer if week == given.horizon else projector().project(replace(given, horizon=week))
        if at.median is not None:
            points.append({"week": week, "median": at.median, "intervals": [_interval(one) for one in at.intervals]})
    return points


def _fared(gathered: Gathered) -> dict[str, Any]:
    """How the same model would have projected the earlier features, each from those before it."""
    given = gathered.given
    cohorts = [
        Cohort(one.feature, one.complete_on.isoformat(), starts, starts, one.n, one.adopters)
        for one in given.references
        if (starts := one.complete_on - timedelta(weeks=given.horizon))
    ]
    found = backtest(cohorts, projector(), k=max(1, given.elapsed), horizon=given.horizon)
    names = ("n", "abstained", "mae", "wis", "skill", "coverage50", "coverage80", "coverage95")
    return plain_value({name: getattr(found, name) for name in names})


def _inputs(gathered: Gathered) -> dict[str, Any]:
    """Everything that went in, as it is stored: enough to make the projection again."""
    given = gathered.given
    return plain_value(
        {
            "feature": gathered.question.feature.name, "event_names": gathered.question.feature.event_names,
            "unit": given.unit, "origin": given.origin, "eligible": given.eligible, "elapsed": given.elapsed,
            "horizon": given.horizon, "threshold": gathered.question.threshold, "own_curve": list(gathered.own_curve.values()),
            "probe": None if given.probe is None else {
                "n": given.probe.n, "adopters": given.probe.adopters, "exposed_from": given.probe.exposed_from,
                "selection": given.probe.selection.value,
            },
            "references": list(gathered.curves),
        }
    )  # fmt: skip


def count_actual(projection: Projection) -> ProjectionActual:
    """What came of a projection: of those eligible then, how many adopted by the day it was due."""
    feature, unit = projection.feature, projection.unit
    ends = day_start(projection.due_on)
    if projection.probe_kind == ProbeKind.RELEASED and feature.released_on:
        starts = day_start(feature.released_on)
        cohort, ends = known(feature, starts, unit), starts + projection.horizon * WEEK
        events = uses(feature).filter(at__gte=starts, at__lt=ends)
    else:
        cohort, events = known(feature, day_start(projection.origin), unit), uses(feature).filter(at__lt=ends)
    adopters = min(len(list(adopted_at(events, unit, projection.minimum_uses, cohort))), projection.eligible)
    share = adopters / projection.eligible if projection.eligible else 0.0
    return ProjectionActual(
        projection=projection, adopters=adopters, share=share, reached=share >= float(projection.threshold),
        is_inside={str(one["level"]): one["low"] <= share <= one["high"] for one in projection.intervals},
    )  # fmt: skip


def track_record(projection: Projection) -> ReferenceClass | None:
    """How earlier projections of this product fared, as far as known when this one was made; None below five."""
    rows = ProjectionActual.objects.filter(
        projection__idea__product=projection.idea.product_id, counted_at__lte=projection.made_at, projection__median__gt=0
    ).exclude(projection=projection.pk)
    ratios = [
        share / median  # type: ignore[operator]
        for share, median in rows.order_by("pk").values_list("share", "projection__median")
    ]
    return reference_class(ratios) if len(ratios) >= FEWEST_RESOLVED else None


@dataclass(frozen=True)
class Assured:
    """The share to count on at 80 % assurance, and where it comes from."""

    share: float
    words: str
    record: ReferenceClass | None


def assured_share(projection: Projection) -> Assured | None:
    """The projected share corrected by how earlier projections fared; without enough of them, its own cautious end."""
    if projection.median is None:
        return None
    fared = track_record(projection)
    if fared is not None:
        _, share = fared.corrected(projection.median)
        words = f"The median, times what four in five of {fared.n} earlier projections came to at least ({fared.assured:.2f})."
        return Assured(min(1.0, share), words, fared)
    interval = projection.interval(80)
    low = interval["low"] if interval else projection.median
    words = f"Fewer than {FEWEST_RESOLVED} earlier projections have come due, so the low end of the 80 % interval stands in."
    return Assured(low, words, None)


def is_large(feature: Feature) -> bool:
    """Whether there is so much usage that projecting belongs in the background."""
    rows = UsageEvent.objects.filter(product=feature.product_id).values("pk")[: MOST_EVENTS_AT_ONCE + 1]
    return rows.count() > MOST_EVENTS_AT_ONCE
