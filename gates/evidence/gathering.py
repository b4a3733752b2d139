"""From usage events to what a projection may know: eligible, probe and earlier features, as of the origin and no later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gates.evidence.demand import asked_before
from gates.evidence.probes import pairs_of, strata_of, teaches, what_looks_wrong
from gates.evidence.questions import Question
from gates.figures import projection as figures
from gates.models.projections import ProbeKind
from people.models import Product
from usage.adoption import Uptake, adoption_after_exposure, adoption_by_week, day_start, eligible
from usage.models import Feature
from usage.retained import kept_after_release


@dataclass(frozen=True)
class Gathered:
    """A question with everything that was known at its origin."""

    question: Question
    given: figures.ProjectionInput
    curves: tuple[dict[str, Any], ...]
    own_curve: dict[int, int]
    flags: tuple[str, ...] = ()


def gather(question: Question, references: Iterable[Feature] | None = None) -> Gathered:
    """Collect eligible, probe and reference features, as of the origin and no later."""
    known_at = day_start(question.origin)
    probe, whole, curve = _probe(question, known_at)
    earlier = _earlier(question, references)
    asked = asked_before({one.pk: day_start(one.released_on) for one in earlier if one.released_on})
    used = [_reference(question, feature, known_at, asked.get(feature.pk)) for feature in earlier]
    found = [one for one in used if one is not None]
    given = figures.ProjectionInput(
        feature=str(question.feature.pk), unit=question.unit, origin=question.origin, eligible=whole,
        elapsed=max(curve, default=0), horizon=question.horizon, threshold=float(question.threshold), probe=probe,
        references=tuple(reference for reference, _ in found), kept_weeks=question.kept_weeks, demand=_asked(question),
    )  # fmt: skip
    return Gathered(question, given, tuple(told for _, told in found), curve, tuple(what_looks_wrong(question, known_at)))


def _asked(question: Question) -> int | None:
    """How many companies had asked for it before its release, or by the origin if it is not out; None where no idea tells."""
    feature = question.feature
    before = min(question.origin, feature.released_on or question.origin)
    return asked_before({feature.pk: day_start(before)}, question.idea).get(feature.pk)


def _probe(question: Question, known_at: datetime) -> tuple[figures.Probe | None, int, dict[int, int]]:
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
    return _as_probe(question, uptake, known_at), whole, uptake.adopters


def _as_probe(question: Question, uptake: Uptake, known_at: datetime) -> figures.Probe:
    selection = (
        figures.Selection(question.probe_selection) if question.probe_kind == ProbeKind.EXPOSED else figures.Selection.RANDOM
    )
    strata = strata_of(question, known_at) if selection is figures.Selection.OPT_IN else ()
    pairs = pairs_of(question, known_at) if selection is figures.Selection.FAKE_DOOR else ()
    return figures.Probe(uptake.n, uptake.adopters.get(uptake.weeks, 0), uptake.starts.date(), selection, strata, pairs)


def read_for(question: Question, references: Iterable[Feature] | None) -> QuerySet[Product]:
    """The products whose daily counts a projection reads: its feature's, and those of the earlier features."""
    ids = {question.feature.product_id, *(one.product_id for one in _earlier(question, references))}
    return Product.objects.filter(pk__in=ids).order_by("pk")


def _earlier(question: Question, references: Iterable[Feature] | None) -> list[Feature]:
    """The features to learn from: those named, or all complete at the origin. Naming an incomplete one is refused."""
    horizon = timedelta(weeks=question.horizon)
    telling = Feature.objects.filter(teaches(question.feature, "product")).exclude(pk=question.feature.pk)
    if references is None:
        rows = telling.filter(released_on__lte=question.origin - horizon)
        return list(rows.select_related("product").order_by("released_on", "pk"))
    chosen = list(references)
    known = set(telling.filter(pk__in=[one.pk for one in chosen]).values_list("pk", flat=True))
    for feature in chosen:
        if feature.pk not in known:
            raise ValidationError({"references": f"{feature} is no earlier feature that this product may learn from."})
        if feature.released_on is None or feature.released_on + horizon > question.origin:
            raise ValidationError({"references": f"{feature} is not complete at the origin: it would know the future."})
    return chosen


def _reference(
    question: Question, feature: Feature, known_at: datetime, asked: int | None
) -> tuple[figures.Reference, dict[str, Any]] | None:  # fmt: skip
    uptake = adoption_by_week(feature, known_at, question.unit, question.horizon)
    if uptake is None or not uptake.n or uptake.weeks < question.horizon:
        return None
    kept = kept_after_release(feature, known_at, question.unit, question.horizon, question.kept_weeks or 0)
    complete_on: date = feature.released_on + timedelta(weeks=question.horizon)  # type: ignore[assignment, operator]
    reference = figures.Reference(str(feature.pk), str(feature.pk), uptake.n, uptake.adopters, complete_on, kept, asked)
    name = feature.name if feature.product_id == question.feature.product_id else f"{feature.name} ({feature.product})"
    told = {"kept": kept, "id": feature.pk, "name": name, "n": uptake.n, "adopters": list(uptake.adopters.values())}
    return reference, told | {"complete_on": complete_on, "demand": asked}
