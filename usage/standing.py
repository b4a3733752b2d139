"""How features stand: who took them up, of how many, who used them lately, and how that went.

A standing is counted from the daily uses and kept (`FeatureCount`), so that pages cost the same at ten thousand events and at ten
million. The worker counts it again when uses came in or a new day began; one that takes long is counted less often.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db.models import Count, F, Q

from history import clock
from usage.adoption import adopters, adoption_by_week, eligible
from usage.calendar import DAY, WEEK, day_start, today
from usage.models import CountedUnit, DailyUse, Feature, FeatureCount

WEEKS = 12
CHARTED = 104
RECENT = timedelta(days=30)
COMPANY = "user__company"
PATIENCE = 500
"""A standing is not counted again before this many times as long as it took."""


@dataclass(frozen=True)
class Uptaken:
    """One unit's counts: adopters of the eligible, those of the last 30 days, and the course of who was there at the release.

    ``cohort`` units were known on the day of release, ``weekly`` of them had taken it up by the end of each week after it;
    None without a day of release.
    """

    eligible: int
    adopters: int
    recent: int
    cohort: int | None
    weekly: list[int]

    @property
    def share(self) -> float | None:
        """The adopters' share of the eligible; None where nobody is."""
        return self.adopters / self.eligible if self.eligible else None


@dataclass(frozen=True)
class Standing:
    """How a feature stands: companies, users, and the companies of each of the last twelve weeks."""

    company: Uptaken
    user: Uptaken
    weeks: list[int]

    def of(self, unit: str) -> Uptaken:
        """The counts of companies or of users."""
        return self.company if unit == CountedUnit.COMPANY else self.user


def standings(features: Iterable[Feature]) -> dict[int, tuple[Standing, FeatureCount]]:
    """Feature's id to its standing and when that was counted, in one query; features not counted yet are left out."""
    rows = FeatureCount.objects.filter(feature__in=[one.pk for one in features])
    return {row.feature_id: (read(row.facts), row) for row in rows if row.facts}


def read(facts: dict[str, Any]) -> Standing:
    """A standing as it is kept."""
    return Standing(Uptaken(**facts["company"]), Uptaken(**facts["user"]), facts["weeks"])


def is_being_counted(feature: Feature) -> bool:
    """Whether what tells of the feature was said or changed a moment ago, and its past is not counted yet."""
    return FeatureCount.objects.filter(feature=feature, knows_past=False).exists()


def standing_of(feature: Feature) -> tuple[Standing, FeatureCount]:
    """A feature's standing as kept, or counted now where it never was."""
    found = standings([feature]).get(feature.pk)
    return found or counted_now(feature)


def counted_now(feature: Feature) -> tuple[Standing, FeatureCount]:
    """Count how a feature stands, and keep it."""
    now, began = clock.now(), monotonic()
    standing = Standing(taken_up(feature, CountedUnit.COMPANY), taken_up(feature, CountedUnit.USER), weeks_of(feature))
    row, _ = FeatureCount.objects.update_or_create(
        feature=feature,
        defaults={
            "facts": asdict(standing), "counted_at": now, "is_stale": False, "took_ms": round(1000 * (monotonic() - began)),
        },
    )  # fmt: skip
    return standing, row


def taken_up(feature: Feature, unit: CountedUnit) -> Uptaken:
    """One unit's counts, as of now."""
    now = clock.now()
    path = COMPANY if unit == CountedUnit.COMPANY else "user"
    lately = DailyUse.objects.filter(feature=feature, day__gt=today() - RECENT)
    weekly = adoption_by_week(feature, now, unit, CHARTED)
    return Uptaken(
        eligible=eligible(feature, now, unit), adopters=adopters(feature, now, unit),
        recent=lately.aggregate(count=Count(path, distinct=True))["count"],
        cohort=weekly.n if weekly else None, weekly=list(weekly.adopters.values()) if weekly else [],
    )  # fmt: skip


def weeks_of(feature: Feature) -> list[int]:
    """How many companies used it in each of the last twelve weeks, the last of which ends today."""
    ends = today() + DAY
    counts = {}
    for number in range(WEEKS):
        begins = ends - (WEEKS - number) * WEEK
        counts[f"week_{number}"] = Count(COMPANY, distinct=True, filter=Q(day__gte=begins, day__lt=begins + WEEK))
    rows = DailyUse.objects.filter(feature=feature, day__gte=ends - WEEKS * WEEK).aggregate(**counts)
    return [rows[f"week_{number}"] for number in range(WEEKS)]


def count_stale(*, patience: int = PATIENCE) -> int:
    """Count the standings that are out of date: uses came in, a new day began, or they never were. Answers how many."""
    now = clock.now()
    old = Q(count=None) | Q(count__is_stale=True) | Q(count__counted_at__lt=day_start(today()))
    rows = (
        Feature.objects.current()
        .filter(old)
        .exclude(count__knows_past=False)
        .annotate(at=F("count__counted_at"), took=F("count__took_ms"))
    )
    due = [one for one in rows if one.at is None or now - one.at >= timedelta(milliseconds=patience * one.took)]
    for feature in due:
        counted_now(feature)
    return len(due)
