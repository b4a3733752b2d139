"""What a review knows, computed once: measured values, who may judge, what they said, and the verdict of the criteria.

Whatever asks (a verb, a page, the API, a packet) asks here, so that all see the same. Scores that are still blind are not in
it for anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from statistics import fmean
from typing import Any

from gates.conflicts import Conflict, conflicts_of
from gates.deliverables import lacking_deliverables
from gates.evidence.latest import Evidence
from gates.figures.recommendation import (
    MustMeet,
    Recommendation,
    Result,
    ShouldMeet,
    recommend,
    weighted_score,
)
from gates.measures import Measured, Standing, measure_named, measures_for, unknown
from gates.models.reviews import CriteriaSet, Criterion, GateReview, PanelSeat
from gates.models.scores import Ballot, Scorecard, Statement
from gates.models.waivers import Waiver
from gates.policy_rules import Comparator
from gates.scope import scope_of
from gates.tallies import Tally, tally
from history import clock
from history.actor import Role
from history.canonical import digest

ANSWERS = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Judged:
    """One criterion and what came of it. ``result`` is for must-meets, ``mean`` for should-meets."""

    criterion: Criterion
    result: Result | None = None
    measured: Measured | None = None
    waiver: Waiver | None = None
    yes: int = 0
    no: int = 0
    mean: float | None = None
    is_gap: bool = False


@dataclass(frozen=True)
class Verdict:
    """What one version of the criteria says."""

    criteria_set: CriteriaSet
    judged: tuple[Judged, ...]
    score: float | None
    recommendation: Recommendation | None


class Findings:
    """All of it, for one review, as of now."""

    def __init__(self, review: GateReview) -> None:
        self.review = review
        self.rules = review.rules
        self.evidence = Evidence(review.idea_id)

    # --- the evidence

    @cached_property
    def measured(self) -> dict[str, Measured]:
        """Every measure of the gate, and any other that a criterion names."""
        named = {one.measure for version in self.versions for one in version.criteria.all() if one.measure}
        names = dict.fromkeys([*(one.name for one in measures_for(self.review.gate)), *sorted(named)])
        return {name: self.measure(name) for name in names}

    def measure(self, name: str) -> Measured:
        """One measure now; one that nobody computes is unknown."""
        found = measure_named(name)
        return found.of(self.evidence, self.rules) if found else unknown("Nothing computes this measure here.")

    @cached_property
    def missing(self) -> list[str]:
        """What must still be there, or fresh, before the idea's owner can submit."""
        lacking = lacking_deliverables(self.review, self.rules, self.measure)
        for one in self.verdict.judged if self.verdict else ():
            measured = one.measured
            if measured is None or one.waiver is not None:
                continue
            if measured.standing == Standing.UNKNOWN and not measured.source:
                lacking.append(f"{one.criterion.name}: {measured.words}")
            elif measured.standing == Standing.STALE:
                lacking.append(f"{one.criterion.name} is out of date: {measured.words}")
        return list(dict.fromkeys(lacking))

    # --- the panel

    @cached_property
    def conflicts(self) -> dict[int, list[Conflict]]:
        """Conflicts of interest that the system sees, by person."""
        return conflicts_of(self.review.idea, self.measured.values())

    @cached_property
    def seats(self) -> list[PanelSeat]:
        """Every seat there ever was, gatekeepers first."""
        return list(self.review.seats.select_related("person").prefetch_related("person__held_roles").order_by("kind", "id"))

    @cached_property
    def gatekeepers(self) -> list[PanelSeat]:
        """The gatekeepers who still sit: neither recused, nor in a conflict, nor gone."""
        return [seat for seat in self.seats if seat.is_gatekeeper and not self.why_not(seat)]

    @cached_property
    def eligible(self) -> list[PanelSeat]:
        """The gatekeepers who count: they sit, and have declared that nothing stands against it."""
        return [seat for seat in self.gatekeepers if seat.declared_at is not None]

    @cached_property
    def voices(self) -> list[PanelSeat]:
        """Those who are heard without a vote."""
        return [seat for seat in self.seats if not seat.is_gatekeeper and seat.recused_at is None and seat.person.is_active]

    def why_not(self, seat: PanelSeat) -> str:
        """Why somebody who has a seat does not count; empty when they do."""
        if seat.recused_at is not None:
            return "recused"
        if not seat.person.is_active:
            return "is suspended"
        if Role.LEADERSHIP not in seat.person.role_set:
            return "is not in leadership any more"
        return ", ".join(one.words for one in self.conflicts.get(seat.person_id, ()))

    def seat_of(self, person: Any) -> PanelSeat | None:
        """The seat of a person who counts as a gatekeeper."""
        return next((seat for seat in self.eligible if person is not None and seat.person_id == person.pk), None)

    # --- what was said

    @cached_property
    def all_cards(self) -> list[Scorecard]:
        """The newest scorecard of each person in each round, blind or not. Doors never show these."""
        cards = self.review.scorecards.select_related("person").prefetch_related("scores__criterion").order_by("id")
        return list({(card.round, card.person_id): card for card in cards}.values())

    @cached_property
    def open_cards(self) -> list[Scorecard]:
        """The scorecards that everybody may see: those of revealed rounds; all of them where the policy is not blind."""
        upto = self.review.revealed_round if self.rules.is_blind else self.review.round
        return [card for card in self.all_cards if card.round <= upto]

    @cached_property
    def counted(self) -> dict[int, Scorecard]:
        """The scorecard that counts of each eligible gatekeeper: their newest that is open."""
        eligible = {seat.person_id for seat in self.eligible}
        return {card.person_id: card for card in sorted(self.open_cards, key=lambda one: one.round) if card.person_id in eligible}

    @cached_property
    def who_scored(self) -> set[int]:
        """Who has scored in the round that runs. That may be known; what they scored may not."""
        return {card.person_id for card in self.all_cards if card.round == self.review.round}

    @cached_property
    def to_score(self) -> list[PanelSeat]:
        """Whose scores are still missing in the round that runs."""
        return [seat for seat in self.eligible if seat.person_id not in self.who_scored]

    @cached_property
    def unheard(self) -> list[PanelSeat]:
        """The voices that have not said anything yet."""
        spoke = set(self.review.statements.values_list("person", flat=True))
        return [seat for seat in self.voices if seat.person_id not in spoke]

    def heard_by(self, person: Any) -> list[Statement]:
        """The statements that somebody may hear: their own, and all of revealed rounds; all, where nothing is blind."""
        said = list(self.review.statements.select_related("person"))
        if not self.rules.is_blind or self.review.is_revealed:
            return said
        return [
            one for one in said if one.round <= self.review.revealed_round or (person is not None and one.person_id == person.pk)
        ]

    @property
    def heard_by_all(self) -> list[Statement]:
        """The statements that may be shown to a whole room."""
        return self.heard_by(None)

    @cached_property
    def ballots(self) -> dict[int, Ballot]:
        """The newest ballot of each person in this round that is not too old to count."""
        oldest = clock.now() - timedelta(days=self.rules.vote_days)
        cast = self.review.ballots.filter(round=self.review.round, at__gte=oldest).select_related("person").order_by("id")
        return {ballot.person_id: ballot for ballot in cast}

    @cached_property
    def tally(self) -> Tally:
        """The votes counted."""
        votes = {person: ballot.outcome for person, ballot in self.ballots.items()}
        return tally(votes, frozenset(seat.person_id for seat in self.eligible))

    # --- the verdict

    @cached_property
    def versions(self) -> list[CriteriaSet]:
        """The criteria, version by version."""
        return list(self.review.criteria_sets.prefetch_related("criteria").order_by("number"))

    @cached_property
    def waivers(self) -> dict[str, Waiver]:
        """Valid waivers by the key of their criterion."""
        return {one.criterion_key: one for one in self.review.waivers.valid()}

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """The verdict under each version of the criteria; the last is in force."""
        return [self.judge(version) for version in self.versions]

    @property
    def verdict(self) -> Verdict | None:
        """The verdict in force."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def recommendation(self) -> Recommendation | None:
        """What the criteria in force recommend."""
        return self.verdict.recommendation if self.verdict else None

    @cached_property
    def fingerprint(self) -> str:
        """Of what the recommendation rests on: it changes when evidence, scores, waivers or the idea itself do."""
        measured = {name: [str(one.value), str(one.standing), one.source] for name, one in self.measured.items()}
        cards = sorted(card.pk for card in self.counted.values())
        scope = digest(scope_of(self.review.idea))
        return digest(
            {
                "measured": measured,
                "cards": cards,
                "waivers": sorted(self.waivers),
                "versions": len(self.versions),
                "scope": scope,
            }
        )

    def judge(self, version: CriteriaSet) -> Verdict:
        """Hold everything against one version of the criteria."""
        judged = tuple(self.judge_one(one) for one in version.criteria.all())
        musts = [MustMeet(one.criterion.name, one.result) for one in judged if one.result is not None]
        shoulds = [one for one in judged if one.result is None]
        score, asked = None, None
        if shoulds:
            weights = {one.criterion.key: float(one.criterion.weight) for one in shoulds}
            score = weighted_score({one.criterion.key: one.mean for one in shoulds}, weights)
            gaps = tuple(one.criterion.name for one in shoulds if one.is_gap)
            asked = ShouldMeet(hurdle=float(self.rules.hurdle), score=score, minor_gaps=gaps)
        answer = recommend(self.review.gate, musts, asked) if judged else None
        return Verdict(version, judged, score, answer)

    def judge_one(self, criterion: Criterion) -> Judged:
        """Hold everything against one criterion."""
        waiver = self.waivers.get(criterion.key)
        if criterion.measure:
            measured = self.measured[criterion.measure]
            result = with_waiver(result_of(criterion, measured), waiver)
            return Judged(criterion, result, measured, waiver if result == Result.WAIVED else None)
        scores = [score for card in self.counted.values() for score in card.scores.all() if score.criterion.key == criterion.key]
        if criterion.is_must:
            yes, no = sum(one.is_met is True for one in scores), sum(one.is_met is False for one in scores)
            result = with_waiver(answer_of(criterion, yes, no), waiver)
            return Judged(criterion, result, waiver=waiver if result == Result.WAIVED else None, yes=yes, no=no)
        mean = fmean(float(one.value) for one in scores if one.value is not None) if scores else None
        return Judged(criterion, mean=mean, is_gap=mean is not None and mean < float(self.rules.minor_gap_below))


def failed(criterion: Criterion) -> Result:
    """How this criterion fails."""
    return Result.FAILED_FATAL if criterion.is_fatal else Result.FAILED_REPAIRABLE


def result_of(criterion: Criterion, measured: Measured) -> Result:
    """What a measured value says of its criterion."""
    if measured.standing != Standing.KNOWN or measured.value is None:
        return Result(str(measured.standing)) if measured.standing != Standing.KNOWN else Result.UNKNOWN
    if criterion.comparator == Comparator.IS_TRUE:
        return Result.MET if measured.value else failed(criterion)
    assert criterion.threshold is not None  # noqa: S101 - a locked criterion has one, by its check
    is_met = (
        measured.value >= criterion.threshold
        if criterion.comparator == Comparator.AT_LEAST
        else measured.value <= criterion.threshold
    )
    return Result.MET if is_met else failed(criterion)


def answer_of(criterion: Criterion, yes: int, no: int) -> Result:
    """What people's answers say of a must-meet: more yes than no; as many is not conclusive."""
    if not yes and not no:
        return Result.UNKNOWN
    if yes == no:
        return Result.INCONCLUSIVE
    return Result.MET if yes > no else failed(criterion)


def with_waiver(result: Result, waiver: Waiver | None) -> Result:
    """A waiver excuses what is not met."""
    return Result.WAIVED if waiver is not None and result != Result.MET else result
