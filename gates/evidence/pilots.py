"""Where each company of a pilot stands, and what the pilot comes to by the plan that was locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from figures.rates import UNINFORMED, Prior
from gates.evidence import looks
from gates.figures.pilots.achievement import Rule, Verdict
from gates.figures.pilots.attainment import Attainment, attainment
from gates.figures.pilots.attrition import AttritionViews, Standing, attrition_views
from gates.figures.pilots.looks import Plan, predictive_probability
from gates.models.confirmations import Confirmation, ConfirmationLink
from gates.models.outcomes import OutcomeValue, PilotOutcome
from gates.models.pilots import TIME_TO_CONFIRM, Pilot, PilotCompany
from history import clock


def plan_of(pilot: Pilot) -> Plan:
    """The looks and the rule that the pilot's design says. Raises ValueError for a design that cannot be."""
    prior = UNINFORMED
    if pilot.prior_mean is not None and pilot.prior_weight is not None:
        prior = Prior.informed(pilot.prior_mean, pilot.prior_weight)
    return Plan(tuple(pilot.looks), Rule(theta=float(pilot.theta), fewest=pilot.fewest, prior=prior))


@dataclass(frozen=True)
class Row:
    """One company on the scorecard: its outcome, the value that stands, the customer's word, and where that leaves it."""

    place: PilotCompany
    outcome: PilotOutcome | None
    value: OutcomeValue | None
    confirmation: Confirmation | None
    attained: Attainment | None
    standing: Standing
    words: str

    @property
    def is_met(self) -> bool:
        """Whether the value that stands reached the target by the due date."""
        return bool(self.attained and self.attained.met and self.value and self.outcome and is_in_time(self.outcome, self.value))

    @property
    def is_qualified(self) -> bool:
        """A customer-qualified outcome: met by its due date, and confirmed by the customer."""
        return self.standing is Standing.ACHIEVED

    @property
    def open_link(self) -> Any:
        """The link that waits for the customer's answer, if there is one."""
        if self.value is None:
            return None
        return next((link for link in self.value.links.all() if link.is_open), None)


def is_in_time(outcome: PilotOutcome, value: OutcomeValue) -> bool:
    """Whether a value was measured by the due date."""
    return value.measured_on <= outcome.due_on


def row_of(place: PilotCompany, today: date) -> Row:
    """Where a company stands. Its outcome's values come with it, the latest first."""
    outcome = getattr(place, "outcome", None)
    value = next(iter(outcome.values.all()), None) if outcome else None
    word = getattr(value, "confirmation", None) if value else None
    attained = (
        attainment(outcome.baseline, outcome.target, value.value, outcome.tolerance) if outcome and value is not None else None
    )
    standing, words = _standing(place, outcome, value, word, attained, today)
    return Row(place, outcome, value, word, attained, standing, words)


def _standing(place, outcome, value, word, attained, today) -> tuple[Standing, str]:  # type: ignore[no-untyped-def]
    if place.is_excused:
        return Standing.EXCUSED, "Withdrew before it was exposed, approved"
    if outcome is None:
        return (Standing.LOST, "Dropped out") if place.dropped_out_at else (Standing.PENDING, "No outcome fixed yet")
    if value is not None and attained.met and is_in_time(outcome, value):
        return _met(outcome, word, today)
    if place.dropped_out_at:
        return Standing.LOST, "Dropped out"
    if outcome.due_on >= today:
        return Standing.PENDING, "Not due yet" if value is None else "Not there yet, and not due yet"
    if value is None:
        return Standing.LOST, "Past due without a value"
    return Standing.MISSED, "Reached after its due date" if attained.met else "Did not reach its target"


def _met(outcome: PilotOutcome, word: Confirmation | None, today: date) -> tuple[Standing, str]:
    if word is not None:
        return (Standing.ACHIEVED, "Met and confirmed") if word.agrees else (Standing.MISSED, "The customer does not agree")
    if outcome.due_on + TIME_TO_CONFIRM >= today:
        return Standing.PENDING, "Met, waiting for the customer's word"
    return Standing.MISSED, "Met, but never confirmed"


@dataclass(frozen=True)
class OutcomeScorecard:
    """A pilot as it stands: its companies, its verdict by the plan, and the three views on who left."""

    pilot: Pilot
    rows: tuple[Row, ...]

    @cached_property
    def plan(self) -> Plan:
        """The plan that was locked."""
        return plan_of(self.pilot)

    @cached_property
    def counts(self) -> Counter[Standing]:
        """How many companies stand where."""
        return Counter(row.standing for row in self.rows)

    @property
    def achieved(self) -> int:
        """Companies with a customer-qualified outcome."""
        return self.counts[Standing.ACHIEVED]

    @property
    def settled(self) -> int:
        """Companies that count: achieved, missed or lost."""
        return self.achieved + self.counts[Standing.MISSED] + self.counts[Standing.LOST]

    @property
    def enrolled(self) -> int:
        """Everybody enrolled but the excused."""
        return len(self.rows) - self.counts[Standing.EXCUSED]

    @property
    def open_count(self) -> int:
        """Companies whose outcome is still open."""
        return self.counts[Standing.PENDING]

    @cached_property
    def shown(self) -> list[Row]:
        """The companies whose rates may be shown: those of the look that was reached, all of them at the end."""
        return looks.shown(self.rows, self.plan, closing=self.is_closing)

    @property
    def shown_achieved(self) -> int:
        """How many of them have a customer-qualified outcome."""
        return sum(row.standing is Standing.ACHIEVED for row in self.shown)

    @property
    def shown_standings(self) -> list[Standing]:
        """Where companies stand as far as that may be shown: who settled after the look still counts as pending."""
        known = {row.place.pk for row in self.shown}
        kept = (Standing.PENDING, Standing.EXCUSED)
        return [row.standing if row.place.pk in known or row.standing in kept else Standing.PENDING for row in self.rows]

    @property
    def held_back(self) -> int:
        """How many settled since the look that was reached, and are not shown as a rate before the next."""
        return self.settled - len(self.shown)

    @property
    def shown_until(self) -> datetime | None:
        """Up to when what happened may be shown: the moment of the look; None for no limit, at the end."""
        return looks.settled_at(self.shown[-1]) if self.held_back and self.shown else None

    @property
    def next_look(self) -> int | None:
        """At how many companies one looks next; None after the last look, and once it is closed."""
        if self.is_closing:
            return None
        return next((look for look in self.plan.looks if look > self.settled), None)

    @property
    def is_closing(self) -> bool:
        """Whether the last word is asked for: the pilot is closed."""
        return self.pilot.closed_at is not None

    @cached_property
    def verdict(self) -> Verdict:
        """What the plan says by the look that was reached, and at the end."""
        return looks.judged(self.rows, self.plan, closing=self.is_closing)

    @cached_property
    def attrition(self) -> AttritionViews:
        """Everybody, those who stayed, and the best case."""
        return attrition_views(self.shown_standings, self.plan.rule_at(len(self.shown), closing=self.is_closing))

    @property
    def final_n(self) -> int:
        """How many companies it may end with."""
        return max(self.plan.looks[-1], self.settled)

    @cached_property
    def prediction(self) -> float | None:
        """How likely it ends as a pass, while it still runs."""
        if self.is_closing or self.settled >= self.final_n:
            return None
        return predictive_probability(self.shown_achieved, len(self.shown), self.final_n, self.plan.rule)

    @property
    def as_of(self) -> datetime | None:
        """When something was last learned."""
        moments = [row.value.entered_at for row in self.rows if row.value]
        moments += [row.confirmation.at for row in self.rows if row.confirmation]
        return max(moments, default=None)

    @property
    def author_ids(self) -> tuple[int, ...]:
        """Who made this evidence: who designed and locked the pilot, and who entered its values."""
        ids = {self.pilot.created_by_id, self.pilot.locked_by_id}
        ids |= {row.value.entered_by_id for row in self.rows if row.value}
        return tuple(sorted(pk for pk in ids if pk))


def scorecard(pilot: Pilot) -> OutcomeScorecard:
    """A pilot as it stands today."""
    return scorecards([pilot])[pilot.pk]


def scorecards(pilots: Iterable[Pilot]) -> dict[int, OutcomeScorecard]:
    """Pilots as they stand today, in three queries however many companies they have."""
    pilots = list(pilots)
    values = (
        OutcomeValue.objects.standing()
        .select_related("confirmation", "entered_by")
        .prefetch_related("confirmation__codes", Prefetch("links", ConfirmationLink.objects.select_related("confirmation")))
    )
    places = PilotCompany.objects.filter(pilot__in=pilots).select_related(
        "company", "contact", "outcome__feature", "withdrawal_asked_by"
    )
    rows: dict[int, list[Row]] = {pilot.pk: [] for pilot in pilots}
    by_pk, today = {pilot.pk: pilot for pilot in pilots}, clock.today()
    for place in places.prefetch_related(Prefetch("outcome__values", values)).order_by("id"):
        place.pilot = by_pk[place.pilot_id]
        rows[place.pilot_id].append(row_of(place, today))
    return {pilot.pk: OutcomeScorecard(pilot, tuple(rows[pilot.pk])) for pilot in pilots}
