"""What a projection asks of usage beyond adoption: who kept using a feature, who was in a trial, how active each unit was.

Like ``usage.adoption`` it reads up to a moment and never beyond it. Days are the organisation's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from usage.adoption import adopted_on, exposed_on, known
from usage.calendar import WEEK, day_after, day_start
from usage.models import CountedUnit, DailyActivity, DailyUse, Feature, ProductUser
from usage.rollups import match_of
from usage.store import Match, store

CLOCK_SKEW = timedelta(hours=1)
"""An event may be dated so long after it came in; clocks are never quite right."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def path_of(unit: str) -> str:
    """The column of a daily count that leads to its unit."""
    return "user_id" if unit == CountedUnit.USER else "user__company_id"


# kept using


def kept_units(
    feature: Feature, unit: str, before: date, among: QuerySet[ProductUser, Any], *, since: date | None,
    kept_from: date, minimum_uses: int | None = None,
) -> set[int]:  # fmt: skip
    """Of those ``among`` who adopted from ``since`` on, who used it on a later day of ``kept_from`` … ``before``."""
    path = path_of(unit)
    adopted = dict(adopted_on(feature, unit, before, since=since, minimum_uses=minimum_uses, among=among))
    rows = DailyUse.objects.filter(feature=feature, day__gte=kept_from, day__lt=before, **{f"{path}__in": among})
    last = rows.order_by().values_list(path).annotate(last=Max("day"))
    return {key for key, day in last if key in adopted and day > adopted[key]}


def kept_after_release(feature: Feature, until: datetime, unit: str, weeks: int, last_weeks: int) -> int | None:
    """Of those known at the release who adopted within ``weeks``, how many used it again in the ``last_weeks`` of these.

    None where the weeks had not passed at ``until``.
    """
    released = feature.released_on
    if released is None:
        return None
    starts, ends = day_start(released), released + weeks * WEEK
    if starts + weeks * WEEK > until.astimezone(starts.tzinfo):
        return None
    cohort = known(feature, starts, unit)
    return len(kept_units(feature, unit, ends, cohort, since=released, kept_from=ends - last_weeks * WEEK))


# who was in a trial, and what kind of unit each is


def trial_units(feature: Feature, exposure_event: str, until: datetime, unit: str, weeks: int) -> dict[int, bool]:
    """Each unit that met the feature ``weeks`` or more before ``until``, and whether it adopted within its own first weeks.

    The same units as in ``usage.adoption.adoption_after_exposure``, one by one.
    """
    ends = day_after(until)
    met = exposed_on(feature, exposure_event, until, unit)
    met = {key: day for key, day in met.items() if day + weeks * WEEK <= ends}
    if not met:
        return {}
    firsts = dict(adopted_on(feature, unit, ends, since=min(met.values()), among=known(feature, until, unit)))
    return {key: key in firsts and max(1, (firsts[key] - day) // WEEK + 1) <= weeks for key, day in met.items()}


def exposed_from(feature: Feature, exposure_event: str, until: datetime) -> datetime | None:
    """When the first unit met the feature."""
    return store().tally(feature.product_id, Match((exposure_event,)), BEGINNING, until).first


def snapshot(feature: Feature, at: datetime, unit: str) -> dict[int, tuple[str, str]]:
    """The segment and plan of each unit that was known at ``at``, *as they are today*: there is no record of what they were."""
    rows = ProductUser.objects.filter(product=feature.product_id, first_seen_at__lt=at)
    if unit == CountedUnit.COMPANY:
        rows = rows.exclude(company=None)
    key = "pk" if unit == CountedUnit.USER else "company_id"
    found = rows.order_by().values_list(key, "company__segment", "company__plan").distinct()
    return {pk: (segment or "", plan or "") for pk, segment, plan in found}


def days_active(product_id: int, since: date, before: date, unit: str) -> dict[int, int]:
    """On how many days each unit did anything at all from ``since`` on and ``before`` a day."""
    path = path_of(unit)
    rows = DailyActivity.objects.filter(product=product_id, day__gte=since, day__lt=before).exclude(**{path: None}).order_by()
    return dict(rows.values_list(path).annotate(days=Count("day", distinct=True)))


# what each unit had done by a moment, for the model of who is likely to adopt


WINDOWS = (7, 28, 84)
"""The days before the moment within which a unit's doings are counted."""


def doings(product_id: int, at: datetime, unit: str) -> dict[int, dict[str, Any]]:
    """What each unit did before ``at``: events, kinds of events and users within each window, and its last day of activity."""
    whose, before = unit_of_users(product_id, unit), day_after(at)
    names = [f"{what}_{days}" for days in WINDOWS for what in ("events", "kinds", "users")]
    found: dict[int, dict[str, Any]] = {}
    for days in WINDOWS:
        events: Counter[int] = Counter()
        kinds: dict[int, set[str]] = defaultdict(set)
        users: dict[int, set[int]] = defaultdict(set)
        for name, user, some in store().counts(product_id, at - timedelta(days=days), at):
            if (key := whose.get(user)) is not None:
                events[key] += some
                kinds[key].add(name)
                users[key].add(user)
        for key, some in events.items():
            row = found.setdefault(key, dict.fromkeys(names, 0) | {"last": before})
            row |= {f"events_{days}": some, f"kinds_{days}": len(kinds[key]), f"users_{days}": len(users[key])}
    path = path_of(unit)
    rows = DailyActivity.objects.filter(product=product_id, day__lt=before, day__gte=before - timedelta(days=WINDOWS[-1]))
    for key, last in rows.exclude(**{path: None}).order_by().values_list(path).annotate(last=Max("day")):
        if key in found:
            found[key]["last"] = last
    return found


def unit_of_users(product_id: int, unit: str) -> dict[int, int]:
    """Each user of a product with the unit that they count for; those of no known company are in no company's count."""
    rows = ProductUser.objects.filter(product=product_id)
    if unit == CountedUnit.USER:
        return {pk: pk for pk in rows.values_list("pk", flat=True)}
    return dict(rows.exclude(company=None).values_list("pk", "company_id"))


def first_seen(feature: Feature, before: datetime, unit: str) -> dict[int, datetime]:
    """When each unit that the product knew before a moment was first seen."""
    rows = ProductUser.objects.filter(product=feature.product_id, first_seen_at__lt=before).order_by("-first_seen_at")
    if unit == CountedUnit.COMPANY:
        rows = rows.exclude(company=None)
    return dict(rows.values_list("pk" if unit == CountedUnit.USER else "company_id", "first_seen_at"))


# what looks wrong


@dataclass(frozen=True)
class Oddities:
    """Events of a feature that ought not to be: used before its release, dated after they came in, come in after the origin."""

    before_release: int
    dated_ahead: int
    came_late: int


def oddities(feature: Feature, until: datetime) -> Oddities:
    """Count a feature's events that look wrong, among those dated before ``until``."""
    early = 0
    if feature.released_on:
        rows = feature.daily_uses.filter(day__lt=min(feature.released_on, day_after(until)))
        early = rows.aggregate(uses=Sum("uses"))["uses"] or 0
    ahead, late = store().mistimed(feature.product_id, match_of(feature), until, CLOCK_SKEW)
    return Oddities(before_release=early, dated_ahead=ahead, came_late=late)
