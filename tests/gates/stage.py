"""Bringing a review to any state by the verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from gates.actions import criteria as criteria_verbs
from gates.actions.decisions import decide_review
from gates.actions.panel import declare_conflict
from gates.actions.policies import adopt_policy
from gates.actions.reviews import draft_review, lock_review, open_review, set_panel, submit_review
from gates.actions.scores import reveal_scores, score_review, speak, vote
from gates.asks import Ask, ConditionAsk
from gates.findings import Findings
from gates.models import Decision, GateReview
from gates.presets import PRESETS
from history import clock
from history.actor import Actor, system
from people.models import Person
from roadmap.actions import create_idea
from roadmap.models import Idea
from tests.cast import Cast

RATIONALE = "The evidence holds, and the customers we spoke to wait for it."
LONG = "We know something that the criteria cannot see yet, and we say here what it is."


@dataclass
class Evidence:
    """What the measures say."""

    values: dict[str, Any]
    standings: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    authors: dict[str, list[int]] = field(default_factory=dict)


class GateStage:
    """An idea of the product manager's, and three leaders who judge it."""

    def __init__(self, cast: Cast, evidence: Evidence, preset: str = "small_team") -> None:
        self.cast, self.evidence = cast, evidence
        self.owner, self.panel = cast.leader, [cast.leader]
        self.voices: list[Person] = []
        if preset == "full_governance":
            adopt_policy(cast.product, PRESETS[preset], actor=self.as_(cast.admin))
            self.panel = [cast.leader, cast.second_leader, cast.third_leader]
            self.voices = [cast.salesperson, cast.success]
        self.idea = self.new_idea()

    def as_(self, person: Person) -> Actor:
        return Actor(person=person)

    def new_idea(self, title: str = "Export to spreadsheets") -> Idea:
        return create_idea(
            product=self.cast.product, title=title, owner=self.cast.product_manager, actor=self.as_(self.cast.product_manager)
        )

    def draft(self, gate: int = 1, idea: Idea | None = None, with_panel: bool = True) -> GateReview:
        review = draft_review(idea or self.idea, gate=gate, actor=self.as_(self.owner), question="Shall we go on?")
        if with_panel:
            review = set_panel(review, gatekeepers=self.panel, voices=self.voices, actor=self.as_(self.owner))
        return review

    def locked(self, gate: int = 1, **kwargs: Any) -> GateReview:
        return lock_review(self.draft(gate, **kwargs), actor=self.as_(self.owner))

    def ready(self, gate: int = 1, **kwargs: Any) -> GateReview:
        review = self.locked(gate, **kwargs)
        words = "We closed the gaps." if review.attempt > 1 else ""
        return submit_review(review, actor=self.as_(self.cast.product_manager), what_changed=words)

    def declared(self, gate: int = 1, **kwargs: Any) -> GateReview:
        review = self.ready(gate, **kwargs)
        for person in self.panel:
            declare_conflict(review, actor=self.as_(person), has_conflict=False)
        return self.fresh(review)

    def scoring(self, gate: int = 1, **kwargs: Any) -> GateReview:
        return open_review(self.declared(gate, **kwargs), actor=self.as_(self.owner))

    def answers(self, review: GateReview, points: Any = 8, yes: bool = True) -> dict[str, Any]:
        asked = [one for one in review.criteria_sets.last().criteria.all() if one.is_judged_by_people]
        return {one.key: (yes if one.is_must else points) for one in asked}

    def score(self, review: GateReview, person: Person, points: Any = 8, yes: bool = True) -> Any:
        return score_review(
            review, actor=self.as_(person), answers=self.answers(review, points, yes), comment=f"{person} says so."
        )

    def scored(self, gate: int = 1, points: Any = 8, yes: bool = True, **kwargs: Any) -> GateReview:
        review = self.scoring(gate, **kwargs)
        for person in self.voices:
            speak(review, actor=self.as_(person), words="My customers ask for it.", leaning="for")
        for person in self.panel:
            self.score(review, person, points, yes)
        return self.fresh(review)

    def discussion(self, gate: int = 1, **kwargs: Any) -> GateReview:
        return reveal_scores(self.scored(gate, **kwargs), actor=self.as_(self.panel[0]))

    def voted(self, gate: int = 1, outcome: str = "go", **kwargs: Any) -> GateReview:
        review = self.discussion(gate, **kwargs)
        for person in self.panel:
            vote(review, actor=self.as_(person), outcome=outcome, words=f"{person} votes so.", probability=Decimal("0.7"))
        return review

    def ask(self, outcome: str = "go", **more: Any) -> Ask:
        values: dict[str, Any] = {"outcome": outcome, "rationale": RATIONALE, "probability": Decimal("0.7")}
        soon = clock.today() + timedelta(days=14)
        if outcome == "conditional_go":
            owner = self.cast.second_product_manager.pk
            values["conditions"] = (
                ConditionAsk(words="Security review passed", test="The report says so", owner_id=owner, due=soon),
            )
        if outcome == "hold":
            values["review_on"] = soon
        if outcome == "recycle":
            values["gaps"] = ("The probe was too small",)
        if outcome == "kill":
            values |= {"kill_reason": "no_demand", "lessons": "Asking is not using."}
        return Ask(**values | more)

    def milder(self, outcome: str = "go", **more: Any) -> Ask:
        forecast = {"forecast_metric": "Share of companies using it", "forecast_value": Decimal("0.25")}
        forecast["forecast_due"] = clock.today() + timedelta(days=90)
        return self.ask(outcome, **{"override_reason": "strategy", "override_words": LONG, **forecast, **more})

    def decide(self, review: GateReview, outcome: str = "go", **more: Any) -> Any:
        return decide_review(review, self.ask(outcome, **more), actor=self.as_(self.panel[0]))

    def decided(self, gate: int = 1, outcome: str = "go", **kwargs: Any) -> Decision:
        review = self.voted(gate, outcome, **kwargs)
        strict = {} if Findings(review).recommendation.outcome == outcome else {"override_words": "We are stricter, and say why."}
        return self.decide(review, outcome, **strict)

    def passed(self, *gates: int) -> None:
        for gate in gates:
            self.decided(gate)

    def fresh(self, row: Any) -> Any:
        return type(row).objects.get(pk=row.pk)


CLOCK = system("the conditions' clock")
set_criteria, amend_criteria = criteria_verbs.set_criteria, criteria_verbs.amend_criteria
