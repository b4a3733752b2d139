"""From what was known at the origin to a projection that is kept, and later to what came of it.

What projects is a seam: ``projector()`` gives what has the ``answer`` of ``gates.figures.engagement.EngagementProjector``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Sum

from gates.evidence.gathering import Gathered
from gates.evidence.probes import teaches
from gates.evidence.segments import by_segment, segments_actual
from gates.figures import projection as figures
from gates.figures.engagement import EngagementProjector
from gates.figures.forecasts import ReferenceClass, reference_class
from gates.figures.sensitivity import sensitivity
from gates.models.projections import ProbeKind, Projection, ProjectionActual
from history.canonical import plain_value
from usage.adoption import adopted_on, known
from usage.calendar import WEEK, day_start
from usage.models import DailyEvent, Feature
from usage.retained import kept_units

FEWEST_RESOLVED = 5
"""So many earlier projections must have come due before they correct a new one."""

MOST_EVENTS_AT_ONCE = 400_000
"""With more usage events than this a projection is made in the background."""

FAN_STEPS = 6


@lru_cache(maxsize=1)
def projector() -> EngagementProjector:
    """What projects here."""
    return EngagementProjector()


def make(gathered: Gathered) -> Projection:
    """Project what was gathered. The row is not saved yet."""
    question, given = gathered.question, gathered.given
    answered = projector().answer(given, fan_weeks(given))
    answer, on_the_way = answered.projection, answered.on_the_way
    heard = given.probe is not None
    return Projection(
        feature=question.feature, unit=question.unit, origin=question.origin, horizon=question.horizon,
        threshold=question.threshold, minimum_uses=question.feature.minimum_uses, probe_kind=question.probe_kind,
        probe_selection=given.probe.selection.value if given.probe else "",
        exposure_event=question.exposure_event if question.probe_kind == ProbeKind.EXPOSED else "",
        exposure_weeks=question.exposure_weeks if question.probe_kind == ProbeKind.EXPOSED else None,
        probe_n=given.probe.n if given.probe else None, probe_adopters=given.probe.adopters if given.probe else None,
        elapsed=given.elapsed if heard else 0, eligible=given.eligible, status=answer.status.value, reasons=list(answer.reasons),
        flags=[*gathered.flags, *named(answer.flags, gathered)], left_out=dict(answer.left_out), median=answer.median,
        median_count=answer.median_count, intervals=intervals_of(answer), fan=_fan(answer, on_the_way),
        probability=answer.probability, kept_weeks=given.kept_weeks, kept=kept_of(answer), widened=dict(answer.widened),
        sensitivity=plain_value(sensitivity(projector(), given, answered)),
        segments=plain_value(by_segment(question, given, answered, projector())),
        reference_ids=[int(pk) for pk in answer.reference_ids],
        training_from=answer.training_from, training_to=answer.training_to, method=answer.method,
        champion=answer.champion,
        model_version=answer.model_version, seed=answer.seed,
        inputs=_inputs(gathered), input_hash=answer.input_hash, backtest=plain_value(dict(answer.backtest)),
    )  # fmt: skip


def intervals_of(answer: figures.Projection | figures.Kept) -> list[dict[str, Any]]:
    """The intervals as they are stored."""
    return [
        {"level": one.level, "low": one.low, "high": one.high, "low_count": one.low_count, "high_count": one.high_count}
        for one in answer.intervals
    ]


def kept_of(answer: figures.Projection) -> dict[str, Any]:
    """The kept-using twin as it is stored; nothing where there is none."""
    kept = answer.kept
    return {} if kept is None else kept.facts() | {"intervals": intervals_of(kept)}


def named(flags: tuple[str, ...], gathered: Gathered) -> list[str]:
    """What looks odd in a reference, with the reference's name in place of its id."""
    names = {str(one["id"]): one["name"] for one in gathered.curves}
    parted = [flag.partition(": ") for flag in flags]
    return [f"{names.get(key, key)}: {words}" for key, _, words in parted]


def fan_weeks(given: figures.ProjectionInput) -> list[int]:
    """The weeks at which the page draws how the projection opens."""
    start = given.elapsed
    return list(range(start, given.horizon, max(1, -(-(given.horizon - start) // FAN_STEPS))))[1:]


def _fan(answer: figures.Projection, on_the_way: list[figures.Projection]) -> list[dict[str, Any]]:
    """The projection and the same on the way, so that the page can draw how it opens."""
    if answer.median is None:
        return []
    return [{"week": one.horizon, "median": one.median, "intervals": intervals_of(one)} for one in [*on_the_way, answer]]


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
                "strata": [vars(one) for one in given.probe.strata], "pairs": [vars(one) for one in given.probe.pairs],
            },
            "kept_weeks": given.kept_weeks, "demand": given.demand,
            "references": list(gathered.curves),
        }
    )  # fmt: skip


def count_actual(projection: Projection) -> ProjectionActual:
    """What came of a projection: of those eligible then, how many adopted by the day it was due, and how many were kept."""
    feature, unit = projection.feature, projection.unit
    since, cohort, ends = None, known(feature, day_start(projection.origin), unit), projection.due_on
    if projection.counts_from_release and feature.released_on:
        since = feature.released_on
        ends = since + projection.horizon * WEEK
        cohort = known(feature, day_start(since), unit) if projection.probe_kind == ProbeKind.RELEASED else cohort
    found = adopted_on(feature, unit, ends, since=since, minimum_uses=projection.minimum_uses, among=cohort)
    adopted = {key for key, _ in found}
    adopters = min(len(adopted), projection.eligible)
    share = adopters / projection.eligible if projection.eligible else 0.0
    return ProjectionActual(
        projection=projection, adopters=adopters, share=share, reached=share >= float(projection.threshold),
        is_inside={str(one["level"]): one["low"] <= share <= one["high"] for one in projection.intervals},
        segments=segments_actual(projection, adopted),
        **kept_actual(projection, since, cohort, ends, adopters),
    )  # fmt: skip


def kept_actual(projection: Projection, since: date | None, cohort: Any, ends: date, adopters: int) -> dict[str, Any]:
    """How many of the adopters were kept; nothing where that was not asked."""
    if not projection.kept_weeks or not projection.eligible:
        return {}
    found = kept_units(
        projection.feature, projection.unit, ends, cohort, since=since,
        kept_from=ends - projection.kept_weeks * WEEK, minimum_uses=projection.minimum_uses,
    )  # fmt: skip
    kept = min(adopters, len(found))
    share = kept / projection.eligible
    inside = {str(one["level"]): one["low"] <= share <= one["high"] for one in projection.kept.get("intervals", [])}
    return {"kept": kept, "kept_share": share, "kept_is_inside": inside}


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
        words = f"The median, times what four in five of {fared.n} earlier projections came to at least: {fared.assured:.0%}."
        return Assured(min(1.0, share), words, fared)
    interval = projection.interval(80)
    low = interval["low"] if interval else projection.median
    words = f"Fewer than {FEWEST_RESOLVED} earlier projections have come due, so the low end of the 80% interval stands in."
    return Assured(low, words, None)


def is_large(feature: Feature) -> bool:
    """Whether there is so much usage to read that projecting belongs in the background."""
    counted = DailyEvent.objects.filter(teaches(feature, "product")).aggregate(events=Sum("events"))["events"] or 0
    return counted > MOST_EVENTS_AT_ONCE
