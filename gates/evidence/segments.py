"""The same projection for each customer segment, and what came of each: so that it shows where the model errs.

Segments are those of the origin. History tells them for an origin in the past, so nobody is moved into another denominator later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from gates.evidence.probes import is_past, kinds_of, strata_among
from gates.evidence.questions import Question
from gates.figures.engagement import Answer, EngagementProjector
from gates.figures.projection import Interval, Probe, ProjectionInput, Selection, Status
from gates.figures.projection import Projection as Said
from gates.models.projections import ProbeKind, Projection
from pqls.facts import Past
from usage.adoption import adopted_on, known
from usage.calendar import WEEK, day_start
from usage.models import CountedUnit, Feature, ProductUser
from usage.retained import snapshot, trial_units

FEWEST_IN_SEGMENT = 10
"""A segment of fewer units is not projected apart."""


def segments_at(feature: Feature, unit: str, at: datetime, *, as_of_today: bool) -> dict[int, str]:
    """Each unit that the product knew at a moment with its segment then; empty where there is none, or nobody knows it."""
    if as_of_today:
        return {key: segment for key, (segment, _) in snapshot(feature, at, unit).items()}
    rows = ProductUser.objects.filter(product=feature.product_id, first_seen_at__lt=at).exclude(company=None)
    of = dict(rows.values_list("pk" if unit == CountedUnit.USER else "company_id", "company_id"))
    then = Past(at).at(at, set(of.values()))
    return {key: (then[company].segment or "") if company in then else "" for key, company in of.items()}


def by_segment(
    question: Question, given: ProjectionInput, answer: Answer, projector: EngagementProjector
) -> list[dict[str, Any]]:
    """What the model that speaks says of each segment, from the segment's own units and the same earlier features."""
    if answer.projection.median is None:
        return []
    at = day_start(question.origin)
    cohort = cohort_of(question, at)
    segment = segments_at(question.feature, question.unit, at, as_of_today=not is_past(question))
    whole = Counter(segment.get(key, "") for key in cohort)
    tried = tried_in(question, given, at, cohort)
    found = []
    for name in sorted(name for name, count in whole.items() if name and count >= FEWEST_IN_SEGMENT):
        mine = {key for key in cohort if segment.get(key) == name}
        probe = probe_among(question, given, at, {key: has for key, has in tried.items() if key in mine}, mine)
        said = projector.what_if(replace(given, eligible=len(mine), probe=probe, demand=None), answer.choice)
        is_heard = said.status == Status.OK or answer.projection.status == Status.REFERENCE_ONLY
        found.append(part_of(name, len(mine), probe, said if is_heard else None))
    return found


def part_of(name: str, eligible: int, probe: Probe | None, said: Said | None) -> dict[str, Any]:
    """What is said of a segment, as it is stored; without numbers where its part of the trial is too small to be heard."""
    return {
        "segment": name, "eligible": eligible, "probe_n": probe.n if probe else None,
        "probe_adopters": probe.adopters if probe else None, "median": said.median if said else None,
        "median_count": said.median_count if said else None, "probability": said.probability if said else None,
        "intervals": [interval_of(one) for one in said.intervals] if said else [],
    }  # fmt: skip


def cohort_of(question: Question, at: datetime) -> list[int]:
    """The units that the projection is about."""
    released = question.feature.released_on
    by = day_start(released) if question.probe_kind == ProbeKind.RELEASED and released else at
    name = "pk" if question.unit == CountedUnit.USER else "company"
    return [row[name] for row in known(question.feature, by, question.unit)]


def tried_in(question: Question, given: ProjectionInput, at: datetime, cohort: list[int]) -> dict[int, bool]:
    """Each unit of the probe with whether it adopted; nothing without a probe."""
    if given.probe is None:
        return {}
    feature, unit, released = question.feature, question.unit, question.feature.released_on
    if question.probe_kind == ProbeKind.EXPOSED or released is None:
        return trial_units(feature, question.exposure_event, at, unit, question.exposure_weeks)
    among = known(feature, day_start(released), unit)
    took = {key for key, _ in adopted_on(feature, unit, released + given.elapsed * WEEK, since=released, among=among)}
    return {key: key in took for key in cohort}


def probe_among(
    question: Question, given: ProjectionInput, at: datetime, tried: dict[int, bool], mine: Collection[int]
) -> Probe | None:  # fmt: skip
    """The probe as far as it was in one segment."""
    if given.probe is None or not tried:
        return None
    strata = given.probe.strata
    if given.probe.selection is Selection.OPT_IN and strata:
        named, _ = kinds_of(question, at)
        strata = strata_among(named, tried, mine)
    return replace(given.probe, n=len(tried), adopters=sum(tried.values()), strata=strata)


def interval_of(one: Interval) -> dict[str, Any]:
    """An interval as it is stored."""
    return {"level": one.level, "low": one.low, "high": one.high, "low_count": one.low_count, "high_count": one.high_count}


def segments_actual(projection: Projection, adopted: Collection[int]) -> list[dict[str, Any]]:
    """What came of each segment that was projected, of those who were in it at the origin."""
    if not projection.segments:
        return []
    at = day_start(projection.origin)
    segment = segments_at(projection.feature, projection.unit, at, as_of_today=False)
    mine = Counter(segment.get(key, "") for key in adopted)
    found = []
    for one in projection.segments:
        count = min(mine[one["segment"]], one["eligible"])
        share = count / one["eligible"]
        inside = {str(row["level"]): row["low"] <= share <= row["high"] for row in one["intervals"]}
        reached = share >= float(projection.threshold)
        found.append({"segment": one["segment"], "adopters": count, "share": share, "reached": reached, "is_inside": inside})
    return found
