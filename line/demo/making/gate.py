"""The gates: policies, and each review from its draft to its decision, by the people who ran it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from gates.actions import conditions, criteria, decisions, launches, panel, policies, reviews, scores, waivers
from gates.actions.resolving import Came
from gates.asks import Ask, ConditionAsk
from gates.models import Decision, Projection
from gates.policy_rules import PolicyRules, Preset
from gates.presets import PRESETS
from history.actor import system
from line.demo.gates.stories import LAUNCHES, REVIEWS, Condition, Launch, Review
from line.demo.gates.voices import STATEMENTS, USUAL
from line.demo.ideas import IDEAS
from line.demo.making.house import FOUNDED
from line.demo.making.stage import Stage
from roadmap import actions as roadmap
from roadmap.models import Idea

GOVERNED_SINCE = {"rounds": -289, "ledger": -180}
ASKS_MORE_SINCE = -1
PRESET = {"rounds": Preset.FULL_GOVERNANCE, "ledger": Preset.SMALL_TEAM}
OTHER_BARS = {("self-booking", 1): Decimal("0.40"), ("card-payment", 1): Decimal("0.15")}
QUESTIONS = {
    1: "Will at least a fifth of those who could use it do so half a year on, and is that worth a pilot?",
    2: "Did the pilot's companies get what they were promised, so that we build it for everybody?",
    3: "Does it sell, to whom, and would we bet the launch on it?",
}
FORECASTS = {
    ("self-booking", 1): ("Short visits that customers book themselves, in %", "40"),
    ("quote-options", 3): ("Installers on trial who name quotes as a reason", "10"),
}
MOVES_AFTER = {
    ("customer-eta", 2): (("delivery", -178),),
    ("customer-eta", 3): (("validation", -150),),
    ("offline-jobs", 2): (("delivery", -72),),
}
PRODUCTS = {idea.key: idea.product for idea in IDEAS}


def lay_gates(stage: Stage) -> None:
    """Policies first: none at the beginning, then gates for each product; and every review in its turn."""
    free = PolicyRules(before_delivery=(), before_launch=())
    why = "We are small and talk to each other. No gates yet."
    for key in PRESET:
        stage.on(
            FOUNDED, lambda key=key: policies.adopt_policy(stage.products[key], free, actor=stage.as_("ruth"), why=why), hour=12
        )
        stage.on(GOVERNED_SINCE[key], lambda key=key: govern(stage, key), hour=9)
    stage.on(ASKS_MORE_SINCE, lambda: ask_more(stage), hour=16)
    for review in REVIEWS:
        stage.on(review.locked - 2 if review.locked else -1, lambda review=review: Course(stage, review).draft(), hour=10)
    for launch in LAUNCHES:
        stage.on(launch.day, lambda launch=launch: look_back(stage, launch), hour=15)


def look_back(stage: Stage, story: Launch) -> None:
    """Say what came of a launch: every forecast of it is resolved."""
    idea = stage.ideas[story.idea]
    projection = Projection.objects.filter(idea=idea).with_numbers().latest("id")
    came = Came(upsell=Decimal(story.upsell), buyers=[stage.companies[key] for key in story.buyers])
    share = None if projection.is_due else Decimal(story.share)
    launches.review_launch(
        idea, projection=projection, share=share, note=story.note, came=came, actor=stage.as_(story.reviewer)
    )  # fmt: skip


def govern(stage: Stage, product: str) -> None:
    """From now on ideas of this product pass the gates."""
    why = {
        "rounds": "Three launches in a year that nobody used after a month. From now on we look first, and write it down.",
        "ledger": "Ledger is five people. One gatekeeper suffices, as long as it isn't the idea's owner.",
    }
    policies.adopt_policy(
        stage.products[product], PRESETS[PRESET[product]], actor=stage.as_("ruth"), why=why[product]
    )  # fmt: skip


def ask_more(stage: Stage) -> None:
    """Ledger asks for more from now on; what is locked goes on under the rules it was locked under."""
    small = PRESETS[Preset.SMALL_TEAM]
    enough, *others = small.criteria_for(1)
    stricter = (replace(enough, threshold=Decimal("0.25")), *others)
    rules = replace(
        small, theta=Decimal("0.65"), criteria={**small.criteria, "1": stricter}, deliverables={"1": ("problem", "insights")}
    )
    why = "A fifth is little for what everybody pays for. And no gate without a problem in words and a customer behind it."
    policies.adopt_policy(stage.products["ledger"], rules, actor=stage.as_("ruth"), why=why)


class Course:
    """One review's way, step by step; each step lays the next one on the timeline."""

    def __init__(self, stage: Stage, story: Review):
        self.stage, self.story = stage, story
        self.owner = stage.as_(story.owner)
        self.review: Any = None

    @property
    def idea(self) -> Idea:
        """The idea as it stands."""
        return Idea.objects.select_related("owner").get(pk=self.stage.ideas[self.story.idea].pk)

    @property
    def heard(self):  # type: ignore[no-untyped-def]
        """Who is heard on the panel, where the product's policy asks for voices."""
        if PRODUCTS[self.story.idea] != "rounds":
            return ()
        return STATEMENTS.get((self.story.idea, self.story.gate, self.story.attempt), USUAL)

    def draft(self) -> None:
        """The gate owner begins: question, criteria, panel."""
        story = self.story
        self.review = reviews.draft_review(self.idea, gate=story.gate, actor=self.owner, question=QUESTIONS[story.gate])
        reviews.set_panel(
            self.review, actor=self.owner, gatekeepers=[self.stage.people[key] for key in story.panel],
            voices=[self.stage.people[said.who] for said in self.heard],
        )  # fmt: skip
        if bar := OTHER_BARS.get((story.idea, story.gate)):
            self.set_bar(bar)
        if story.until != "draft":
            self.stage.on(story.locked, self.lock, hour=9.5)

    def set_bar(self, bar: Decimal) -> None:
        """Ask for another share than the policy does."""
        rules = self.review.rules.criteria_for(self.story.gate)
        changed = [replace(one, threshold=bar) if one.measure == "engagement.share_at_assurance" else one for one in rules]
        criteria.set_criteria(self.review, changed, actor=self.owner)

    def lock(self) -> None:
        """Criteria and panel are fixed; work on a pilot may begin."""
        reviews.lock_review(self.review, actor=self.owner)
        idea = self.idea
        if self.story.gate == 2:
            roadmap.move_stage(idea, actor=self.stage.as_person(idea.owner), stage="pilot")
        if self.story.until in ("locked", "ready"):
            self.declare(self.story.panel[:-1])
        if self.story.until != "locked":
            self.stage.on(self.story.submitted, self.submit, hour=14)

    def submit(self) -> None:
        """The idea's owner says that the evidence is there."""
        reviews.submit_review(self.review, actor=self.stage.as_person(self.idea.owner), what_changed=self.story.changed)
        if self.story.until != "ready":
            self.stage.on(self.story.opened, self.open, hour=9)

    def open(self) -> None:
        """Everybody declares that nothing stands against them, and scoring begins."""
        self.declare(self.story.panel)
        reviews.open_review(self.review, actor=self.owner)
        if self.story.waiver:
            self.waive()
        for said in self.heard:
            if said.words:
                scores.speak(self.review, actor=self.stage.as_(said.who), words=said.words, leaning=said.leaning)
        for key, given in zip(self.story.panel, self.story.scores, strict=False):
            self.stage.later(timedelta(hours=3), lambda key=key, given=given: self.score(key, given))
        if self.story.until != "scoring":
            self.stage.later(timedelta(hours=27), self.discuss)

    def declare(self, keys: tuple[str, ...]) -> None:
        """They say that they have no conflict of interest."""
        for key in keys:
            panel.declare_conflict(self.review, actor=self.stage.as_(key), has_conflict=False)

    def waive(self) -> None:
        """The idea's owner asks to excuse what is out of date, and the chief executive grants it."""
        for criterion in ("enough-of-them-will-use-it", "the-projection-stands"):
            waiver = waivers.ask_waiver(
                self.review, criterion=criterion, why=self.story.waiver, actor=self.stage.as_person(self.idea.owner),
                control="Luca counts the vans in use by hand each Friday until the new projection is there.",
                until=self.stage.date(25),
            )  # fmt: skip
            waivers.answer_waiver(
                waiver, actor=self.stage.as_("ingrid"), is_granted=True, answer="For once, and with the Friday count."
            )

    def score(self, key: str, given: tuple[int, ...]) -> None:
        """One gatekeeper answers everything that people judge."""
        asked = [one for one in self.review.criteria_sets.last().criteria.all() if one.is_judged_by_people]
        points = iter(given)
        answers = {one.key: True if one.is_must else next(points) for one in asked}
        scores.score_review(self.review, actor=self.stage.as_(key), answers=answers)

    def discuss(self) -> None:
        """The scores are shown, and the votes begin."""
        scores.reveal_scores(self.review, actor=self.owner)
        if self.story.until == "discussion":
            self.vote_first()
        else:
            self.stage.on(self.story.decided, self.decide, hour=15)

    def vote_first(self) -> None:
        """One of several has voted, and the others are waited for."""
        if self.story.dissent:
            who, outcome, words = self.story.dissent
            scores.vote(self.review, actor=self.stage.as_(who), outcome=outcome, words=words, probability=Decimal("0.55"))

    def decide(self) -> None:
        """Everybody votes, and the gate owner writes the decision."""
        story = self.story
        for number, key in enumerate(story.panel):
            other = story.dissent if story.dissent and story.dissent[0] == key else None
            chance = Decimal(str(round(story.chance + 0.05 * (1 - number), 2)))
            scores.vote(
                self.review, actor=self.stage.as_(key), outcome=other[1] if other else story.outcome,
                words=other[2] if other else "", probability=chance,
            )  # fmt: skip
        decider = self.owner if story.owner in story.panel else self.stage.as_(story.panel[0])
        decisions.decide_review(self.review, self.ask(), actor=decider)
        if story.second_signer:
            self.stage.later(
                timedelta(hours=18), lambda: decisions.sign_decision(self.review, actor=self.stage.as_(story.second_signer))
            )
        self.lay_what_follows()

    def ask(self) -> Ask:
        """The decision as it was asked for."""
        story, stage = self.story, self.stage
        reverses = f"\n\nWhat would change this: {story.reverse_if}" if story.reverse_if else ""
        common: dict[str, Any] = {
            "outcome": story.outcome, "rationale": story.rationale + reverses, "probability": Decimal(str(story.chance)),
            "conditions": tuple(
                ConditionAsk(words=one.text, test=one.test, owner_id=stage.people[one.owner].pk, due=stage.date(one.due))
                for one in story.conditions
            ),
        }  # fmt: skip
        if story.outcome == "hold":
            common["review_on"] = stage.date(story.look_again)
        elif story.outcome == "recycle":
            common["gaps"] = story.gaps
        elif story.outcome == "kill":
            common |= {
                "kill_reason": story.reason, "lessons": " ".join(f"{gap}." for gap in story.gaps),
                "override_words": "Another attempt would measure the same curiosity. What people want here we can't give.",
            }  # fmt: skip
        if story.override:
            metric, value = FORECASTS[story.idea, story.gate]
            common |= {
                "override_reason": story.reason, "override_words": story.override,
                "forecast_metric": metric, "forecast_value": Decimal(value), "forecast_due": stage.date(30),
            }  # fmt: skip
        return Ask(**common)

    def lay_what_follows(self) -> None:
        """Work goes on, and conditions are met or lapse."""
        story, stage = self.story, self.stage
        owner = stage.as_person(self.idea.owner)
        for step, day in MOVES_AFTER.get((story.idea, story.gate), ()):
            stage.on(day, lambda step=step: roadmap.move_stage(self.idea, actor=owner, stage=step), hour=10)
        for one in story.conditions:
            if one.verified is not None:
                stage.on(one.verified, lambda one=one: self.verify(one), hour=11)
            elif one.due < 0:
                stage.on(one.due + 2, lambda one=one: self.lapse(one), hour=6)

    def verify(self, story: Condition) -> None:
        """Somebody else than the owners saw that it is met."""
        found = self.condition(story)
        finding = f"Tried it together with two customers. {story.test}: it came out as it should."
        conditions.verify_condition(found, actor=self.stage.as_("luca"), finding=finding)

    def lapse(self, story: Condition) -> None:
        """Its day went by."""
        conditions.lapse_condition(self.condition(story), actor=system("the conditions' clock"))

    def condition(self, story: Condition) -> Any:
        """The condition as it stands."""
        decision = Decision.objects.filter(review=self.review, conditions__words=story.text).latest("id")
        return decision.conditions.get(words=story.text)
