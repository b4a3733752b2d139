"""A feature's use in depth: adoption, depth, frequency, retention and trend, of everybody and of each segment, plan and motion.

Counted by the worker from the daily uses and kept (`FeatureDepth`), as a standing is; a page only reads what is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db.models import F, Q

from customers.models import Motion
from figures.averages import average
from figures.medians import median
from history import clock
from people.models import Segment
from usage.calendar import DAY, day_start, today
from usage.courses import CHARTED_WEEKS, STOPPED_AFTER, WEEKS_AFTER, Course, Traits, courses, known_units
from usage.models import CountedUnit, Feature, FeatureDepth
from usage.standing import PATIENCE

ALL = "all"
SPLITS = {ALL: "Everybody", "segment": "Segment", "plan": "Plan", "motion": "Motion"}
SPREAD = (1, 2, 4, 8, 16)
"""Where the steps of a distribution begin: once, 2 to 3, 4 to 7, 8 to 15, 16 and more."""
MOST_GROUPS = 8
OTHERS, NOT_KNOWN = "Others", "Not known"


@dataclass(frozen=True)
class Mean:
    """A mean with its interval, its n and its median, which lies between ``median_low`` and ``median_high``."""

    n: int
    mean: float
    median: float
    low: float | None
    high: float | None
    median_low: float | None = None
    median_high: float | None = None


@dataclass(frozen=True)
class Depth:
    """What one group of units makes of a feature.

    ``uses`` and ``days`` are those of each unit that used it in four weeks, with how they spread; ``wait`` the days from when a
    unit could use it to when it first did; ``returned`` how many came again in each week after, of how many whose week is over.
    """

    name: str
    eligible: int
    adopters: int
    active: int
    stopped: int
    uses: Mean | None
    uses_spread: list[int]
    days: Mean | None
    days_spread: list[int]
    returned: list[list[int]]
    wait: Mean | None
    weekly: list[int]
    began: list[int]


@dataclass(frozen=True)
class Deep:
    """All of a feature, by unit and by split; and the day that it is of."""

    day: date
    groups: dict[str, dict[str, list[Depth]]]

    def of(self, unit: str, by: str) -> list[Depth]:
        """The groups of a split, everybody first."""
        return self.groups[unit][ALL] + (self.groups[unit][by] if by != ALL else [])


def counted(feature: Feature) -> Deep:
    """Count a feature in depth, as of today."""
    day = today()
    return Deep(day, {str(unit): by_split(feature, str(unit), day) for unit in CountedUnit})


def by_split(feature: Feature, unit: str, day: date) -> dict[str, list[Depth]]:
    """One unit's groups, of each split."""
    known = known_units(feature.product_id, unit, clock.now())
    found = dict(courses(feature, unit, day))
    splits = {ALL: [depth_of("Everybody", feature, known, found, known, day)]}
    for by in list(SPLITS)[1:]:
        groups = grouped(known, by)
        splits[by] = [depth_of(name, feature, some, found, known, day) for name, some in groups.items()]
    return splits


def grouped(known: Mapping[int, Traits], by: str) -> dict[str, set[int]]:
    """Units by what they are called, the largest group first; small ones together as others, and who is not known last."""
    labels = {"segment": dict(Segment.choices), "motion": dict(Motion.choices)}.get(by, {})
    groups: dict[str, set[int]] = defaultdict(set)
    for pk, traits in known.items():
        value = getattr(traits, by)
        groups[str(labels.get(value, value)) if value else NOT_KNOWN].add(pk)
    unknown = groups.pop(NOT_KNOWN, set())
    names = sorted(groups, key=lambda name: (-len(groups[name]), name))
    shown = {name: groups[name] for name in names[:MOST_GROUPS]}
    if rest := names[MOST_GROUPS:]:
        shown[OTHERS] = set().union(*(groups[name] for name in rest))
    return shown | ({NOT_KNOWN: unknown} if unknown else {})


def depth_of(
    name: str, feature: Feature, units: Collection[int], found: Mapping[int, Course], known: Mapping[int, Traits], day: date
) -> Depth:
    """One group's figures."""
    theirs = {pk: found[pk] for pk in units if pk in found}
    adopters = [one for one in theirs.values() if one.uses >= feature.minimum_uses]
    active = [one for one in theirs.values() if one.lately]
    return Depth(
        name=name,
        eligible=len(units),
        adopters=len(adopters),
        active=len(active),
        stopped=sum(1 for one in adopters if one.last <= day - STOPPED_AFTER),
        uses=mean_of(one.lately for one in active),
        uses_spread=spread(one.lately for one in active),
        days=mean_of(one.days_lately for one in active),
        days_spread=spread(one.days_lately for one in active),
        returned=returns(theirs.values(), day),
        wait=mean_of(waits(feature, theirs, known)),
        weekly=weekly((one.weeks_ago for one in theirs.values()), CHARTED_WEEKS),
        began=weekly((first_week(one, day) for one in theirs.values()), CHARTED_WEEKS),
    )


def mean_of(values: Iterable[float]) -> Mean | None:
    """A mean as it is kept."""
    rows = list(values)
    found, middle = average(rows, least=0), median(rows)
    if found is None or middle is None:
        return None
    return Mean(found.n, found.mean, found.median, found.low, found.high, middle.low, middle.high)


def spread(values: Iterable[int]) -> list[int]:
    """How many values lie in each step of the distribution."""
    counts = Counter(max(place for place, least in enumerate(SPREAD) if value >= least) for value in values)
    return [counts[place] for place in range(len(SPREAD))]


def returns(found: Collection[Course], day: date) -> list[list[int]]:
    """For each week after the one of the first use: how many used it in that week, and of how many it is over."""
    table = []
    for week in range(1, WEEKS_AFTER + 1):
        over = [one for one in found if one.first + timedelta(weeks=week + 1) <= day]
        if not over:
            break
        table.append([sum(1 for one in over if week in one.returned), len(over)])
    return table


def waits(feature: Feature, found: Mapping[int, Course], known: Mapping[int, Traits]) -> Iterable[int]:
    """The days from when each unit could use it, known and released, to its first use."""
    for pk, one in found.items():
        since = max(known[pk].since, feature.released_on or known[pk].since)
        yield max(0, (one.first - since).days)


def first_week(one: Course, day: date) -> frozenset[int]:
    """How many whole weeks ago a unit used it first."""
    return frozenset({(day - DAY - one.first).days // 7})


def weekly(weeks: Iterable[frozenset[int]], most: int) -> list[int]:
    """How many units each week, the oldest first."""
    counts = Counter(week for some in weeks for week in some)
    return [counts[week] for week in range(most - 1, -1, -1)]


def read(facts: dict[str, Any]) -> Deep:
    """What is kept."""
    groups = {
        unit: {by: [read_one(one) for one in some] for by, some in splits.items()} for unit, splits in facts["groups"].items()
    }
    return Deep(date.fromisoformat(facts["day"]), groups)


def read_one(facts: dict[str, Any]) -> Depth:
    """One group as it is kept."""
    means = {name: Mean(**facts[name]) if facts[name] else None for name in ("uses", "days", "wait")}
    return Depth(**facts | means)


def depth_kept(feature: Feature) -> tuple[Deep, FeatureDepth]:
    """A feature in depth as kept, or counted now where it never was."""
    row = FeatureDepth.objects.filter(feature=feature).first()
    return (read(row.facts), row) if row and row.facts else keep_depth(feature)


def keep_depth(feature: Feature) -> tuple[Deep, FeatureDepth]:
    """Count a feature in depth, and keep that."""
    now, began = clock.now(), monotonic()
    deep = counted(feature)
    facts = asdict(deep) | {"day": deep.day.isoformat()}
    took = round(1000 * (monotonic() - began))
    row, _ = FeatureDepth.objects.update_or_create(feature=feature, defaults={"facts": facts, "counted_at": now, "took_ms": took})
    return deep, row


def count_stale_depths(*, patience: int = PATIENCE) -> int:
    """Count in depth what is out of date: a standing was counted since, or a new day began. Answers how many."""
    now = clock.now()
    old = Q(depth=None) | Q(depth__counted_at__lt=F("count__counted_at")) | Q(depth__counted_at__lt=day_start(today()))
    rows = Feature.objects.current().filter(old, count__knows_past=True).exclude(count__facts={})
    rows = rows.annotate(at=F("depth__counted_at"), took=F("depth__took_ms"))
    due = [one for one in rows if one.at is None or now - one.at >= timedelta(milliseconds=patience * one.took)]
    for feature in due:
        keep_depth(feature)
    return len(due)
