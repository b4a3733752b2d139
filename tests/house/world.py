"""One record of each kind, all of them in the restricted product: what the outsider must never see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from customers.models import Contact
from feedback import actions as feedback
from history import clock
from history.actor import Actor
from jobs.actions import enqueue
from objectives import actions as objectives
from people import actions as people
from roadmap import actions as roadmap
from tests import evidence
from tests.cast import Cast
from tests.gates.stage import GateStage
from usage import actions as usage

SECRET = "Zugvogel"


def make_world(cast: Cast, stage: GateStage) -> dict[str, int]:
    """The ids of one record of each kind. Every title and text holds the secret word."""
    hidden = replace(cast, product=cast.restricted)
    pm, leader, admin = (Actor(person=person) for person in (cast.product_manager, cast.leader, cast.admin))
    made = {"company": cast.acme, "person": cast.viewer, "product": cast.restricted}
    made["contact"] = Contact.objects.create(name="Ann", company=cast.acme)
    made["feedback"] = feedback.give_feedback(text=f"{SECRET} please", product=hidden.product, company=cast.acme, actor=pm)
    made["request"] = feedback.submit_request(
        company=cast.acme, text=f"{SECRET} or no deal", need=SECRET, opportunity=SECRET, amount=Decimal(5), product=hidden.product,
        actor=Actor(person=cast.salesperson),
    )  # fmt: skip
    file = ContentFile(f"text\n{SECRET}\n".encode())
    made["import"] = feedback.start_import(file=file, file_name=f"{SECRET}.csv", product=hidden.product, actor=pm)
    made["view"] = feedback.save_view(name=SECRET, query="state=inbox", actor=pm)
    made["idea"] = roadmap.create_idea(product=hidden.product, title=SECRET, owner=cast.product_manager, actor=pm)
    made["insight"] = roadmap.link_insight(made["feedback"], idea=made["idea"], start=0, end=8, importance=3, actor=pm)
    made["vote"] = roadmap.vote(made["idea"], company=cast.acme, actor=pm)
    made["initiative"] = roadmap.create_initiative(product=hidden.product, title=SECRET, ideas=[made["idea"]], actor=pm)
    made |= make_objective(hidden, leader)
    made |= make_evidence(hidden, pm, made["idea"])
    made |= make_reviews(hidden, stage)
    made["job"] = enqueue("history.seal", actor=pm, title=SECRET)
    made["invitation"] = people.invite(email="guest@fernwerk.example", roles=["viewer"], actor=admin)

    made["feature"] = usage.define_feature(product=hidden.product, name=SECRET, event_names=["used"], actor=pm)
    made["source"], _ = usage.make_source(name=SECRET, product=hidden.product, actor=admin)
    return {kind: record.pk for kind, record in made.items()}


def make_objective(cast: Cast, actor: Actor) -> dict[str, object]:
    """A cycle that everybody sees, with an objective of the restricted product."""
    today = clock.today()
    cycle = objectives.add_cycle(name="Q1", starts_on=today - timedelta(days=5), ends_on=today + timedelta(days=80), actor=actor)
    cycle = objectives.start_cycle(cycle, actor=actor)
    objective = objectives.add_objective(cycle=cycle, product=cast.product, title=SECRET, owner=cast.leader, actor=actor)
    result = objectives.add_key_result(objective, title=SECRET, target=Decimal(10), owner=cast.leader, actor=actor)
    check_in = objectives.check_in(result, value=Decimal(3), confidence=7, comment=SECRET, actor=actor)
    return {"cycle": cycle, "objective": objective, "key_result": result, "check_in": check_in}


def make_evidence(cast: Cast, actor: Actor, idea: object) -> dict[str, object]:
    """A running pilot and an open round of assessments."""
    pilot = evidence.a_running_pilot(cast, 2, idea=idea)
    outcome = evidence.outcome_of(pilot)
    confirmation = evidence.came_to(cast, outcome, 29)
    return {
        "pilot": pilot, "place": evidence.place_of(pilot), "outcome": outcome, "link": confirmation.link,
        "viability": evidence.a_round(cast, idea),
    }  # fmt: skip


def make_reviews(cast: Cast, stage: GateStage) -> dict[str, object]:
    """A review that waits for its scores, and a decision with a condition."""
    stage.cast = cast
    review = stage.scoring(idea=stage.new_idea(f"{SECRET} scored"))
    decision = stage.decided(outcome="conditional_go", idea=stage.new_idea(f"{SECRET} decided"))
    return {
        "review": review, "decision": decision, "condition": decision.conditions.get(), "policy": decision.review.policy,
    }  # fmt: skip
