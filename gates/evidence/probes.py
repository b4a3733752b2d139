"""What makes a trial heard that is no draw by lot: the kinds it is weighed by, and earlier fake doors with what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q

from gates.evidence.questions import Question
from gates.figures.projection import Pair, Stratum
from gates.models.projections import ProbeKind, ProbeSelection, Projection
from history import clock
from usage.adoption import adoption_by_week, day_start
from usage.models import Feature
from usage.retained import days_active, exposed_from, oddities, snapshot, trial_units

ACTIVE_WITHIN = timedelta(weeks=4)
"""How active a unit was is counted over so long before the trial met anybody."""


def teaches(feature: Feature, at: str) -> Q:
    """Whose past a feature's projection may learn from: all of the organisation's products ``at`` something.

    A restricted product teaches itself alone: what it did is not for those who read of another.
    """
    return Q(**{at: feature.product_id}) | Q(**{f"{at}__is_restricted": False})


def is_past(question: Question) -> bool:
    """Whether the origin lies before today: then a company's segment and plan of today would know the future."""
    return question.origin < clock.today()


def strata_of(question: Question, known_at: datetime) -> tuple[Stratum, ...]:
    """The eligible by segment, plan and how active they were before the trial; by that alone for an origin in the past."""
    named, tried = kinds_of(question, known_at)
    return strata_among(named, tried, named)


def kinds_of(question: Question, known_at: datetime) -> tuple[dict[int, str], dict[int, bool]]:
    """Of which kind each of the eligible is, and each unit of the trial with whether it adopted."""
    feature, unit = question.feature, question.unit
    starts = exposed_from(feature, question.exposure_event, known_at)
    if starts is None:
        return {}, {}
    kinds = snapshot(feature, known_at, unit)
    first = starts.astimezone(known_at.tzinfo).date()
    active = days_active(feature.product_id, first - ACTIVE_WITHIN, first, unit)
    usual = median(active.values()) if active else 0
    named = {key: kind_of(kinds[key], active.get(key, 0), usual, is_past(question)) for key in kinds}
    return named, trial_units(feature, question.exposure_event, known_at, unit, question.exposure_weeks)


def strata_among(named: dict[int, str], tried: dict[int, bool], among: Collection[int]) -> tuple[Stratum, ...]:
    """How many of some units are of each kind, were in the trial, and adopted."""
    whole = Counter(named[key] for key in among)
    there = Counter(named[key] for key in tried if key in among)
    adopted = Counter(named[key] for key, has in tried.items() if has and key in among)
    return tuple(Stratum(name, whole[name], there[name], adopted[name]) for name in sorted(whole))


def kind_of(where: tuple[str, str], days: int, usual: float, is_past: bool) -> str:
    """The name of a kind."""
    activity = "not active" if not days else "less active" if days <= usual else "more active"
    segment, plan = where
    return activity if is_past else f"{segment or 'no segment'} · {plan or 'no plan'} · {activity}"


def pairs_of(question: Question, known_at: datetime) -> tuple[Pair, ...]:
    """The organisation's earlier fake doors: who clicked then, and who adopted once the feature was there for the horizon."""
    rows = Projection.objects.filter(
        teaches(question.feature, "feature__product"), unit=question.unit, probe_selection=ProbeSelection.FAKE_DOOR,
        origin__lt=question.origin, probe_n__gt=0, feature__released_on__lte=question.origin - timedelta(weeks=question.horizon),
    )  # fmt: skip
    latest = {row.feature_id: row for row in rows.exclude(feature=question.feature).select_related("feature").order_by("pk")}
    pairs = []
    for row in latest.values():
        came = adoption_by_week(row.feature, known_at, question.unit, question.horizon)
        released = row.feature.released_on
        if came is None or not came.n or came.weeks < question.horizon or released is None or released <= row.origin:
            continue
        complete_on = released + timedelta(weeks=question.horizon)
        pairs.append(
            Pair(
                str(row.feature_id),
                row.probe_n or 1,
                row.probe_adopters or 0,
                came.n,
                came.adopters[question.horizon],
                complete_on,
            )
        )
    return tuple(pairs)


def what_looks_wrong(question: Question, known_at: datetime) -> Iterator[str]:
    """Oddities of the feature's own events, in words for the page. They are used all the same, and said."""
    feature = question.feature
    found = oddities(feature, known_at)
    if found.before_release and question.probe_kind == ProbeKind.RELEASED:
        yield (
            f"{found.before_release:,} of its uses are dated before its release on {feature.released_on:%-d %B %Y}: "
            "is the day of release right? They do not count."
        )
    if found.dated_ahead:
        yield f"{found.dated_ahead:,} of its uses are dated after they came in: some clock is ahead."
    if found.came_late and known_at < day_start(clock.today()):
        yield f"{found.came_late:,} of its uses are dated before the origin and came in after it: they were known only later."
    if question.probe_selection == ProbeSelection.OPT_IN and question.probe_kind == ProbeKind.EXPOSED and is_past(question):
        yield "Segment and plan are known as they are today, after the origin: the trial is weighed by earlier activity alone."
