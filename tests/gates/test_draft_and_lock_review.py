"""Drafting and locking: criteria first, by somebody else than the idea's owner."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gates import measures
from gates.actions.criteria import amend_criteria, set_criteria
from gates.actions.policies import adopt_policy
from gates.actions.reviews import change_draft, draft_review, lock_review, set_panel
from gates.conflicts import Conflict
from gates.findings import Findings
from gates.models import GateReview
from gates.policy_rules import CriterionTemplate
from gates.presets import FULL_GOVERNANCE
from history.refusals import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
STRICT = (
    CriterionTemplate(name="Enough of them will use it", measure="engagement.share_at_assurance", comparator="at_least", threshold=Decimal("0.5")),
    CriterionTemplate(name="Lawful and safe to build", is_fatal=True),
)  # fmt: skip


def test_a_product_manager_asks_a_leader_to_run_the_gate(stage, cast):
    actor = stage.as_(cast.product_manager)
    with pytest.raises(ValidationError, match="not in leadership"):
        draft_review(stage.idea, gate=1, actor=actor)
    assert draft_review(stage.idea, gate=1, owner=cast.leader, actor=actor).owner == cast.leader


@pytest.mark.parametrize("name", ["viewer", "salesperson", "success", "admin"])
def test_nobody_else_drafts(stage, cast, name):
    person = getattr(cast, name)
    if name == "admin":
        person.held_roles.exclude(role="admin").delete()
        person = type(person).objects.get(pk=person.pk)
    with pytest.raises(NotAllowed):
        draft_review(stage.idea, gate=1, owner=cast.leader, actor=stage.as_(person))


def test_one_review_is_open_at_a_gate_and_the_database_promises_it(stage):
    review = stage.draft(1)
    with pytest.raises(NotPossible, match="open review"):
        stage.draft(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        GateReview.objects.create(idea=review.idea, gate=1, attempt=2, owner=stage.owner)


def test_gates_come_in_their_order(stage):
    with pytest.raises(NotPossible, match="Gate 1 has not decided Go"):
        stage.draft(2)
    stage.decided(1, "hold")
    with pytest.raises(NotPossible, match="Gate 1 has not decided Go"):
        stage.draft(2)


def test_nobody_runs_the_gate_of_their_own_idea(stage, cast):
    stage.idea.owner = cast.leader
    stage.idea.save()
    with pytest.raises(ValidationError, match="owns the idea"):
        draft_review(stage.idea, gate=1, actor=stage.as_(cast.leader))


def test_only_the_gate_owner_prepares_and_locks(stage, cast):
    review = stage.draft(1)
    for person in (cast.second_leader, cast.product_manager, cast.viewer):
        with pytest.raises(NotAllowed):
            lock_review(review, actor=stage.as_(person))
        with pytest.raises(NotAllowed):
            set_criteria(review, STRICT, actor=stage.as_(person))
        with pytest.raises(NotAllowed):
            set_panel(review, gatekeepers=[cast.leader], actor=stage.as_(person))
    change_draft(review, actor=stage.as_(cast.leader), owner=cast.second_leader)
    assert lock_review(review, actor=stage.as_(cast.second_leader)).state == "locked"


def test_a_panel_has_its_quorum_and_its_voices(full, cast):
    review = full.draft(1, with_panel=False)
    with pytest.raises(NotPossible, match=r"needs 3 gatekeepers.*voice of sales.*customer success"):
        lock_review(review, actor=full.as_(full.owner))


@pytest.mark.parametrize("why", ["owner", "author", "role", "commission"])
def test_whoever_has_a_conflict_takes_no_seat(stage, cast, evidence, monkeypatch, why):
    review = stage.draft(1)
    person = cast.second_leader
    if why == "owner":
        stage.idea.owner = person
        stage.idea.save()
    if why == "author":
        evidence.authors["engagement.share_at_assurance"] = [person.pk]
    if why == "role":
        person = cast.salesperson
    if why == "commission":
        conflict = Conflict(person.pk, "commission", "earns commission on Acme")
        monkeypatch.setattr("gates.conflicts._sources", [lambda idea: [conflict]])
    with pytest.raises(ValidationError):
        set_panel(review, gatekeepers=[cast.leader, person], actor=stage.as_(cast.leader))


def test_criteria_are_fixed_before_the_evidence_exists(stage, monkeypatch):
    review = stage.draft(1)
    monkeypatch.setattr(measures, "_entered", {1: [lambda review, since: "3 outcomes were entered"]})
    with pytest.raises(NotPossible, match="3 outcomes were entered"):
        lock_review(review, actor=stage.as_(stage.owner))


def test_a_locked_review_keeps_its_policy_and_its_criteria(stage, cast):
    review = stage.locked(1)
    adopt_policy(cast.product, FULL_GOVERNANCE, actor=stage.as_(cast.admin))
    review = stage.fresh(review)
    assert (review.policy.number, review.rules.quorum) == (1, 1)
    with pytest.raises(NotPossible, match="locked"):
        set_criteria(review, STRICT, actor=stage.as_(stage.owner))
    with pytest.raises(NotPossible):
        lock_review(review, actor=stage.as_(stage.owner))


def test_an_amendment_shows_the_verdict_under_the_old_and_the_new(full, cast):
    review = full.locked(1)
    with pytest.raises(NotAllowed, match="Another gatekeeper"):
        amend_criteria(review, STRICT, actor=full.as_(full.owner), reason="It was too mild.")
    with pytest.raises(NotAllowed):
        amend_criteria(review, STRICT, actor=full.as_(cast.fourth_leader), reason="It was too mild.")
    with pytest.raises(ValidationError):
        amend_criteria(review, STRICT, actor=full.as_(cast.second_leader), reason=" ")
    amend_criteria(review, STRICT, actor=full.as_(cast.second_leader), reason="It was too mild.")
    assert [str(one.recommendation.outcome) for one in Findings(full.fresh(review)).verdicts] == ["hold", "recycle"]


@pytest.mark.parametrize("wrong", ["none", "twice", "elsewhere"])
def test_criteria_that_make_no_sense_are_refused(stage, wrong):
    review = stage.draft(1)
    one = CriterionTemplate(name="Lawful")
    criteria = {
        "none": [CriterionTemplate(name="Pain", kind="should")],
        "twice": [one, CriterionTemplate(name="lawful")],
        "elsewhere": [CriterionTemplate(name="Robust", measure="pilot.is_robust", comparator="is_true")],
    }[wrong]  # fmt: skip
    with pytest.raises(ValidationError):
        set_criteria(review, criteria, actor=stage.as_(stage.owner))
    assert review.criteria_sets.get().criteria.count() == 6
