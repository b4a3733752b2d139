"""The whole way of a review, as the domain tells it."""

from __future__ import annotations

import pytest

from gates.findings import Findings
from gates.models import Packet
from gates.standing import gates_missing
from history.refusals import NotPossible
from history.verification import faults
from roadmap.actions import move_stage

pytestmark = pytest.mark.django_db


def test_a_small_team_takes_an_idea_through_three_gates_to_launch(stage):
    with pytest.raises(NotPossible, match=r"gate 1 .Engagement. and gate 2 .Pilot."):
        move_stage(stage.idea, stage="delivery", actor=stage.as_(stage.cast.product_manager))
    stage.passed(1, 2)
    move_stage(stage.idea, stage="delivery", actor=stage.as_(stage.cast.product_manager))
    assert gates_missing(stage.idea, (1, 2, 3)) == [3]
    stage.passed(3)
    move_stage(stage.idea, stage="validation", actor=stage.as_(stage.cast.product_manager))
    assert [packet.number for packet in Packet.objects.all()] == [1, 2, 3]
    assert list(faults()) == []


def test_full_governance_goes_its_way_blind_with_three_gatekeepers_and_two_voices(full):
    review = full.scored(1)
    assert Findings(review).counted == {}
    assert Findings(review).recommendation.outcome == "hold"
    decision = full.decided(1, idea=full.new_idea("Another"))
    assert decision.outcome == decision.recommended == "go"
    assert decision.packet.body["tally"] == {"counts": {"go": 3}, "eligible": 3, "tie": False}


@pytest.mark.parametrize("outcome", ["conditional_go", "hold", "recycle", "kill"])
def test_a_panel_may_be_stricter_than_recommended_and_says_why(stage, outcome):
    decision = stage.decided(1, outcome)
    assert (decision.outcome, decision.override) == (outcome, "stricter")
    assert decision.words["said"]["override"]
