"""One record of each kind, all of them in the restricted product: what the outsider must never see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from answers.actions import approve_wording, draft_by_hand
from conversation import actions as conversation
from conversation.models import Notice
from customers import actions as customers
from customers.models import Contact
from experiments import actions as experiments
from feedback import actions as feedback
from gates.actions import comparing
from gates.actions.launches import review_launch
from gates.actions.meetings import plan_meeting
from gates.actions.reopening import reopen
from gates.models import ControlCompany
from growth import actions as growth
from history import clock
from history.actor import Actor, system
from integrations import actions as integrations
from jobs.actions import enqueue
from matching.models import Theme
from objectives import actions as objectives
from objectives.models import Grade
from people import actions as people
from portal import actions as portal
from pqls import actions as pqls
from priorities import actions as priorities
from publishing import actions as publishing
from roadmap import actions as roadmap
from surveys import actions as surveys
from tests import evidence
from tests.cast import Cast
from tests.gates.stage import GateStage
from usage import actions as usage
from usage.models import ProductUser
from webhooks import actions as webhooks

SECRET = "Zugvogel"


def make_world(cast: Cast, stage: GateStage) -> dict[str, int]:
    """The ids of one record of each kind. Every title and text holds the secret word."""
    hidden = replace(cast, product=cast.restricted)
    pm, leader, admin = (Actor(person=person) for person in (cast.product_manager, cast.leader, cast.admin))
    made = {"company": cast.acme, "person": cast.viewer, "product": cast.restricted}
    made["contact"] = Contact.objects.create(name="Ann", company=cast.acme)
    made["merge"] = customers.merge_company(
        customers.add_company(name="Acme twice", actor=pm), into=cast.acme, actor=Actor(person=cast.salesperson)
    )
    made["saved_segment"] = customers.save_segment(name="Big", conditions=[{"field": "arr", "is": "from", "value": 1}], actor=pm)
    made["company_field"] = customers.add_field(name="Industry", kind="text", actor=admin)
    made["deal"] = customers.add_deal(company=cast.acme, name="Renewal", actor=pm)
    made["revenue"] = growth.record_revenue(company=cast.acme, month=clock.today(), arr=Decimal(1200), actor=pm)
    file = ContentFile(f"name\n{SECRET}\n".encode())
    made["customer_import"] = customers.start_import(kind="companies", file=file, file_name="accounts.csv", actor=pm)
    made["feedback"] = feedback.give_feedback(text=f"{SECRET} please", product=hidden.product, company=cast.acme, actor=pm)
    made["request"] = feedback.submit_request(
        company=cast.acme, text=f"{SECRET} or no deal", need=SECRET, opportunity=SECRET, amount=Decimal(5), product=hidden.product,
        actor=Actor(person=cast.salesperson),
    )  # fmt: skip
    made["interview"] = feedback.record_interview(
        title=SECRET, text=f"{SECRET} at six", participants=[made["contact"]], consent="no", product=hidden.product, actor=pm
    )
    file = ContentFile(f"text\n{SECRET}\n".encode())
    made["import"] = integrations.start_import(file=file, file_name=f"{SECRET}.csv", product=hidden.product, actor=pm)
    made["rule"] = feedback.add_rule(name=SECRET, words=SECRET, set_product=hidden.product, actor=pm)
    made["bulk_run"] = feedback.start_run("tag", values={"add": [SECRET]}, query=f"q={SECRET}", actor=pm)
    made["attachment"] = feedback.attach(made["feedback"], file=ContentFile(SECRET.encode()), name=f"{SECRET}.txt", actor=pm)
    made["mail_address"] = integrations.add_mail_address(product=hidden.product, address=f"{SECRET.lower()}@in.example", actor=pm)
    made["endpoint"] = webhooks.add_endpoint(name="Warehouse", url="https://example.com/hooks", actor=admin)
    made["message"] = webhooks.send_test(made["endpoint"], actor=admin)
    made["view"] = feedback.save_view(name=SECRET, query="state=inbox", actor=pm)
    made["idea"] = roadmap.create_idea(product=hidden.product, title=SECRET, owner=cast.product_manager, actor=pm)
    made["persona"] = roadmap.add_persona(name=SECRET, product=hidden.product, actor=pm)
    made["job_to_be_done"] = roadmap.add_job(when=SECRET, want=SECRET, product=hidden.product, actor=pm)
    made["template"] = roadmap.add_template(name=SECRET, product=hidden.product, actor=pm)
    made["idea_field"] = roadmap.add_idea_field(name=SECRET, kind="text", product=hidden.product, actor=pm)
    made["story"] = roadmap.add_story(made["idea"], role=SECRET, want=SECRET, criteria=[SECRET], actor=pm)
    made["design"] = roadmap.add_design(made["idea"], title=SECRET, address="https://example.com", actor=pm)
    made["idea_file"] = roadmap.add_file(made["idea"], file=ContentFile(SECRET.encode()), name=f"{SECRET}.txt", actor=pm)
    other = roadmap.create_idea(product=hidden.product, title=f"{SECRET} first", actor=pm)
    made["idea_link"] = roadmap.link_ideas(made["idea"], to=other, kind="depends_on", actor=pm)
    made["idea_merge"] = roadmap.merge_idea(
        roadmap.create_idea(product=hidden.product, title=f"{SECRET} again", actor=pm), into=made["idea"], actor=pm
    )
    made["own_stage"] = roadmap.add_stage(hidden.product, name=SECRET, kind="pilot", actor=pm)
    made["insight"] = roadmap.link_insight(made["feedback"], idea=made["idea"], start=0, end=8, importance=3, actor=pm)
    made["split"] = roadmap.split_idea(made["idea"], title=SECRET, insights=[made["insight"]], shared=True, actor=pm)
    made["vote"] = roadmap.vote(made["idea"], company=cast.acme, actor=pm)
    made["commitment"] = roadmap.make_commitment(company=cast.acme, idea=made["idea"], words=SECRET, actor=pm)
    made["comment"] = conversation.write_comment(made["idea"], text=f"{SECRET} @{cast.leader.email}", actor=pm)
    made["notice"] = Notice.objects.get(comment=made["comment"])
    made["initiative"] = roadmap.create_initiative(product=hidden.product, title=SECRET, ideas=[made["idea"]], actor=pm)
    shipped = roadmap.create_initiative(product=hidden.product, title=SECRET, actor=pm)
    shipped = roadmap.place_initiative(shipped, horizon="now", actor=pm)
    roadmap.complete_initiative(shipped, actual_outcomes=SECRET, actor=pm)
    made["notes"] = publishing.draft_notes(hidden.product, since=clock.today(), until=clock.today(), title=SECRET, actor=pm)
    made["roadmap_view"] = publishing.make_view(name=SECRET, audience="customers", product=hidden.product, actor=pm)
    publishing.word_card(made["roadmap_view"], made["initiative"], title=SECRET, actor=pm)
    publishing.publish_view(made["roadmap_view"], actor=pm)
    made["board"] = roadmap.set_up_board(hidden.product, now_name=SECRET, actor=pm)
    made |= make_portal(hidden, made["idea"], made["contact"], pm)
    made["answer"] = draft_by_hand(made["feedback"], actor=pm)
    made["wording"] = approve_wording(made["idea"], may_say=SECRET, actor=pm)
    made |= make_survey(hidden, made["contact"], pm)
    made |= make_priorities(hidden, made["idea"], pm)
    made |= make_objective(hidden, leader)
    made["experiment"] = make_experiment(hidden, made["idea"], pm)
    made |= make_evidence(hidden, pm, made["idea"])
    made |= make_reviews(hidden, stage)
    made |= make_growth(hidden, pm)
    made["job"] = enqueue("history.seal", actor=pm, title=SECRET)
    made["invitation"] = people.invite(email="guest@larkspan.example", roles=["viewer"], actor=admin)

    made["feature"] = usage.define_feature(product=hidden.product, name=SECRET, event_names=["used"], actor=pm)
    steps = [{"feature": made["feature"]}, {"event": SECRET}]
    made["funnel"] = usage.make_funnel(product=hidden.product, name=SECRET, steps=steps, actor=pm)
    made |= make_leads(hidden, made["feature"], pm)
    made["theme"] = Theme.objects.create(product=hidden.product, label=SECRET, name=SECRET)
    made["theme"].members.create(feedback=made["feedback"])
    made["source"], _ = usage.make_source(name=SECRET, product=hidden.product, actor=admin)
    return {kind: record.pk for kind, record in made.items()}


def make_leads(cast: Cast, feature: object, actor: Actor) -> dict[str, object]:
    """A rule, a lead that it found, and a try-out of it."""
    asks = [{"kind": "used", "feature": feature.pk, "times": 1, "days": 30, "people": 1}]
    rule = pqls.write_rule(product=cast.product, name=SECRET, why=SECRET, conditions=asks, actor=actor)
    rule = pqls.activate_rule(rule, actor=actor)
    at = clock.now() - timedelta(days=2)
    user = ProductUser.objects.create(product=cast.product, user_key=SECRET, company=cast.globex, first_seen_at=at)
    evidence.used(feature, [user], at)
    (lead,) = pqls.evaluate_rule(rule, actor=actor)
    return {"product_user": user, "pql_rule": rule, "pql": lead, "pql_try_out": pqls.try_out_rule(rule, actor=actor)}


def make_portal(cast: Cast, idea: object, contact: Contact, actor: Actor) -> dict[str, object]:
    """A portal by link, with something published, and words that are held."""
    there = portal.make_portal(cast.product, actor=actor, audience="link", title=SECRET, is_moderated=True)
    published = portal.publish_idea(idea, actor=actor, title=SECRET)
    said = portal.submit(there, contact=contact, text=SECRET, publication=published)
    return {"portal": there, "publication": published, "submission": said}


def make_survey(cast: Cast, contact: Contact, actor: Actor) -> dict[str, object]:
    """A running survey that was answered in words."""
    survey = surveys.create_survey(product=cast.product, name=SECRET, kind="nps", actor=actor)
    survey = surveys.start_survey(survey, actor=actor)
    key = surveys.make_widget_key(product=cast.product, name=SECRET, origins=["https://app.example.com"], actor=actor)
    answer = surveys.respond(survey, score=9, words=SECRET, contact=contact, actor=actor)
    return {"survey": survey, "widget_key": key, "survey_response": answer}


def make_priorities(cast: Cast, idea: object, actor: Actor) -> dict[str, object]:
    """A weighted score with a factor of our own, an estimate, and a round that two are asked to rate in."""
    scheme = priorities.choose_method(cast.product, method="weighted", actor=actor)
    factor = priorities.add_factor(scheme, name=SECRET, least=Decimal(1), most=Decimal(5), actor=actor)
    priorities.estimate(idea, values={factor.code: Decimal(3)}, note=SECRET, actor=actor)
    raters = [cast.product_manager, cast.leader]
    asked = priorities.open_round(cast.product, title=SECRET, ideas=[idea], factors=[factor], raters=raters, actor=actor)
    return {"scheme": scheme, "factor": factor, "rating_round": asked}


def make_experiment(cast: Cast, idea: object, actor: Actor) -> object:
    """An experiment that ended, with what was learned."""
    made = experiments.plan_experiment(
        product=cast.product, title=SECRET, hypothesis=SECRET, kind="fake_door", metric=SECRET, measure="share",
        threshold=Decimal(5), ideas=[idea], tags=["tried"], actor=actor,
    )  # fmt: skip
    made = experiments.start_experiment(made, actor=actor)
    experiments.enter_result(made, measured={"hits": 9, "n": 40}, actor=actor)
    return experiments.conclude_experiment(made, verdict="backs", reason=SECRET, learning=SECRET, actor=actor)


def make_growth(cast: Cast, actor: Actor) -> dict[str, object]:
    """How a product is measured, a milestone that was marked, an outcome and a word."""
    success = Actor(person=cast.success)
    growth.agree(cast.product, gross_margin=Decimal("0.8"), actor=actor)
    spend = growth.record_spend(cast.product, month=clock.today(), amount=Decimal(900), actor=actor)
    milestone = growth.define_milestone(product=cast.product, name=SECRET, actor=actor)
    mark = growth.mark_milestone(milestone, company=cast.acme, note=SECRET, actor=success)
    outcome = growth.set_outcome(
        company=cast.acme, product=cast.product, metric=SECRET, baseline=Decimal(9), target=Decimal(3), actor=success
    )
    growth.give_word(company=cast.acme, product=cast.product, word="fair", reason=SECRET, actor=success)
    return {"spend": spend, "value_milestone": milestone, "milestone_mark": mark, "company_outcome": outcome}


def make_objective(cast: Cast, actor: Actor) -> dict[str, object]:
    """A cycle that everybody sees, with an objective of the restricted product."""
    today = clock.today()
    cycle = objectives.add_cycle(name="Q1", starts_on=today - timedelta(days=5), ends_on=today + timedelta(days=80), actor=actor)
    cycle = objectives.start_cycle(cycle, actor=actor)
    objective = objectives.add_objective(cycle=cycle, product=cast.product, title=SECRET, owner=cast.leader, actor=actor)
    result = objectives.add_key_result(objective, title=SECRET, target=Decimal(10), owner=cast.leader, actor=actor)
    check_in = objectives.check_in(result, value=Decimal(3), confidence=7, comment=SECRET, actor=actor)
    grade = Grade.objects.create(key_result=result, computed=Decimal("0.3"), judged=Decimal("0.4"), reason=SECRET, by=cast.leader)
    return {"cycle": cycle, "objective": objective, "key_result": result, "check_in": check_in, "grade": grade}


def make_evidence(cast: Cast, actor: Actor, idea: object) -> dict[str, object]:
    """A running pilot and an open round of assessments."""
    pilot = evidence.a_running_pilot(cast, 2, idea=idea)
    outcome = evidence.outcome_of(pilot)
    confirmation = evidence.came_to(cast, outcome, 29)
    control = ControlCompany.objects.create(pilot=pilot, company=cast.globex, metric=SECRET, before=40)
    code = comparing.code_words(confirmation, actor=actor, code="saves time")
    return {
        "control": control, "answered": confirmation, "word_code": code,
        "pilot": pilot, "place": evidence.place_of(pilot), "outcome": outcome, "link": confirmation.link,
        "viability": evidence.a_round(cast, idea),
    }  # fmt: skip


def make_reviews(cast: Cast, stage: GateStage) -> dict[str, object]:
    """A review that waits for its scores, and a decision with a condition."""
    stage.cast = cast
    review = stage.scoring(idea=stage.new_idea(f"{SECRET} scored"))
    decision = stage.decided(outcome="conditional_go", idea=stage.new_idea(f"{SECRET} decided"))
    reopening = reopen(decision, cause="scope", what=SECRET, actor=system("the test"))
    tomorrow = clock.now() + timedelta(days=1)
    meeting = plan_meeting(title=SECRET, starts_at=tomorrow, reviews=[review], actor=Actor(person=stage.cast.leader))
    launched = stage.new_idea(f"{SECRET} launched")
    for gate in (1, 2, 3):
        stage.decided(gate, idea=launched)
    launched = roadmap.move_stage(launched, stage="done", actor=Actor(person=stage.cast.product_manager))
    launch = review_launch(launched, succeeded=True, note=SECRET, actor=Actor(person=stage.cast.leader))
    return {
        "review": review, "launch": launch, "decision": decision, "condition": decision.conditions.get(), "policy": decision.review.policy,
        "reopening": reopening, "meeting": meeting, "agenda_item": meeting.items.get(),
    }  # fmt: skip
