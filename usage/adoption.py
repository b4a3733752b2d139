"""Who took up a feature, and when: facts read from the daily uses, up to a moment and never beyond it.

A unit is a user or a company. It is *eligible* once the product's events have shown it, and an *adopter* on the day of its
first use of the feature, or of its n-th where the feature asks for more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from django.db.models import Min, QuerySet, Sum

from usage.calendar import WEEK, day_after, day_start, zone
from usage.models import CountedUnit, DailyUse, Feature, ProductUser
from usage.store import Match, store


@dataclass(frozen=True)
class Uptake:
    """Of ``n`` units that could use it, how many had by each whole week (cumulative), weeks counted from ``starts``."""

    n: int
    starts: datetime
    adopters: dict[int, int] = field(default_factory=dict)

    @property
    def weeks(self) -> int:
        """How many whole weeks are counted."""
        return max(self.adopters, default=0)


def known(feature: Feature, by: datetime, unit: str) -> QuerySet[ProductUser, Any]:
    """The ids of the units that the product knew before ``by``, each once."""
    users = ProductUser.objects.filter(product=feature.product_id, first_seen_at__lt=by)
    if unit == CountedUnit.USER:
        return users.values("pk")
    return users.exclude(company=None).values("company").distinct()


def eligible(feature: Feature, at: datetime, unit: str) -> int:
    """How many units could use the feature at ``at``."""
    return known(feature, at, unit).count()


def adopted_on(
    feature: Feature, unit: str, before: date, *, since: date | None = None, minimum_uses: int | None = None,
    among: QuerySet[ProductUser, Any] | None = None,
) -> Iterator[tuple[int, date]]:  # fmt: skip
    """Each unit, of those ``among``, with the day of its ``minimum_uses``-th use from ``since`` on and ``before`` a day."""
    path = "user_id" if unit == CountedUnit.USER else "user__company_id"
    rows = DailyUse.objects.filter(feature=feature, day__lt=before).exclude(**{path: None}).order_by()
    if since is not None:
        rows = rows.filter(day__gte=since)
    if among is not None:
        rows = rows.filter(**{f"{path}__in": among})
    nth = minimum_uses or feature.minimum_uses
    if nth <= 1:
        return rows.values_list(path).annotate(first=Min("day")).iterator()
    return nth_days(rows.values_list(path, "day").annotate(uses=Sum("uses")).order_by(path, "day").iterator(), nth)


def nth_days(rows: Iterable[tuple[int, date, int]], nth: int) -> Iterator[tuple[int, date]]:
    """From uses a day, ordered by unit and day: the day on which each unit came to its ``nth`` use."""
    for unit, days in groupby(rows, key=itemgetter(0)):
        total = 0
        for _, day, uses in days:
            total += uses
            if total >= nth:
                yield unit, day
                break


def adopters(feature: Feature, until: datetime, unit: str, minimum_uses: int | None = None) -> int:
    """How many units had taken the feature up before ``until``."""
    found = adopted_on(
        feature, unit, day_after(until), since=feature.released_on, minimum_uses=minimum_uses, among=known(feature, until, unit)
    )
    return sum(1 for _ in found)


def adoption_by_week(feature: Feature, until: datetime, unit: str, weeks: int, minimum_uses: int | None = None) -> Uptake | None:
    """How the units known on the day of release took it up, week by week, as far as whole weeks had passed at ``until``.

    None for a feature without a day of release. Units that came later are left out: they had no such weeks.
    """
    if feature.released_on is None:
        return None
    released, starts = feature.released_on, day_start(feature.released_on)
    passed = min(weeks, max(0, (until.astimezone(starts.tzinfo) - starts) // WEEK))
    cohort = known(feature, starts, unit)
    ends = released + passed * WEEK
    firsts = adopted_on(feature, unit, ends, since=released, minimum_uses=minimum_uses, among=cohort) if passed else ()
    in_week = Counter((day - released) // WEEK + 1 for _, day in firsts)
    counts = accumulate(in_week[week] for week in range(1, passed + 1))
    return Uptake(cohort.count(), starts, dict(enumerate(counts, 1)))


def adoption_after_exposure(
    feature: Feature, exposure_event: str, until: datetime, unit: str, weeks: int, minimum_uses: int | None = None
) -> Uptake | None:
    """How those who met the feature (their first ``exposure_event``) took it up within their own first weeks.

    Only units whose exposure lies ``weeks`` or more before ``until`` count; ``starts`` is the last such exposure. None when
    there is none.
    """
    met = exposed_on(feature, exposure_event, until, unit)
    ends = day_after(until)
    met = {key: day for key, day in met.items() if day + weeks * WEEK <= ends}
    if not met:
        return None
    everybody = known(feature, until, unit)
    firsts = dict(adopted_on(feature, unit, ends, since=min(met.values()), minimum_uses=minimum_uses, among=everybody))
    in_week = Counter(max(1, (firsts[key] - day) // WEEK + 1) for key, day in met.items() if key in firsts)
    counts = accumulate(in_week[week] for week in range(1, weeks + 1))
    return Uptake(len(met), day_start(max(met.values())), dict(enumerate(counts, 1)))


def exposed_on(feature: Feature, exposure_event: str, until: datetime, unit: str) -> dict[int, date]:
    """Each unit known at ``until`` with the day on which it first met the feature, as its raw events tell."""
    here = zone()
    of = dict(ProductUser.objects.filter(product=feature.product_id, first_seen_at__lt=until).values_list("pk", "company"))
    met: dict[int, date] = {}
    for user, moment in store().nth_times(feature.product_id, Match((exposure_event,)), 1, until):
        key = user if unit == CountedUnit.USER else of.get(user)
        if user in of and key is not None:
            day = moment.astimezone(here).date()
            met[key] = min(day, met.get(key, day))
    return met
