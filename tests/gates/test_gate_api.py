"""The API door of the gates: every verb there, blind-safe, strict in shape, and 404 for what one may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gates.models import Decision, GatePolicy, GateReview, Waiver
from history import clock

pytestmark = pytest.mark.django_db


def test_a_review_goes_its_whole_way_over_the_api(stage, cast, call):
    leader, owner, viewer = call(cast.leader), call(cast.product_manager), call(cast.viewer)
    made = leader.post("/api/v1/gate-reviews/", {"idea": stage.idea.pk, "gate": 1}, format="json")
    assert made.status_code == 201, made.json()
    at = f"/api/v1/gate-reviews/{made.json()['id']}/"

    def press(who, name, **body):
        answer = who.post(f"{at}{name}/", body, format="json")
        assert answer.status_code == 200, (name, answer.json())
        return answer.json()

    criteria = [
        {"name": "Enough use it", "measure": "engagement.share_at_assurance", "comparator": "at_least", "threshold": "0.25"},
        {"name": "Pain", "kind": "should", "weight": "2", "anchors": ["none", "some", "much"]},
    ]
    assert len(press(leader, "set-criteria", criteria=criteria)["criteria"]) == 2
    press(leader, "set-panel", gatekeepers=[cast.leader.pk])
    press(leader, "lock")
    press(owner, "submit")
    press(leader, "declare", has_conflict=False)
    press(leader, "open")
    press(leader, "score", answers={"pain": 7.5})
    press(leader, "reveal")
    shown = press(leader, "vote", outcome="go", probability="0.8")
    decided = press(leader, "decide", outcome="go", rationale="It holds.", probability="0.8", seen=shown["seen"])
    assert decided["state"] == "decided"
    record = viewer.get(f"/api/v1/decisions/{decided['decision']}/").json()
    assert (record["outcome"], record["packet"]["number"], record["words"]["body"]["said"]["rationale"]) == ("go", 1, "It holds.")
    assert [row["outcome"] for row in viewer.get("/api/v1/decisions/?standing=true").json()["results"]] == ["go"]


@pytest.mark.parametrize("name", ["lock", "open", "reveal", "score-again", "sign"])
def test_a_viewer_presses_nothing(stage, cast, call, name):
    review = stage.draft(1)
    assert call(cast.viewer).post(f"/api/v1/gate-reviews/{review.pk}/{name}/", {}, format="json").status_code == 403


def test_what_one_may_not_see_is_not_there(stage, cast, call):
    decision = stage.decided(1)
    stage.idea.product = cast.restricted
    stage.idea.save()
    outsider = call(cast.outsider)
    assert outsider.get(f"/api/v1/gate-reviews/{decision.review_id}/").status_code == 404
    assert outsider.get(f"/api/v1/decisions/{decision.pk}/").status_code == 404
    assert outsider.post(f"/api/v1/gate-reviews/{decision.review_id}/vote/", {"outcome": "go"}, format="json").status_code == 404
    for name in ("gate-reviews", "decisions", "waivers"):
        assert outsider.get(f"/api/v1/{name}/").json()["results"] == []
    refused = outsider.post("/api/v1/gate-reviews/", {"idea": stage.idea.pk, "gate": 1}, format="json")
    assert refused.status_code == 400


def test_shapes_are_strict_and_refusals_say_where(stage, cast, call):
    review = stage.voted(1, "hold")
    leader = call(cast.leader)
    at = f"/api/v1/gate-reviews/{review.pk}/decide/"
    body = {"outcome": "hold", "rationale": "Wait.", "probability": "0.5", "override_words": "We wait."}
    assert leader.post(at, body | {"colour": "red"}, format="json").status_code == 400
    missing = leader.post(at, body, format="json")
    assert (missing.status_code, list(missing.json()["errors"])) == (400, ["review_on"])
    assert leader.post(at, body | {"seen": "0" * 64}, format="json").status_code == 409
    soon = (clock.today() + timedelta(days=9)).isoformat()
    assert leader.post(at, body | {"review_on": soon}, format="json").status_code == 200
    assert leader.post(at, body | {"review_on": soon}, format="json").status_code == 409
    assert Decision.objects.get().outcome == "hold"


def test_a_decision_sent_twice_with_its_key_is_made_once(stage, cast, call):
    review = stage.voted(1)
    leader, body = call(cast.leader), {"outcome": "go", "rationale": "It holds.", "probability": "0.7"}
    answers = [
        leader.post(f"/api/v1/gate-reviews/{review.pk}/decide/", body, format="json", headers={"Idempotency-Key": "one"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replay"] == "true"
    assert Decision.objects.count() == 1


def test_policies_are_versions_and_an_admins_affair(stage, cast, call):
    admin = call(cast.admin)
    body = {"product": cast.product.pk, "preset": "full_governance"}
    assert call(cast.leader).post("/api/v1/gate-policies/", body, format="json").status_code == 403
    assert admin.post("/api/v1/gate-policies/", body, format="json").status_code == 201
    changed = {"product": cast.product.pk, "rules": {"quorum": 2, "theta": "0.7"}, "why": "We are few."}
    made = admin.post("/api/v1/gate-policies/", changed, format="json").json()
    assert (made["number"], made["preset"], made["rules"]["quorum"], made["rules"]["is_blind"]) == (2, "own", 2, True)
    for wrong in (
        {"quorum": 0},
        {"quorum": "x"},
        {"hold_days": 91},
        {"looks": [9, 6]},
        {"voices": ["viewer"]},
        {"colour": 1},
        {"criteria": {"1": [{"name": ""}]}},
        {"criteria": 5},
        {"theta": "NaN"},
    ):
        refused = admin.post("/api/v1/gate-policies/", {"product": cast.product.pk, "rules": wrong}, format="json")
        assert refused.status_code == 400, (wrong, refused.json())
    assert GatePolicy.objects.count() == 2
    shown = call(cast.viewer).get("/api/v1/gate-policies/?in_force=true").json()["results"]
    assert [row["number"] for row in shown] == [2]


def test_waivers_conditions_and_revival_over_the_api(stage, cast, call):
    review = stage.locked(1)
    until = (clock.today() + timedelta(days=20)).isoformat()
    asked = {"criterion": "the-projection-stands", "why": "Rebuilt", "control": "Watch", "until": until}
    assert (
        call(cast.product_manager).post(f"/api/v1/gate-reviews/{review.pk}/ask-waiver/", asked, format="json").status_code == 200
    )
    waiver = Waiver.objects.get()
    assert call(cast.product_manager).post(f"/api/v1/waivers/{waiver.pk}/grant/", {}, format="json").status_code == 403
    assert call(cast.leader).post(f"/api/v1/waivers/{waiver.pk}/grant/", {}, format="json").json()["is_valid"]
    decision = stage.decided(1, "conditional_go", idea=stage.new_idea("Another"))
    body = {"condition": decision.conditions.get().pk, "finding": "Seen and clean."}
    answer = call(cast.leader).post(f"/api/v1/decisions/{decision.pk}/verify-condition/", body, format="json")
    assert answer.json()["superseded_by"] == Decision.objects.standing().get().pk
    killed = stage.decided(1, "kill", idea=stage.new_idea("A third"))
    revived = call(cast.product_manager).post(f"/api/v1/decisions/{killed.pk}/revive/", {"title": "Smaller"}, format="json")
    assert revived.status_code == 200, revived.json()


@pytest.mark.parametrize("count", [3, 30])
def test_lists_cost_the_same_however_long(stage, cast, call, count, django_assert_max_num_queries):
    for number in range(count):
        stage.draft(1, idea=stage.new_idea(f"Idea {number}"), with_panel=False)
    viewer = call(cast.viewer)
    with django_assert_max_num_queries(15):
        shown = viewer.get("/api/v1/gate-reviews/?page_size=100&state=draft&gate=1")
    assert len(shown.json()["results"]) == count
    assert viewer.get("/api/v1/gate-reviews/?waiting_for_me=true").json()["results"] == []
    assert len(call(cast.leader).get("/api/v1/gate-reviews/?waiting_for_me=true&page_size=100").json()["results"]) == count
    assert viewer.get("/api/v1/gate-reviews/?colour=red").status_code == 400
    assert GateReview.objects.count() == count
