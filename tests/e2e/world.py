"""A small world with something on every page, made by the verbs, on the days on which it would have happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from customers.models import Company, Contact
from feedback import actions as feedback
from feedback.models import Feedback, ImportBatch, Request
from gates.actions import outcomes as gates_outcomes
from gates.actions.decisions import decide_review
from gates.actions.panel import declare_conflict
from gates.actions.projections import project
from gates.actions.reviews import draft_review, lock_review, open_review, set_panel, submit_review
from gates.actions.scores import reveal_scores, score_review, speak, vote
from gates.actions.viability import assess
from gates.actions.viability import reveal as reveal_round
from gates.asks import Ask
from gates.links import address_of
from gates.models import ConfirmationLink, Decision, GateReview, Pilot, Projection, ViabilityRound
from history import clock
from history.actor import Actor
from integrations import actions as integrations
from objectives import actions as objectives
from objectives.models import KeyResult, Objective
from people.models import Person
from roadmap import actions as roadmap
from roadmap.models import Idea, Initiative
from tests.cast import Cast
from tests.evidence import (
    a_feature,
    a_round,
    a_running_pilot,
    an_assessment,
    came_to,
    earlier_features,
    noon,
    outcome_of,
    used,
    users,
)  # fmt: skip
from usage.models import Feature

EXCEL = "Every month I retype the numbers into Excel by hand. It takes a day, and I always find a slip."


def as_(person: Person) -> Actor:
    """Somebody, acting."""
    return Actor(person=person)


def projected(cast: Cast, idea: Idea) -> Projection:
    """The idea's feature was tried by sixty people; six earlier features tell how such a thing spreads."""
    today = clock.today()
    crowd = users(cast.product, 60, noon(today - timedelta(days=700)))
    earlier_features(cast.product, crowd, today)
    feature = a_feature(cast.product, "Spreadsheet export", today - timedelta(weeks=4, days=1))
    used(feature, crowd[:24], noon(feature.released_on + timedelta(days=2)))
    return project(idea, feature, threshold="0.2", unit="user", actor=as_(cast.second_product_manager))


def submitted(cast: Cast, idea: Idea, panel: list[Person], gate: int = 1) -> GateReview:
    """A review whose criteria were fixed first, handed in by the idea's owner."""
    owner = as_(panel[0])
    review = draft_review(idea, gate=gate, actor=owner, question="Shall we build it for everybody?")
    review = set_panel(review, gatekeepers=panel, voices=[cast.salesperson, cast.success], actor=owner)
    review = lock_review(review, actor=owner)
    return submit_review(review, actor=as_(cast.product_manager))


def scoring(review: GateReview, panel: list[Person]) -> GateReview:
    """Everybody declared; it is open."""
    for person in panel:
        declare_conflict(review, actor=as_(person), has_conflict=False)
    return open_review(GateReview.objects.get(pk=review.pk), actor=as_(panel[0]))


def scores(review: GateReview, person: Person, points: int = 8) -> None:
    """One scorecard."""
    asked = [one for one in review.criteria_sets.last().criteria.all() if one.is_judged_by_people]
    answers = {one.key: (True if one.is_must else points) for one in asked}
    score_review(review, actor=as_(person), answers=answers, comment="The customers I asked would use it at once.")


@dataclass
class World:
    """What there is to look at."""

    cast: Cast
    unread: Feedback
    read: Feedback
    asked: Request
    idea: Idea
    card: Initiative
    shipped: Initiative
    objective: Objective
    key_result: KeyResult
    batch: ImportBatch
    feature: Feature
    projection: Projection
    in_scoring: GateReview
    decision: Decision
    pilot: Pilot
    round: ViabilityRound
    revealed: ViabilityRound
    contact: Contact
    confirmation: str

    @property
    def company(self) -> Company:
        """The customer who says most."""
        return self.cast.acme


def make_world(cast: Cast) -> World:
    """Make it all."""
    petra, sam = as_(cast.product_manager), as_(cast.salesperson)
    contact = Contact.objects.create(name="Ann Analyst", email="ann@acme.example", company=cast.acme, job_role="Controller")
    idea = roadmap.create_idea(
        product=cast.product, title="Export to spreadsheets", owner=cast.product_manager, actor=petra, state="backlog",
        problem="People retype **every** number.", hypothesis="With an export they would not.", value="A day a month.",
        target_outcomes="Nine in ten stop retyping.",
    )  # fmt: skip
    talk = talked(cast, contact, idea, petra, sam)
    plan = planned(cast, idea, petra)
    gates = judged(cast, idea)
    return World(cast=cast, idea=idea, contact=contact, **talk, **plan, **gates)


def talked(cast: Cast, contact: Contact, idea: Idea, petra: Actor, sam: Actor) -> dict[str, Any]:
    """Letters of every kind: unread, read, snoozed, set aside, merged, for a deal, from a file."""

    def give(text: str, **more: Any) -> Feedback:
        return feedback.give_feedback(text=text, actor=sam, product=cast.product, **more)

    read = give(
        EXCEL, title="Retyping into Excel", company=cast.acme, contact=contact, channel="call", tags=["export", "finance"]
    )
    roadmap.link_insight(read, idea, start=0, end=50, importance=3, actor=petra)
    feedback.merge_duplicate(give("Retyping numbers into Excel takes us a day.", company=cast.globex), into=read, actor=petra)
    feedback.set_aside(give("Lovely colours!"), reason="praise", words="Thank you.", actor=petra)
    feedback.snooze(give("Call me after the fair."), until=clock.today() + timedelta(days=30), actor=petra)
    asked = feedback.submit_request(
        company=cast.globex, text="Without single sign-on our IT says no.", need="Accounts in one place", actor=sam,
        opportunity="Globex, 200 seats", amount=Decimal(48_000), close_date=clock.today() + timedelta(days=40), firmness="tied",
    )  # fmt: skip
    for number in range(4):
        give(f"The numbers in report {number} do not add up in Excel.", company=cast.acme, channel="email")
    unread = give("Exporting the board into Excel loses the order of the columns.", company=cast.acme, contact=contact)
    file = ContentFile(b"ticket,customer said,account\n1,The export is slow,Acme\n2,,Acme\n", name="support.csv")
    batch = integrations.start_import(file=file, file_name="support.csv", actor=petra, product=cast.product)
    roadmap.vote(idea, actor=sam, company=cast.acme, contact=contact, words="They would use it every month.")
    return {"unread": unread, "read": read, "asked": asked, "batch": batch}


def planned(cast: Cast, idea: Idea, petra: Actor) -> dict[str, Any]:
    """A quarter with an objective, a card in each lane, and one that shipped."""
    lena, today = as_(cast.leader), clock.today()
    cycle = objectives.add_cycle(
        name="This quarter", starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=60), actor=lena
    )
    objectives.start_cycle(cycle, actor=lena)
    objective = objectives.add_objective(cycle=cycle, title="Nobody retypes a number", actor=lena, why="It costs a day a month.")
    key_result = objectives.add_key_result(
        objective, title="Companies that export weekly", baseline=Decimal(5), target=Decimal(40), owner=cast.leader, actor=lena
    )
    objectives.check_in(key_result, value=Decimal(18), confidence=7, comment="The probe helps.", actor=lena)
    cards = []
    for title, horizon in (
        ("Reports that travel", "now"),
        ("Ledgers that add up", "next"),
        ("Offline", "later"),
        ("Colours", "now"),
    ):
        card = roadmap.create_initiative(
            product=cast.product, title=title, problem="They retype it.", target_outcomes="Nobody retypes.", actor=petra,
            owner=cast.product_manager, ideas=[idea] if not cards else [], key_results=[key_result] if not cards else [],
        )  # fmt: skip
        cards.append(roadmap.place_initiative(card, horizon=horizon, actor=petra))
    shipped = roadmap.complete_initiative(cards.pop(), actual_outcomes="Two in three noticed.", actor=petra)
    roadmap.create_initiative(product=cast.product, title="A candidate", actor=petra)
    return {"card": cards[0], "shipped": shipped, "objective": objective, "key_result": key_result}


def judged(cast: Cast, idea: Idea) -> dict[str, Any]:
    """A gate that decided, one in scoring, a pilot that runs, assessments given and asked for."""
    projection = projected(cast, idea)
    panel = [cast.leader, cast.second_leader, cast.third_leader]
    review = scoring(submitted(cast, idea, panel), panel)
    for person, points in zip(panel, (8, 7, 9), strict=True):
        scores(review, person, points)
    speak(review, actor=as_(cast.salesperson), words="Three of my customers ask every week.", leaning="for")
    review = reveal_scores(review, actor=as_(cast.leader))
    for person, outcome in zip(panel, ("go", "go", "hold"), strict=True):
        vote(review, actor=as_(person), outcome=outcome, words="Weigh the cost of support." if outcome == "hold" else "")
    ask = Ask(outcome="go", rationale="The evidence holds, and customers wait for it.", probability=Decimal("0.7"))
    decision = decide_review(GateReview.objects.get(pk=review.pk), ask, actor=as_(cast.leader))
    pilot = a_running_pilot(cast, 6, idea=idea)
    for number, (value, agrees) in enumerate(((28, True), (29, True), (36, False))):
        came_to(cast, outcome_of(pilot, number), value, agrees)
    came_to(cast, outcome_of(pilot, 3), 30, agrees=None)
    link = stage_link(cast, pilot)
    other = roadmap.create_idea(
        product=cast.product, title="Quotes with options", owner=cast.product_manager, actor=as_(cast.product_manager)
    )
    in_scoring = scoring(submitted_for(cast, other, panel), panel)
    scores(in_scoring, cast.second_leader)
    revealed = a_round(cast, idea)
    for number, person in enumerate((cast.salesperson, cast.second_salesperson, cast.third_salesperson)):
        accounts = [{"company": cast.globex, "probability": Decimal("0.6"), "amount": Decimal(12_000)}]
        assess(revealed, actor=as_(person), **an_assessment(number, accounts=accounts))
    return {
        "feature": projection.feature, "projection": projection, "decision": decision, "pilot": pilot, "confirmation": address_of(link),
        "in_scoring": in_scoring, "revealed": reveal_round(revealed, actor=as_(cast.product_manager)), "round": a_round(cast, other),
    }  # fmt: skip


def submitted_for(cast: Cast, idea: Idea, panel: list[Person]) -> GateReview:
    """A second review, on an idea whose use is projected from the same feature."""
    project(
        idea, Feature.objects.get(name="Spreadsheet export"), threshold="0.2", unit="user", actor=as_(cast.second_product_manager)
    )
    return submitted(cast, idea, panel)


def stage_link(cast: Cast, pilot: Pilot) -> ConfirmationLink:
    """The link that a customer was sent and has not answered."""
    return gates_outcomes.ask_confirmation(outcome_of(pilot, 3), actor=as_(cast.success))
