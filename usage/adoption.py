"""Who took up a feature, and when: facts read from usage events, up to a moment and never beyond it.

A unit is a user or a company. It is *eligible* once the product's events have shown it, and an *adopter* with its first use
of the feature, or its n-th where the feature asks for more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Min, QuerySet, Window
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import RowNumber

from people.models import Organisation
from usage.models import CountedUnit, Feature, ProductUser, UsageEvent

WEEK = timedelta(weeks=1)


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


def zone() -> ZoneInfo:
    """The organisation's time zone. Weeks are counted on its calendar: between instants of one zone Python does just that."""
    return ZoneInfo(Organisation.objects.values_list("time_zone", flat=True).first() or "UTC")


def day_start(day: date) -> datetime:
    """The instant at which a day begins where the organisation is."""
    return datetime.combine(day, time.min, tzinfo=zone())


def known(feature: Feature, by: datetime, unit: str) -> QuerySet[ProductUser, Any]:
    """The ids of the units that the product knew before ``by``, each once."""
    users = ProductUser.objects.filter(product=feature.product_id, first_seen_at__lt=by)
    if unit == CountedUnit.USER:
        return users.values("pk")
    return users.exclude(company=None).values("company").distinct()


def eligible(feature: Feature, at: datetime, unit: str) -> int:
    """How many units could use the feature at ``at``."""
    return known(feature, at, unit).count()


def uses(feature: Feature) -> QuerySet[UsageEvent]:
    """The events that tell of the feature's use."""
    events = UsageEvent.objects.filter(product=feature.product_id, name__in=feature.event_names)
    for place, (key, value) in enumerate(sorted(feature.properties.items())):
        events = events.alias(**{f"property_{place}": KeyTransform(key, "properties")}).filter(**{f"property_{place}": value})
    return events


def adopted_at(
    events: QuerySet[UsageEvent], unit: str, minimum_uses: int, among: QuerySet[ProductUser]
) -> Iterable[tuple[int, datetime]]:
    """Each unit ``among`` those known, with the moment of its ``minimum_uses``-th event."""
    path = "user_id" if unit == CountedUnit.USER else "user__company_id"
    events = events.filter(**{f"{path}__in": among}).order_by()
    if minimum_uses <= 1:
        return events.values_list(path).annotate(first=Min("at"))
    order = Window(RowNumber(), partition_by=F(path), order_by=("at", "id"))
    return events.annotate(nth=order).filter(nth=minimum_uses).values_list(path, "at")


def adopters(feature: Feature, until: datetime, unit: str, minimum_uses: int | None = None) -> int:
    """How many units had taken the feature up before ``until``."""
    since = day_start(feature.released_on) if feature.released_on else None
    events = uses(feature).filter(at__lt=until)
    if since is not None:
        events = events.filter(at__gte=since)
    return len(list(adopted_at(events, unit, minimum_uses or feature.minimum_uses, known(feature, until, unit))))


def adoption_by_week(feature: Feature, until: datetime, unit: str, weeks: int, minimum_uses: int | None = None) -> Uptake | None:
    """How the units known on the day of release took it up, week by week, as far as whole weeks had passed at ``until``.

    None for a feature without a day of release. Units that came later are left out: they had no such weeks.
    """
    if feature.released_on is None:
        return None
    starts = day_start(feature.released_on)
    here = starts.tzinfo
    passed = min(weeks, max(0, (until.astimezone(here) - starts) // WEEK))
    cohort = known(feature, starts, unit)
    events = uses(feature).filter(at__gte=starts, at__lt=starts + passed * WEEK)
    firsts = adopted_at(events, unit, minimum_uses or feature.minimum_uses, cohort) if passed else []
    in_week = Counter((moment.astimezone(here) - starts) // WEEK + 1 for _, moment in firsts)
    counts = accumulate(in_week[week] for week in range(1, passed + 1))
    return Uptake(cohort.count(), starts, dict(enumerate(counts, 1)))


def adoption_after_exposure(
    feature: Feature, exposure_event: str, until: datetime, unit: str, weeks: int, minimum_uses: int | None = None
) -> Uptake | None:
    """How those who met the feature (their first ``exposure_event``) took it up within their own first weeks.

    Only units whose exposure lies ``weeks`` or more before ``until`` count; ``starts`` is the last such exposure. None when
    there is none.
    """
    here = zone()
    met = UsageEvent.objects.filter(product=feature.product_id, name=exposure_event, at__lt=until)
    everybody = known(feature, until, unit)
    exposed = {key: moment.astimezone(here) for key, moment in adopted_at(met, unit, 1, everybody)}
    exposed = {key: moment for key, moment in exposed.items() if moment + weeks * WEEK <= until.astimezone(here)}
    if not exposed:
        return None
    events = uses(feature).filter(at__gte=min(exposed.values()), at__lt=until)
    firsts = {
        key: moment.astimezone(here) for key, moment in adopted_at(events, unit, minimum_uses or feature.minimum_uses, everybody)
    }
    in_week = Counter(max(1, (firsts[key] - moment) // WEEK + 1) for key, moment in exposed.items() if key in firsts)
    counts = accumulate(in_week[week] for week in range(1, weeks + 1))
    return Uptake(len(exposed), max(exposed.values()), dict(enumerate(counts, 1)))
