"""Deciding: a majority, a tie, what each outcome needs, overrides and their second signer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from gates.actions.decisions import correct_decision, decide_review, decline_signature, sign_decision
from gates.actions.panel import fill_seat
from gates.actions.revival import revive_idea
from gates.actions.scores import vote
from gates.asks import Ask, ConditionAsk, TripwireAsk
from gates.findings import Findings
from gates.models import Decision, Proposal
from gates.rules.reviews import may_sign
from gates.tallies import tally
from history import clock
from history.refusals import NotAllowed, NotPossible, Stale
from roadmap.actions import move_stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("votes", "eligible", "outcome"),
    [
        ("go go hold", 3, "go"), ("go go", 3, "go"), ("go", 3, None), ("go hold kill", 3, "hold"), ("go kill", 2, "hold"),
        ("go go kill kill", 4, "hold"), ("go go kill", 4, None), ("go go kill hold recycle", 5, None), ("kill", 1, "kill"), ("", 1, None),
        ("", 0, None), ("go go kill kill hold", 5, "hold"),
    ],
)  # fmt: skip
def test_a_majority_of_the_eligible_decides_and_a_tie_is_hold(votes, eligible, outcome):
    cast_votes = dict(enumerate(votes.split()))
    assert tally(cast_votes, frozenset(range(eligible))).outcome == outcome


def test_votes_of_the_recused_fall_out_above_and_below_the_line():
    assert tally({1: "go", 2: "kill", 3: "kill"}, frozenset({1})).outcome == "go"


def test_the_decision_is_what_the_votes_say(full, cast):
    review = full.voted(1, "go")
    with pytest.raises(ValidationError, match="votes say Go"):
        full.decide(review, "hold", override_words="No")
    assert full.decide(review).decided_by == cast.leader
    with pytest.raises(NotPossible):
        full.decide(review)
    assert Decision.objects.count() == 1


def test_no_majority_no_decision(full, cast):
    review = full.discussion(1)
    vote(review, actor=full.as_(cast.leader), outcome="go")
    with pytest.raises(NotPossible, match="1 of 3 have voted"):
        full.decide(review)


def test_old_votes_count_no_more(full):
    review = full.voted(1)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(NotPossible, match="0 of 3 have voted"):
        full.decide(review)


@pytest.mark.parametrize(
    ("outcome", "field", "wrong"),
    [
        ("conditional_go", "conditions", {"conditions": ()}),
        ("conditional_go", "conditions", {"conditions": "late"}),
        ("conditional_go", "conditions", {"conditions": "nobody"}),
        ("hold", "review_on", {"review_on": None}),
        ("hold", "review_on", {"review_on": 91}),
        ("recycle", "gaps", {"gaps": ()}),
        ("kill", "kill_reason", {"kill_reason": ""}),
        ("kill", "lessons", {"lessons": " "}),
        ("go", "rationale", {"rationale": " "}),
        ("go", "probability", {"probability": Decimal("1.2")}),
        ("go", "gaps", {"gaps": ("stray",)}),
        ("go", "tripwires", {"tripwires": "nothing"}),
    ],
)
def test_each_outcome_says_what_it_lacks_at_its_field(stage, cast, outcome, field, wrong):
    review = stage.voted(1, outcome)
    far, soon = clock.today() + timedelta(days=31), clock.today() + timedelta(days=5)
    special = {
        "late": (ConditionAsk(words="a", test="b", owner_id=cast.leader.pk, due=far),),
        "nobody": (ConditionAsk(words="a", test="b", owner_id=0, due=soon),),
    }
    values = dict(wrong)
    if isinstance(values.get("conditions"), str):
        values["conditions"] = special[values["conditions"]]
    if isinstance(values.get("review_on"), int):
        values["review_on"] = clock.today() + timedelta(days=values["review_on"])
    if "tripwires" in values:
        values["tripwires"] = (TripwireAsk(measure="no.such", fires="below", threshold=Decimal(1)),)
    more = {} if outcome == "go" else {"override_words": "We are stricter."}
    with pytest.raises(ValidationError) as refused:
        stage.decide(review, outcome, **more | values)
    assert field in refused.value.message_dict
    assert not Decision.objects.exists()


def test_the_last_gate_knows_no_conditional_go(stage, cast):
    stage.passed(1, 2)
    review = stage.discussion(3)
    with pytest.raises(ValidationError, match="last gate"):
        vote(review, actor=stage.as_(cast.leader), outcome="conditional_go")


def test_stricter_needs_a_reason(stage):
    review = stage.voted(1, "hold")
    with pytest.raises(ValidationError, match="Stricter"):
        stage.decide(review, "hold")
    assert stage.decide(review, "hold", override_words="The probe was in one segment.").override == "stricter"


@pytest.fixture
def proposed(full, evidence):
    """A Go against the criteria, waiting for its signature."""
    review = full.discussion(1)
    evidence.values["engagement.share_at_assurance"] = Decimal("0.05")
    for person in full.panel:
        vote(review, actor=full.as_(person), outcome="go")
    proposal = decide_review(review, full.milder(), actor=full.as_(full.owner))
    assert isinstance(proposal, Proposal)
    return full.fresh(review)


@pytest.mark.parametrize(
    "wrong",
    [
        {"override_reason": ""},
        {"override_words": "x" * 49},
        {"forecast_value": None},
        {"forecast_due": None},
        {"forecast_metric": ""},
    ],
)
def test_milder_needs_a_reason_fifty_characters_and_a_forecast(full, evidence, wrong):
    review = full.voted(1)
    evidence.values["engagement.share_at_assurance"] = Decimal("0.05")
    with pytest.raises(ValidationError):
        decide_review(review, full.milder(**wrong), actor=full.as_(full.owner))


def test_a_milder_decision_waits_for_a_leader_from_outside_the_panel(full, cast, proposed):
    assert proposed.state == "signing"
    for person in (cast.second_leader, cast.product_manager, cast.salesperson, cast.viewer):
        with pytest.raises(NotAllowed):
            sign_decision(proposed, actor=full.as_(person))
    assert not Decision.objects.exists()
    decision = sign_decision(proposed, actor=full.as_(cast.fourth_leader))
    assert (decision.override, decision.decided_by, decision.second_signer) == ("milder", cast.leader, cast.fourth_leader)
    assert decision.words["said"]["override"].startswith("We know something")
    assert Proposal.objects.get().asked is None


def test_a_recused_gatekeeper_does_not_sign(full, cast, evidence):
    review = full.scoring(1)
    absent = review.seats.get(person=cast.third_leader)
    fill_seat(review, person=cast.fourth_leader, instead_of=absent, reason="On leave", actor=full.as_(cast.leader))
    findings = Findings(review)
    proposal = Proposal(review=review, made_by=cast.leader)
    assert not may_sign(full.as_(cast.third_leader), proposal, findings)


def test_a_declined_decision_goes_back_to_the_panel(full, cast, proposed):
    with pytest.raises(ValidationError):
        decline_signature(proposed, actor=full.as_(cast.fourth_leader), reason="")
    with pytest.raises(NotAllowed):
        decline_signature(proposed, actor=full.as_(cast.viewer), reason="No")
    review = decline_signature(proposed, actor=full.as_(cast.fourth_leader), reason="The forecast is a guess.")
    assert review.state == "discussion"
    assert not Decision.objects.exists()


def test_nobody_signs_for_evidence_that_changed(full, cast, proposed, evidence):
    evidence.values["engagement.share_at_assurance"] = Decimal("0.04")
    with pytest.raises(NotPossible, match="evidence changed"):
        sign_decision(proposed, actor=full.as_(cast.fourth_leader))


def test_nobody_decides_on_other_evidence_than_they_saw(stage, evidence):
    review = stage.voted(1)
    seen = Findings(review).fingerprint
    evidence.values["engagement.share_at_assurance"] = Decimal("0.29")
    with pytest.raises(Stale):
        decide_review(review, stage.ask(), actor=stage.as_(stage.owner), seen=seen)
    assert decide_review(review, stage.ask(), actor=stage.as_(stage.owner), seen=Findings(stage.fresh(review)).fingerprint)


def test_evidence_that_goes_stale_turns_the_recommendation_to_hold(stage, evidence):
    review = stage.voted(1)
    evidence.standings["engagement.share_at_assurance"] = "stale"
    with pytest.raises(ValidationError, match="Milder"):
        stage.decide(review)


@pytest.mark.parametrize("outcome", ["hold", "recycle"])
def test_there_are_two_holds_and_two_recycles_at_most(stage, outcome):
    stage.decided(1, outcome)
    second = stage.decided(1, outcome)
    assert second.review.attempt == 2
    assert second.review.what_changed == "We closed the gaps."
    review = stage.voted(1, outcome)
    with pytest.raises(ValidationError, match="2 times already"):
        stage.decide(review, outcome, override_words="Once more.")


def test_a_kill_is_final_and_coming_back_is_a_new_idea(stage, cast):
    decision = stage.decided(1, "kill")
    stage.idea.refresh_from_db()
    assert stage.idea.stage == "not_doing"
    with pytest.raises(NotPossible):
        stage.draft(1)
    with pytest.raises(NotPossible, match="killed"):
        move_stage(stage.idea, stage="discovery", actor=stage.as_(cast.product_manager))
    with pytest.raises(NotAllowed):
        revive_idea(decision, title="Again", actor=stage.as_(cast.leader))
    idea = revive_idea(decision, title="Again, smaller", actor=stage.as_(cast.product_manager))
    assert idea.revived_from == stage.idea


def test_a_correction_is_a_new_record(full, cast):
    decision = full.decided(1)
    with pytest.raises(NotAllowed):
        correct_decision(
            decision, actor=full.as_(cast.fourth_leader), reason="A slip", rationale="Rightly", probability=Decimal("0.6")
        )
    corrected = correct_decision(
        decision, actor=full.as_(cast.leader), reason="A slip", rationale="Rightly", probability=Decimal("0.6")
    )
    assert (corrected.supersedes, corrected.outcome, corrected.tripwires.count()) == (decision, "go", 2)
    assert Decision.objects.standing().get() == corrected
    with pytest.raises(NotPossible):
        correct_decision(decision, actor=full.as_(cast.leader), reason="A slip", rationale="Again", probability=Decimal("0.6"))


def test_an_ask_is_kept_exactly_until_it_is_signed(stage):
    ask = stage.milder("conditional_go", conditions=stage.ask("conditional_go").conditions)
    assert Ask.from_json(ask.as_json()) == replace(ask, gaps=())
