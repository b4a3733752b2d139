"""What becomes of those who enter a funnel: who reached which step, in order and in time, and how long each step took.

Counted by the worker from the daily counts and kept (`FunnelCount`). A day is the finest that they know, so steps done on one day
count as done in order. A step that is a mere event is counted from the raw events of its days, in the same way as a feature's.

A unit enters once: with its first day of the first step in the period. It has the funnel's days for all that follows, and a
period ends so early that everybody in it has had all of them: nobody counts as lost who still has time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from statistics import quantiles
from time import monotonic
from typing import Any

from django.db.models import F, Q

from figures.medians import median
from figures.rates import Rate, wilson
from history import clock
from usage.calendar import DAY, day_start, today
from usage.courses import known_units
from usage.depth import ALL, SPLITS, grouped
from usage.models import CountedUnit, DailyUse, Feature, Funnel, FunnelCount, KeptSince, ProductUser
from usage.standing import PATIENCE
from usage.store import Match, store
from usage.turns import spans

PERIODS = (30, 90, 180, 365)
"""Within how many days they entered."""
USUAL = 90


@dataclass(frozen=True)
class Group:
    """Of one group, how many reached each step, the first being all who entered; and the days that each step took.

    ``took`` has for each step the quartiles of the days since the one before, of those who reached it, and ``sure`` between
    which days the median lies; None for the first, and where nobody (or too few) did.
    """

    name: str
    reached: list[int]
    took: list[list[float] | None]
    sure: list[list[float] | None] = field(default_factory=list)

    def median_between(self, place: int) -> list[float] | None:
        """Between which days the median of a step lies, 95 %; None of too few, and of what was counted before this was."""
        return self.sure[place] if place < len(self.sure) else None

    def of_entered(self, place: int) -> Rate | None:
        """The share of those who entered that reached a step."""
        return wilson(self.reached[place], self.reached[0])

    def of_before(self, place: int) -> Rate | None:
        """The share of those who reached the step before that reached this one."""
        return wilson(self.reached[place], self.reached[place - 1])


@dataclass(frozen=True)
class Period:
    """Who entered from a day on and before another, by each split."""

    starts: date
    ends: date
    splits: dict[str, list[Group]]

    def of(self, by: str) -> list[Group]:
        """The groups of a split, everybody first."""
        return self.splits[ALL] + (self.splits[by] if by != ALL else [])


@dataclass(frozen=True)
class Passage:
    """A funnel's counts, by the days of the period. ``events_since``: raw events, if steps need them, are kept from there on."""

    periods: dict[int, Period]
    events_since: date | None = None


def counted(funnel: Funnel) -> Passage:
    """Count a funnel, as of today."""
    ends = today() - timedelta(days=funnel.window_days)
    first = ends - timedelta(days=max(PERIODS))
    days = [days_of(funnel, step, first) for step in funnel.steps]
    known = known_units(funnel.product_id, funnel.unit, clock.now())
    groups = {ALL: {"Everybody": set(known)}} | {by: grouped(known, by) for by in list(SPLITS)[1:]}
    periods = {}
    for length in PERIODS:
        starts = ends - timedelta(days=length)
        ways = walk(days, (starts - first).days, (ends - first).days, funnel.window_days)
        splits = {by: [group_of(name, some, ways, len(days)) for name, some in named.items()] for by, named in groups.items()}
        periods[length] = Period(starts, ends, splits)
    needs_raw = any("event" in step for step in funnel.steps)
    kept = KeptSince.objects.filter(product=funnel.product_id).values_list("day", flat=True).first() if needs_raw else None
    return Passage(periods, kept if kept and kept > first else None)


def days_of(funnel: Funnel, step: Mapping[str, Any], first: date) -> dict[int, int]:
    """Each unit with the days of a step, as bits counted from ``first`` on: a year of days is one number. Today is not over."""
    masks: dict[int, int] = defaultdict(int)
    if "feature" in step:
        rows = DailyUse.objects.filter(feature=step["feature"], day__gte=first, day__lt=today()).order_by()
        path = "user_id" if funnel.unit == CountedUnit.USER else "user__company_id"
        for key, day in rows.exclude(**{path: None}).values_list(path, "day").distinct().iterator():
            masks[key] |= 1 << (day - first).days
        return masks
    company_of: dict[int, int] = {}
    if funnel.unit == CountedUnit.COMPANY:
        company_of = dict(
            ProductUser.objects.filter(product=funnel.product_id).exclude(company=None).values_list("pk", "company")
        )
    match = Match((step["event"],))
    days = spans(first + number * DAY for number in range((today() - first).days))
    for day, _, user, _ in store().counts_by_day(funnel.product_id, days, match):
        key = company_of.get(user) if funnel.unit == CountedUnit.COMPANY else user
        if key is not None:
            masks[key] |= 1 << (day - first).days
    return masks


def walk(days: Sequence[Mapping[int, int]], starts: int, ends: int, window: int) -> dict[int, list[int]]:
    """Each unit that entered from day ``starts`` on and before ``ends``: the days on which it reached the steps, in order."""
    ways = {}
    for key, mask in days[0].items():
        entered = next_day(mask, starts, ends - 1)
        if entered is None:
            continue
        way = [entered]
        for step in days[1:]:
            reached = next_day(step.get(key, 0), way[-1], entered + window)
            if reached is None:
                break
            way.append(reached)
        ways[key] = way
    return ways


def next_day(mask: int, since: int, until: int) -> int | None:
    """The first day in ``mask`` from ``since`` to ``until``, both among them."""
    rest = mask >> since
    day = since + (rest & -rest).bit_length() - 1
    return day if rest and day <= until else None


def group_of(name: str, units: Collection[int], ways: Mapping[int, list[int]], steps: int) -> Group:
    """One group's counts."""
    theirs = [way for key, way in ways.items() if key in units]
    reached = [sum(1 for way in theirs if len(way) > place) for place in range(steps)]
    days = [[way[place] - way[place - 1] for way in theirs if len(way) > place] for place in range(1, steps)]
    return Group(name, reached, [None, *map(quartiles, days)], [None, *map(median_ends, days)])


def median_ends(values: Iterable[int]) -> list[float] | None:
    """Between which values the median lies, 95 %, by the sign test; None of fewer than six."""
    found = median(values)
    return [found.low, found.high] if found and found.low is not None and found.high is not None else None


def quartiles(values: Iterable[int]) -> list[float] | None:
    """A quarter, half and three quarters of the values lie at or below these; None of nothing."""
    rows = [float(value) for value in values]
    if len(rows) < 2:
        return rows * 3 or None
    return quantiles(rows, n=4, method="inclusive")


# what is kept


def read(facts: dict[str, Any]) -> Passage:
    """What is kept."""
    since = facts["events_since"]
    return Passage(
        {int(length): read_period(one) for length, one in facts["periods"].items()}, date.fromisoformat(since) if since else None
    )


def read_period(facts: dict[str, Any]) -> Period:
    """One period as it is kept."""
    splits = {by: [Group(**one) for one in some] for by, some in facts["splits"].items()}
    return Period(date.fromisoformat(facts["starts"]), date.fromisoformat(facts["ends"]), splits)


def passage_of(funnel: Funnel) -> tuple[Passage, FunnelCount] | None:
    """A funnel's counts as kept; None while they are being counted for the first time."""
    row = FunnelCount.objects.filter(funnel=funnel).first()
    return (read(row.facts), row) if row and row.facts else None


def passages(funnels: Iterable[Funnel]) -> dict[int, Passage]:
    """Funnel's id to its counts, in one query; those that are being counted for the first time are left out."""
    rows = FunnelCount.objects.filter(funnel__in=[one.pk for one in funnels])
    return {row.funnel_id: read(row.facts) for row in rows if row.facts}


def keep_count(funnel: Funnel) -> Passage:
    """Count a funnel, and keep that; not where it was changed meanwhile: then another count is on its way."""
    now, began = clock.now(), monotonic()
    passage = counted(funnel)
    kept = {"facts": as_facts(passage), "counted_at": now, "is_stale": False, "took_ms": round(1000 * (monotonic() - began))}
    if not FunnelCount.objects.filter(funnel=funnel, funnel__version=funnel.version).update(**kept):
        FunnelCount.objects.get_or_create(funnel=funnel, defaults=kept)
    return passage


def as_facts(passage: Passage) -> dict[str, Any]:
    """A passage as JSON."""
    facts = asdict(passage)
    for one in facts["periods"].values():
        one["starts"], one["ends"] = one["starts"].isoformat(), one["ends"].isoformat()
    return facts | {"events_since": passage.events_since.isoformat() if passage.events_since else None}


def count_stale_funnels(*, patience: int = PATIENCE) -> int:
    """Count the funnels that are out of date, as with how features stand. Answers how many."""
    now = clock.now()
    old = Q(count=None) | Q(count__is_stale=True) | Q(count__facts={}) | Q(count__counted_at__lt=day_start(today()))
    rows = Funnel.objects.current().filter(old).annotate(at=F("count__counted_at"), took=F("count__took_ms"))
    due = [one for one in rows if one.at is None or now - one.at >= timedelta(milliseconds=patience * one.took)]
    for funnel in due:
        keep_count(funnel)
    return len(due)


def steps_of(funnel: Funnel) -> list[dict[str, Any]]:
    """The steps with their names, and the feature that each is."""
    wanted = [step["feature"] for step in funnel.steps if "feature" in step]
    features = Feature.objects.in_bulk(wanted) if wanted else {}
    found = []
    for step in funnel.steps:
        feature = features.get(step.get("feature"))
        found.append({"name": str(feature) if feature else step.get("event", "A feature that is gone"), "feature": feature})
    return found


def funnels_with(feature: Feature) -> list[Funnel]:
    """The current funnels that a feature is a step of: a product has few, so they are looked through."""
    rows = Funnel.objects.current().filter(product=feature.product_id)
    return [one for one in rows if {"feature": feature.pk} in one.steps]
