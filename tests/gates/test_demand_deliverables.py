"""What a policy demands to be there before a review is submitted: through the verb, the policy's page and the API."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from feedback.actions import give_feedback
from gates.actions.policies import adopt_policy
from gates.actions.reviews import submit_review
from gates.models.policies import standing_policy
from gates.policy_rules import PolicyRules
from gates.presets import SMALL_TEAM
from history.refusals import NotPossible
from roadmap.actions import edit_idea, link_insight

pytestmark = pytest.mark.django_db


def demanding(stage, **gates):
    rules = replace(SMALL_TEAM, deliverables={gate.removeprefix("gate"): names for gate, names in gates.items()})
    adopt_policy(stage.cast.product, rules, actor=stage.as_(stage.cast.admin))


def submit(stage, review):
    return submit_review(review, actor=stage.as_(stage.cast.product_manager))


def test_what_is_written_and_linked_is_demanded(stage):
    demanding(stage, gate1=("problem", "hypothesis", "insights"), gate2=("target_outcomes",))
    review, pm = stage.locked(1), stage.as_(stage.cast.product_manager)
    with pytest.raises(NotPossible) as refusal:
        submit(stage, review)
    assert str(refusal.value) == (
        "The problem is not written down yet. The hypothesis is not written down yet. "
        "No insight from a customer is linked to the idea yet."
    )
    edit_idea(stage.idea, problem="They type twice.", hypothesis="One file ends it.", actor=pm)
    feedback = give_feedback(text="Please, a file", product=stage.cast.product, company=stage.cast.acme, actor=pm)
    link_insight(feedback, idea=stage.idea, start=8, end=14, importance=2, actor=pm)
    assert submit(stage, stage.fresh(review)).state == "ready"


@pytest.mark.parametrize(("standing", "words"), [("unknown", "is None"), ("stale", "out of date")])
def test_evidence_is_demanded_fresh(stage, evidence, standing, words):
    demanding(stage, gate1=("assessments",))
    review = stage.locked(1)
    evidence.standings["viability.assessors"] = standing
    if standing == "unknown":
        evidence.values["viability.assessors"] = None
    with pytest.raises(NotPossible, match=words):
        submit(stage, review)
    evidence.standings.clear()
    evidence.values["viability.assessors"] = 4
    assert submit(stage, stage.fresh(review)).state == "ready"


def test_the_api_says_what_is_missing(stage, cast, call):
    demanding(stage, gate1=("problem",))
    review = stage.locked(1)
    shown = call(cast.viewer).get(f"/api/v1/gate-reviews/{review.pk}/").json()
    assert shown["missing"] == ["The problem is not written down yet."]
    answer = call(cast.product_manager).post(f"/api/v1/gate-reviews/{review.pk}/submit/", {}, format="json")
    assert answer.status_code == 409
    assert "problem is not written down" in answer.json()["detail"]


def test_a_policy_is_filled_in_with_its_demands(stage, cast, browse, call):
    page = browse(cast.admin).get(f"/gates/policies/{cast.product.pk}/")
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    values |= {"deliverables_1": ["insights", "problem"], "deliverables_3": []}
    assert browse(cast.admin).post(f"/gates/policies/{cast.product.pk}/", values).status_code == 302
    assert standing_policy(cast.product.pk).rules.deliverables == {"1": ("problem", "insights")}
    again = browse(cast.admin).get(f"/gates/policies/{cast.product.pk}/").content.decode()
    assert "Demanded before submitting gate 1: nothing more → The problem, written down, At least one insight" in again
    body = {"product": cast.product.pk, "rules": {"deliverables": {"2": ["pilot"]}}}
    made = call(cast.admin).post("/api/v1/gate-policies/", body, format="json")
    assert (made.status_code, made.json()["rules"]["deliverables"]) == (201, {"2": ["pilot"]})


@pytest.mark.parametrize("value", [{"1": ["poem"]}, {"4": ["problem"]}, {"1": 5}, [1], "problem", {"1": [["problem"]]}])
def test_what_cannot_be_demanded_is_refused(stage, cast, call, value):
    with pytest.raises(ValidationError):
        PolicyRules.from_json({"deliverables": value})
    body = {"product": cast.product.pk, "rules": {"deliverables": value}}
    assert call(cast.admin).post("/api/v1/gate-policies/", body, format="json").status_code == 400
