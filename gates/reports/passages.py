"""The reviews that a report is about, each with what was decided, in a few queries however many they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from gates.models.decisions import Basis, Decision, Override
from gates.models.launches import LaunchReview
from gates.models.reviews import GateReview, ReviewState
from gates.models.scores import Outcome
from history import clock
from history.actor import Actor
from people.models import Product

MOST = 5000
"""So many reviews are in a report at most, the latest first."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    """Whose reviews, of which product, and of which time: those that were open in it, or decided in it."""

    actor: Actor
    product: Product | None = None
    since: date | None = None
    until: date | None = None

    def reviews(self) -> QuerySet[GateReview]:
        """The reviews, from when they were locked."""
        rows = GateReview.objects.visible_to(self.actor).exclude(state=ReviewState.DRAFT)
        if self.product is not None:
            rows = rows.filter(idea__product=self.product)
        if self.since is not None:
            rows = rows.filter(Q(decided_at=None) | Q(decided_at__date__gte=self.since))
        if self.until is not None:
            rows = rows.filter(locked_at__date__lte=self.until)
        return rows


@dataclass(frozen=True)
class Passage:
    """One review. ``decision`` is what its panel decided, ``standing`` what stands now: conditions met, lapsed, corrected.

    One that was decided only after the time in question waited all through it.
    """

    review: GateReview
    decision: Decision | None
    standing: Decision | None
    as_of: datetime

    @property
    def outcome(self) -> str:
        """What stands; empty while it is open."""
        return self.standing.outcome if self.standing else ""

    @property
    def decided_at(self) -> datetime | None:
        """When its panel decided."""
        return self.review.decided_at if self.decision else None

    @property
    def is_decided(self) -> bool:
        """Whether its panel has decided."""
        return self.decision is not None

    @property
    def days(self) -> float:
        """Days from its lock to its decision, or to now."""
        start = self.review.locked_at or self.review.created_at
        return max(0.0, ((self.decided_at or self.as_of) - start) / DAY)

    @property
    def days_to_decide(self) -> float | None:
        """Days from submitted to decided."""
        if self.review.submitted_at is None or self.decided_at is None:
            return None
        return (self.decided_at - self.review.submitted_at) / DAY

    @property
    def days_waiting(self) -> float:
        """Days since it was submitted, or locked, without a decision."""
        return max(0.0, (self.as_of - (self.review.submitted_at or self.review.locked_at or self.as_of)) / DAY)

    @property
    def is_milder(self) -> bool:
        """Whether the panel decided milder than recommended."""
        return self.decision is not None and self.decision.override == Override.MILDER

    @property
    def is_stricter(self) -> bool:
        """Whether the panel decided stricter than recommended."""
        return self.decision is not None and self.decision.override == Override.STRICTER

    @property
    def is_killed(self) -> bool:
        """Whether it ended there."""
        return self.outcome == Outcome.KILL


class Passages:
    """All passages of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.now = scope, min(clock.now(), end_of(scope.until))

    @cached_property
    def all(self) -> list[Passage]:
        """Each review with its decisions, the latest first."""
        rows = self.scope.reviews().select_related("idea__product", "owner").prefetch_related("decisions").order_by("-id")[:MOST]
        return [self.passage(review) for review in rows]

    @property
    def is_cut(self) -> bool:
        """Whether there are more than a report counts."""
        return len(self.all) >= MOST

    def within(self, since: date, until: date) -> Passages:
        """The same of a part of the time, without asking the database again."""
        part = Passages(replace(self.scope, since=since, until=until))
        start, end = (timezone.make_aware(datetime.combine(day, at)) for day, at in ((since, time.min), (until, time.max)))
        kept = [
            one.review
            for one in self.all
            if (one.review.locked_at or end) <= end and (one.review.decided_at is None or one.review.decided_at >= start)
        ]
        part.all, part.came = [part.passage(review) for review in kept], self.came
        return part

    def passage(self, review: GateReview) -> Passage:
        """One of them."""
        decisions = list(review.decisions.all())
        superseded = {one.supersedes_id for one in decisions}
        if review.decided_at is not None and review.decided_at > self.now:
            return Passage(review, None, None, self.now)
        first = next((one for one in decisions if one.basis == Basis.PANEL), None)
        last = next((one for one in decisions if one.pk not in superseded), None)
        return Passage(review, first, last, self.now)

    @cached_property
    def decided(self) -> list[Passage]:
        """Those whose panel has decided."""
        return [one for one in self.all if one.is_decided]

    @cached_property
    def open(self) -> list[Passage]:
        """Those that wait."""
        return [one for one in self.all if not one.is_decided]

    @cached_property
    def latest(self) -> dict[tuple[int, int], Passage]:
        """The latest attempt of each idea at each gate."""
        return {(one.review.idea_id, one.review.gate): one for one in sorted(self.all, key=lambda one: one.review.attempt)}

    @cached_property
    def came(self) -> dict[int, bool]:
        """Whether each launched idea among them succeeded."""
        ideas = {one.review.idea_id for one in self.all}
        return dict(LaunchReview.objects.standing().filter(idea__in=ideas).values_list("idea", "succeeded"))


def end_of(day: date | None) -> datetime:
    """The last moment of a day; without one, of all days."""
    if day is None:
        return datetime.max.replace(tzinfo=UTC)
    return timezone.make_aware(datetime.combine(day, time.max))
