"""How past reviews would have been recommended under other rules, by the evidence that is sealed in their packets.

What was not asked then is not made up: where it decides, the answer is that nobody can say. Nothing is changed by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import fmean
from typing import Any

from gates.actions.criteria import key_of
from gates.figures.recommendation import Recommendation, Result
from gates.figures.retrial import Retrial, TriedMust, TriedShould, try_again
from gates.findings import failed, result_of
from gates.models.decisions import RULES, Basis, Decision
from gates.models.launches import LaunchReview
from gates.models.pilots import Pilot
from gates.models.reviews import Criterion
from gates.policy_rules import CriterionTemplate, Kind, PolicyRules
from gates.resealing import measured_under
from gates.sealed import RULES_BY_NAME, answers_in
from history.actor import Actor
from people.models import Product

MOST = 400
"""So many past reviews are tried, the latest first."""
SAME, DIFFERS, UNKNOWN = "same", "differs", "unknown"


@dataclass(frozen=True)
class Tried:
    """One past review under other rules. ``retrial`` is None where these rules ask nothing at its gate."""

    decision: Decision
    retrial: Retrial | None
    notes: tuple[str, ...]
    succeeded: bool | None

    @property
    def standing(self) -> str:
        """Whether the recommendation would have been the same, another one, or nobody can say."""
        if self.retrial is None or not self.retrial.is_certain:
            return UNKNOWN
        return SAME if self.retrial.mildest.outcome == self.decision.recommended else DIFFERS

    @property
    def then_rule(self) -> str:
        """The rule that fired then."""
        return RULES_BY_NAME.get(self.decision.rule, self.decision.rule)

    @property
    def now(self) -> Recommendation | None:
        """What would have been recommended, where that can be said."""
        return self.retrial.mildest if self.retrial and self.retrial.is_certain else None

    @property
    def now_rule(self) -> str:
        """The rule that would have fired, or why nobody can say."""
        if self.retrial is None:
            return "These rules ask nothing at this gate."
        asked = "; ".join(self.retrial.not_asked)
        if not self.retrial.is_certain:
            return f"Not asked then: {asked}."
        mild, severe = (RULES[one.rule] for one in (self.retrial.mildest, self.retrial.severest))
        if mild != severe:
            return f"{mild}, or: {severe[0].lower()}{severe[1:]}. Not asked then: {asked}."
        return self.retrial.severest.because if not asked else f"{mild}. Not asked then, and without effect: {asked}."


@dataclass(frozen=True)
class Tryout:
    """All of them together."""

    tried: tuple[Tried, ...]
    is_cut: bool

    def of(self, standing: str) -> list[Tried]:
        """Those of one standing."""
        return [one for one in self.tried if one.standing == standing]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many would have been the same, another one, or cannot be told."""
        return Counter(one.standing for one in self.tried)


def try_out(product: Product, rules: PolicyRules, actor: Actor) -> Tryout:
    """Hold the sealed evidence of every past review of a product against other rules."""
    rows = Decision.objects.visible_to(actor).filter(basis=Basis.PANEL, review__idea__product=product)
    decisions = list(rows.select_related("packet", "review__idea").order_by("-decided_at", "-id")[: MOST + 1])
    ideas = {one.review.idea_id for one in decisions}
    came = dict(LaunchReview.objects.standing().filter(idea__in=ideas).values_list("idea", "succeeded"))
    pilots = Pilot.objects.in_bulk(pilots_in(decisions))
    tried = tuple(try_one(one, rules, pilots, came.get(one.review.idea_id)) for one in decisions[:MOST])
    return Tryout(tried, is_cut=len(decisions) > MOST)


def pilots_in(decisions: Iterable[Decision]) -> set[int]:
    """The pilots that the sealed evidence names."""
    sealed = (one for decision in decisions for one in decision.packet.body["evidence"])  # type: ignore[attr-defined]
    return {one["details"]["pilot"] for one in sealed if isinstance(one["details"].get("pilot"), int)}


def try_one(decision: Decision, rules: PolicyRules, pilots: dict[int, Pilot], succeeded: bool | None) -> Tried:
    """Hold what one packet sealed against the rules."""
    body, at = decision.packet.body, decision.decided_at  # type: ignore[attr-defined]
    held = Held(body, at, rules, pilots)
    criteria = rules.criteria_for(decision.review.gate)
    retrial = try_again(
        decision.review.gate, [held.must(one) for one in criteria if one.kind == Kind.MUST],
        [held.should(one) for one in criteria if one.kind == Kind.SHOULD], hurdle=float(rules.hurdle),
        gap_below=float(rules.minor_gap_below),
    )  # fmt: skip
    return Tried(decision, retrial, tuple(notes_on(body, rules, decision.review.gate)), succeeded)


def notes_on(body: dict[str, Any], rules: PolicyRules, gate: int) -> Iterable[str]:
    """What else these rules would have asked of the review, and it cannot be tried out."""
    judged = sum(seat["counts"] for seat in body["panel"])
    if judged < rules.quorum:
        yield f"{judged} judged; these rules ask for {rules.quorum}."
    if gate not in {*rules.before_delivery, *rules.before_launch}:
        yield "These rules do not demand this gate."


class Held:
    """One packet's evidence and answers, read under other rules."""

    def __init__(self, body: dict[str, Any], at: datetime, rules: PolicyRules, pilots: dict[int, Pilot]) -> None:
        self.evidence = {one["measure"]: one for one in body["evidence"]}
        self.answers = answers_in(body)
        self.body, self.at, self.rules, self.pilots = body, at, rules, pilots

    @cached_property
    def waived(self) -> set[str]:
        """The keys of the criteria that a waiver excused when it was decided."""
        day = self.at.date().isoformat()
        return {one["criterion"] for one in self.body["waivers"] if one["granted"] and one["until"] >= day}

    def must(self, one: CriterionTemplate) -> TriedMust:
        """A must-meet, held against what was measured or answered then."""
        result = self.measured(one) if one.measure else self.answered(one)
        if key_of(one) in self.waived and result not in (None, Result.MET):
            result = Result.WAIVED
        return TriedMust(one.name, result, one.is_fatal)

    def measured(self, one: CriterionTemplate) -> Result | None:
        """What the sealed value says of it; None where it was not measured then, or cannot be measured again."""
        sealed = self.evidence.get(one.measure)
        found = measured_under(sealed, self.body, self.at, self.rules, self.pilots) if sealed else None
        return result_of(as_criterion(one), found) if found else None

    def answered(self, one: CriterionTemplate) -> Result | None:
        """What people said of it; None where they were not asked with yes or no."""
        said = [answer for answer in self.answers.get(key_of(one), []) if isinstance(answer, bool)]
        if not said:
            return None
        yes, no = said.count(True), said.count(False)
        if yes == no:
            return Result.INCONCLUSIVE
        return Result.MET if yes > no else failed(as_criterion(one))

    def should(self, one: CriterionTemplate) -> TriedShould:
        """A should-meet with the mean of what people gave it."""
        given = [float(score) for score in self.answers.get(key_of(one), []) if not isinstance(score, bool)]
        return TriedShould(one.name, float(one.weight), fmean(given) if given else None)


def as_criterion(one: CriterionTemplate) -> Criterion:
    """A criterion that is in no review, to be judged by."""
    return Criterion(
        kind=one.kind,
        name=one.name,
        is_fatal=one.is_fatal,
        measure=one.measure,
        comparator=one.comparator,
        threshold=one.threshold,
    )
