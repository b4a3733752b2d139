"""Bad input and bad faith: each way around a gate is refused with its reason, leaves nothing behind, and is on record if it changed anything."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gates.actions.conditions import verify_condition
from gates.actions.criteria import amend_criteria
from gates.actions.decisions import correct_decision, decide_review, sign_decision
from gates.actions.panel import declare_conflict, fill_seat
from gates.actions.reviews import draft_review, lock_review, open_review, set_panel
from gates.actions.scores import reveal_scores, score_again, vote
from gates.actions.waivers import answer_waiver, ask_waiver
from gates.asks import ConditionAsk
from gates.findings import Findings
from gates.models import Decision, GateReview, PanelSeat, Scorecard
from gates.policy_rules import CriterionTemplate
from history import clock
from history.actor import Role
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Refusal, Stale
from history.verification import faults
from people import actions as people
from roadmap import actions as roadmap

pytestmark = pytest.mark.django_db


def hand_on(full, idea, to):
    """The idea's owner gives it to somebody else."""
    return roadmap.edit_idea(idea, owner=to, actor=full.as_(full.cast.product_manager))


def make_leader(full, person):
    """Give somebody a second role."""
    roles = {*person.role_set, Role.LEADERSHIP}
    return people.set_roles(person, roles=roles, actor=full.as_(full.cast.admin))


def demote(full, person):
    return people.set_roles(person, roles=[Role.VIEWER], actor=full.as_(full.cast.admin))


def nothing_was_decided():
    return not Decision.objects.exists() and list(faults()) == []


# --- one's own idea, through a second role


def test_an_owner_who_becomes_a_leader_still_has_no_say(full, cast):
    owner = make_leader(full, cast.product_manager)
    actor = full.as_(owner)
    with pytest.raises(ValidationError, match="owns the idea"):
        draft_review(full.idea, gate=1, actor=actor)
    draft = full.draft(1, with_panel=False)
    with pytest.raises(ValidationError, match="owns the idea"):
        set_panel(draft, gatekeepers=[owner, cast.second_leader], actor=full.as_(cast.leader))
    set_panel(draft, gatekeepers=full.panel, voices=full.voices, actor=full.as_(cast.leader))
    with pytest.raises(NotAllowed, match="Only the gate owner"):
        lock_review(draft, actor=actor)
    PanelSeat.objects.create(review=draft, person=owner, declared_at=clock.now(), has_conflict=False)
    lock_review(draft, actor=full.as_(cast.leader))
    with pytest.raises(NotAllowed, match="your own idea"):
        full.score(draft, owner)
    with pytest.raises(NotAllowed, match="your own idea"):
        decide_review(draft, full.ask(), actor=actor)


def test_a_gatekeeper_who_is_given_the_idea_leaves_the_count_and_the_say(full, cast):
    review = full.voted(1)
    hand_on(full, review.idea, cast.second_leader)
    assert [seat.person for seat in Findings(full.fresh(review)).eligible] == [cast.leader, cast.third_leader]
    with pytest.raises(NotAllowed, match="your own idea"):
        decide_review(review, full.ask(), actor=full.as_(cast.second_leader))
    with pytest.raises(NotPossible, match="The quorum is 3"):
        decide_review(review, full.ask(), actor=full.as_(cast.leader))
    assert nothing_was_decided()


def test_an_owner_who_hands_the_idea_on_to_judge_it_is_known(full, cast):
    owner = make_leader(full, cast.product_manager)
    idea = hand_on(full, full.idea, cast.second_product_manager)
    assert Event.objects.get(kind="idea.changed").facts["owner_was"] == owner.pk
    with pytest.raises(ValidationError, match="owned the idea before"):
        draft_review(idea, gate=1, owner=owner, actor=full.as_(owner))
    draft = full.draft(1, with_panel=False)
    with pytest.raises(ValidationError, match="owned the idea before"):
        set_panel(draft, gatekeepers=[owner, *full.panel], actor=full.as_(cast.leader))
    set_panel(draft, gatekeepers=full.panel, voices=full.voices, actor=full.as_(cast.leader))
    lock_review(draft, actor=full.as_(cast.leader))
    with pytest.raises(ValidationError, match="owned the idea before"):
        fill_seat(draft, person=owner, actor=full.as_(cast.leader))


def test_handing_on_and_taking_back_within_a_review_changes_nothing(full, cast, evidence):
    make_leader(full, cast.product_manager)
    review = full.voted(1)
    evidence.values["engagement.share_at_assurance"] = Decimal("0.01")
    decide_review(review, full.milder(), actor=full.as_(cast.leader))
    hand_on(full, review.idea, cast.second_product_manager)
    with pytest.raises(NotAllowed, match="owned the idea before"):
        sign_decision(review, actor=full.as_(make_leader(full, cast.product_manager)))
    assert nothing_was_decided()


def test_a_former_owner_grants_no_waiver_and_verifies_no_condition(stage, cast):
    due = clock.today() + timedelta(days=10)
    condition = ConditionAsk(words="A report", test="It is there", owner_id=cast.second_product_manager.pk, due=due)
    decision = stage.decide(stage.voted(1, "conditional_go"), "conditional_go", override_words="Open.", conditions=(condition,))
    other = stage.locked(1, idea=stage.new_idea("Another"))
    waiver = ask_waiver(
        other,
        criterion="the-projection-stands",
        why="Rebuilt",
        control="We watch",
        until=due,
        actor=stage.as_(cast.second_leader),
    )
    owner = make_leader(stage, cast.product_manager)
    for idea in (decision.review.idea, other.idea):
        hand_on(stage, idea, cast.viewer)
    with pytest.raises(NotAllowed, match="owned this idea before"):
        verify_condition(decision.conditions.get(), finding="Seen.", actor=stage.as_(owner))
    with pytest.raises(NotAllowed, match="owned this idea before"):
        answer_waiver(waiver, is_granted=True, actor=stage.as_(owner))


# --- out of turn


def test_nobody_scores_after_the_reveal_or_in_anothers_name(full, cast):
    review = full.discussion(1)
    with pytest.raises(NotPossible, match="in discussion"):
        full.score(review, cast.leader, points=1)
    with pytest.raises(NotAllowed):
        full.score(review, cast.fourth_leader)
    assert Scorecard.objects.count() == 3
    score_again(review, actor=full.as_(cast.leader))
    with pytest.raises(NotPossible, match="The quorum is 3"):
        reveal_scores(full.fresh(review), actor=full.as_(cast.leader))


def test_whoever_left_with_a_conflict_does_not_come_back(full, cast):
    review = full.scoring(1)
    declare_conflict(review, has_conflict=True, words="My sister works there.", actor=full.as_(cast.third_leader))
    with pytest.raises(NotPossible, match="no seat"):
        declare_conflict(review, has_conflict=False, actor=full.as_(cast.third_leader))
    with pytest.raises(ValidationError):
        fill_seat(review, person=cast.third_leader, actor=full.as_(cast.leader))
    for verb in (
        lambda: full.score(review, cast.third_leader),
        lambda: vote(review, outcome="go", actor=full.as_(cast.third_leader)),
    ):
        with pytest.raises(NotAllowed, match="recused"):
            verb()


def test_a_leader_who_is_demoted_in_between_has_no_vote_left(full, cast):
    review = full.voted(1)
    demote(full, cast.second_leader)
    with pytest.raises(NotAllowed, match="not in leadership any more"):
        decide_review(review, full.ask(), actor=full.as_(full.fresh(cast.second_leader)))
    with pytest.raises(NotPossible, match="The quorum is 3"):
        decide_review(review, full.ask(), actor=full.as_(cast.leader))
    assert nothing_was_decided()


def test_a_gate_owner_who_is_demoted_runs_nothing(full, cast):
    review = full.declared(1)
    demote(full, cast.leader)
    with pytest.raises(NotAllowed, match="not in leadership"):
        open_review(review, actor=full.as_(full.fresh(cast.leader)))


def test_two_who_decide_make_one_decision_and_the_database_promises_it(full, cast):
    review = full.voted(1)
    decision = decide_review(review, full.ask(), actor=full.as_(cast.leader))
    with pytest.raises(NotPossible, match="is decided"):
        decide_review(review, full.ask(), actor=full.as_(cast.second_leader))
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.pk = None
        decision._state.adding = True
        decision.save(force_insert=True)
    assert Event.objects.filter(kind="gate.decided").count() == 1


# --- what was seen is not what is there


def test_evidence_edited_between_reading_and_deciding_is_read_again(full, cast, evidence):
    review = full.voted(1)
    seen = Findings(review).fingerprint
    evidence.values["engagement.share_at_assurance"] = Decimal("0.30")
    with pytest.raises(Stale):
        decide_review(review, full.ask(), seen=seen, actor=full.as_(cast.leader))
    assert nothing_was_decided()


def test_criteria_cannot_be_softened_once_scoring_is_open_nor_by_whoever_locked_them(full, cast):
    soft = [CriterionTemplate(name="Anything goes")]
    with pytest.raises(NotAllowed, match="You locked"):
        amend_criteria(full.locked(1), soft, reason="Easier.", actor=full.as_(cast.leader))
    review = full.scoring(1, idea=full.new_idea("Another"))
    with pytest.raises(NotPossible):
        amend_criteria(review, soft, reason="Easier.", actor=full.as_(cast.second_leader))


def test_a_superseded_record_is_neither_corrected_nor_verified_again(stage, cast):
    due = clock.today() + timedelta(days=10)
    condition = ConditionAsk(words="A report", test="It is there", owner_id=cast.second_product_manager.pk, due=due)
    first = stage.decide(stage.voted(1, "conditional_go"), "conditional_go", override_words="Open.", conditions=(condition,))
    words = {"reason": "A slip.", "rationale": "As meant.", "probability": Decimal("0.6"), "actor": stage.as_(cast.leader)}
    correct_decision(first, **words)
    with pytest.raises(NotPossible, match="later record"):
        correct_decision(first, **words)
    (moved,) = Decision.objects.standing().get().conditions.all()
    verify_condition(moved, finding="Seen.", actor=stage.as_(cast.leader))
    with pytest.raises(NotPossible, match="met already"):
        verify_condition(moved, finding="Seen again.", actor=stage.as_(cast.leader))


# --- the clock


def test_a_vote_that_has_aged_counts_no_more_and_scoring_has_its_days(full, cast):
    review = full.voted(1)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Refusal):
        decide_review(review, full.ask(), actor=full.as_(cast.leader))
    assert nothing_was_decided()


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_a_condition_is_due_in_its_days(stage, cast, days):
    due = clock.today() + timedelta(days=days)
    condition = ConditionAsk(words="A report", test="It is there", owner_id=cast.second_product_manager.pk, due=due)
    review = stage.voted(1, "conditional_go")
    with pytest.raises(ValidationError, match="due"):
        stage.decide(review, "conditional_go", override_words="Open.", conditions=(condition,))


# --- forged ids, through the doors


def test_ids_of_other_records_are_as_if_they_were_not(full, cast, call):
    leader = call(cast.leader)
    mine, other = full.scoring(1), full.scoring(1, idea=full.new_idea("Another"))
    decision, elsewhere = full.decided(1, idea=full.new_idea("Third")), full.decided(1, idea=full.new_idea("Fourth"))
    at = f"/api/v1/gate-reviews/{mine.pk}/"
    seat = other.seats.first().pk
    assert (
        leader.post(
            f"{at}fill-seat/", {"person": cast.fourth_leader.pk, "instead_of": seat, "reason": "x"}, format="json"
        ).status_code
        == 404
    )
    here = f"/api/v1/decisions/{decision.pk}/"
    assert leader.post(f"{here}verify-condition/", {"condition": 999, "finding": "x"}, format="json").status_code == 404
    body = {"reopening": 999, "still_stands": True, "answer": "x"}
    assert leader.post(f"{here}revalidate/", body, format="json").status_code == 404
    answers = full.answers(mine) | {"no-such": 5}
    assert leader.post(f"{at}score/", {"answers": answers}, format="json").status_code == 400
    forged = {"outcome": "go", "rationale": "x", "probability": "0.5", "decided_by": cast.fourth_leader.pk}
    assert leader.post(f"{at}decide/", forged, format="json").status_code == 400
    assert leader.post(f"{at}vote/", {"outcome": "go", "person": cast.second_leader.pk}, format="json").status_code == 400
    assert elsewhere.packet.number == decision.packet.number + 1
    assert GateReview.objects.get(pk=mine.pk).state == "scoring"
