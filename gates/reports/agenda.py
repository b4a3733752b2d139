"""The gates' calendar: who has to do what by when, and how much of it falls on whom. Who has scored may be known, never what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from gates.models.decisions import Condition, Decision
from gates.models.reviews import GateReview, PanelSeat, ReviewState
from gates.models.scores import Outcome
from gates.models.viability import ViabilityAssessment, ViabilityRound
from gates.models.waivers import Waiver
from gates.reports.passages import Scope
from gates.waiting import SITTING, Done, done_in
from history import clock
from people.models import Person

WEEKS_AHEAD = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """One thing that somebody has to do; ``day`` None where no day is set."""

    day: date | None
    person: Person
    what: str
    about: str
    url: str

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.day is not None and self.day < clock.today()


@dataclass(frozen=True)
class Load:
    """How much falls on one person: late, week by week, and without a day."""

    person: Person
    late: int
    weeks: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.late + sum(self.weeks) + self.undated


class Agenda:
    """Everything that has to be done at the gates."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.today = scope, clock.today()

    @cached_property
    def all(self) -> list[Due]:
        """What is due first comes first; what has no day comes last."""
        found = [*self.of_reviews(), *self.of_conditions(), *self.of_holds(), *self.of_rounds(), *self.of_waivers()]
        return sorted(found, key=lambda one: (one.day or date.max, one.about, one.person.name))

    @property
    def dated(self) -> list[Due]:
        """What has a day."""
        return [one for one in self.all if one.day is not None]

    @property
    def undated(self) -> list[Due]:
        """What has none."""
        return [one for one in self.all if one.day is None]

    @cached_property
    def weeks(self) -> list[date]:
        """The Mondays of the weeks ahead."""
        monday = self.today - timedelta(days=self.today.weekday())
        return [monday + WEEK * ahead for ahead in range(WEEKS_AHEAD)]

    @cached_property
    def load(self) -> list[Load]:
        """Who has how much to do, the most first."""
        mine: dict[int, list[Due]] = defaultdict(list)
        for one in self.all:
            mine[one.person.pk].append(one)
        return sorted((self.load_of(rows) for rows in mine.values()), key=lambda one: (-one.total, one.person.name))

    def load_of(self, rows: list[Due]) -> Load:
        """One person's."""
        ahead = Counter((one.day - self.weeks[0]).days // 7 for one in rows if one.day is not None and not one.is_late)
        late, undated = sum(one.is_late for one in rows), sum(one.day is None for one in rows)
        return Load(rows[0].person, late, tuple(ahead[week] for week in range(WEEKS_AHEAD)), undated)

    def ahead(self, open_reviews: Iterable[GateReview]) -> list[Due]:
        """What leaders look out for, in short: scores that close, conditions, holds. Of reviews that are at hand."""
        scores = [
            Due(day_of(one.scoring_until), one.owner, "Scores close", str(one), reverse("gates:review", args=[one.pk]))
            for one in open_reviews
            if one.state == ReviewState.SCORING
        ]
        return sorted([*scores, *self.of_conditions(), *self.of_holds()], key=lambda one: (one.day or date.max, one.about))

    # --- where it comes from

    def of_reviews(self) -> Iterator[Due]:
        """What a review waits for: its owner, the idea's owner, those who sit on its panel."""
        rows = self.scope.reviews().open().select_related("idea__product", "idea__owner", "owner")  # type: ignore[attr-defined]
        reviews = list(rows.prefetch_related(Prefetch("seats", PanelSeat.objects.select_related("person"))).order_by("id"))
        done = done_in(reviews)
        for review in reviews:
            day = day_of(review.scoring_until) if review.state == ReviewState.SCORING else None
            for person, what in steps_of(review, done[review.pk]):
                yield Due(day, person, what, str(review), reverse("gates:review", args=[review.pk]))

    def of_conditions(self) -> Iterator[Due]:
        """Conditions that are open."""
        rows = Condition.objects.visible_to(self.scope.actor).open().select_related("owner", "decision__review__idea")
        if self.scope.product is not None:
            rows = rows.filter(decision__review__idea__product=self.scope.product)
        for one in rows.order_by("id"):
            url = reverse("gates:decision", args=[one.decision_id])
            yield Due(one.due, one.owner, f"Meet the condition “{one.words}”", str(one.decision.review), url)

    def of_holds(self) -> Iterator[Due]:
        """Holds that are to be taken up again."""
        rows = Decision.objects.visible_to(self.scope.actor).standing().filter(outcome=Outcome.HOLD, review__following=None)
        if self.scope.product is not None:
            rows = rows.filter(review__idea__product=self.scope.product)
        for one in rows.select_related("review__idea", "review__owner").order_by("id"):
            yield Due(
                one.review_on, one.review.owner, "Take it up again", str(one.review), reverse("gates:decision", args=[one.pk])
            )

    def of_rounds(self) -> Iterator[Due]:
        """Assessments that were asked for and are not there yet."""
        rows = ViabilityRound.objects.visible_to(self.scope.actor).filter(revealed_at=None, cancelled_at=None)
        if self.scope.product is not None:
            rows = rows.filter(idea__product=self.scope.product)
        rounds = list(rows.select_related("idea").prefetch_related("asked__person").order_by("id"))
        given = set(ViabilityAssessment.objects.filter(round__in=rounds).values_list("round", "assessor"))
        for one in rounds:
            for asked in one.asked.all():
                if (one.pk, asked.person_id) not in given:
                    yield Due(one.deadline, asked.person, "Assess it", str(one.idea), reverse("gates:viability", args=[one.pk]))

    def of_waivers(self) -> Iterator[Due]:
        """Waivers that wait for an answer: the gate's owner sees to it."""
        rows = Waiver.objects.visible_to(self.scope.actor).waiting().exclude(review__state=ReviewState.DECIDED)
        if self.scope.product is not None:
            rows = rows.filter(review__idea__product=self.scope.product)
        for one in rows.select_related("review__idea", "review__owner").order_by("id"):
            url = reverse("gates:review", args=[one.review_id]) + "#waivers"
            yield Due(None, one.review.owner, f"See to the waiver of “{one.criterion_name}”", str(one.review), url)


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment."""
    return moment.date() if moment else None


def steps_of(review: GateReview, done: Done) -> Iterable[tuple[Any, str]]:
    """Who has to do what in a review now."""
    seats = [seat for seat in review.seats.all() if seat.recused_at is None]
    if review.state == ReviewState.LOCKED and review.idea.owner is not None:
        yield review.idea.owner, "Bring the evidence and submit"
    if review.state == ReviewState.READY:
        yield review.owner, "Open it for scoring"
    for seat in seats:
        yield from ((seat.person, what) for what in steps_of_seat(review, seat, done))
    if review.state == ReviewState.SIGNING:
        yield review.owner, "Find a second signer"


def steps_of_seat(review: GateReview, seat: PanelSeat, done: Done) -> Iterable[str]:
    """What somebody on the panel has to do now."""
    if not seat.is_gatekeeper:
        if review.state == ReviewState.SCORING and seat.person_id not in done.spoke:
            yield "Say what you know"
    elif seat.declared_at is None:
        if review.state in SITTING:
            yield "Declare conflicts of interest"
    elif review.state == ReviewState.SCORING and seat.person_id not in done.scored:
        yield "Score"
    elif review.state == ReviewState.DISCUSSION and seat.person_id not in done.votes:
        yield "Vote"
