"""Two versions of a policy side by side: each rule, and each criterion added, dropped or changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gates.actions.policies import adopt_policy
from gates.actions.scores import reveal_scores, vote
from gates.comparison import ADDED, CHANGED, DROPPED, SAME, compare, compare_criteria, criteria_changes
from gates.models import GatePolicy, GateReview
from gates.presets import FULL_GOVERNANCE, SMALL_TEAM, judged, scored
from history.refusals import NotPossible

pytestmark = pytest.mark.django_db
ENOUGH, *REST = SMALL_TEAM.criteria_for(1)
OTHER = (replace(ENOUGH, threshold=Decimal("0.30")), *REST[:-1], judged("Legal agrees", "In writing.", is_fatal=True))
RULES = replace(SMALL_TEAM, quorum=2, theta=Decimal("0.70"), criteria={**SMALL_TEAM.criteria, "1": OTHER})


def test_each_criterion_is_added_dropped_changed_or_the_same():
    lines = {line.name: line for line in compare_criteria(SMALL_TEAM.criteria_for(1), OTHER)}
    assert lines["Legal agrees"].change == ADDED
    assert lines["We can find out in a pilot"].change == DROPPED
    assert lines["The pain is urgent"].change == SAME
    bar = lines["Enough of them will use it"]
    assert (bar.change, "at least 20%" in bar.one, "at least 30%" in bar.other) == (CHANGED, True, True)
    assert lines["Legal agrees"].other == "Must meet, fatal: people say yes or no (In writing.)"


def test_the_numbers_stand_beside_each_other():
    changed = {line.name: (line.one, line.other) for part in compare(SMALL_TEAM, RULES)[:1] for line in part.changed}
    assert changed == {
        "Quorum of gatekeepers": ("1 person", "2 people"), "Share of companies that must reach their outcome": ("60%", "70%"),
    }  # fmt: skip


def test_the_list_of_versions_says_it_in_short():
    assert criteria_changes(SMALL_TEAM, RULES) == [
        "Criteria of gate 1: added: Legal agrees; dropped: We can find out in a pilot; changed: Enough of them will use it"
    ]
    turned = replace(SMALL_TEAM, criteria={**SMALL_TEAM.criteria, "1": SMALL_TEAM.criteria_for(1)[::-1]})
    assert criteria_changes(SMALL_TEAM, turned) == ["Criteria of gate 1: in another order"]


def test_anybody_compares_on_a_page_and_over_the_api(stage, cast, browse, call, django_assert_max_num_queries):
    adopt_policy(cast.product, RULES, actor=stage.as_(cast.admin))
    adopt_policy(cast.product, FULL_GOVERNANCE, actor=stage.as_(cast.admin))
    browser, at = browse(cast.viewer), f"/gates/policies/{cast.product.pk}/comparison/"
    browser.get(at)
    with django_assert_max_num_queries(15):
        page = browser.get(f"{at}?one=small_team&other=1")
    text = page.content.decode()
    assert all(words in text for words in ("Preset Small team", "Legal agrees", "Dropped", "at least 30%"))
    assert "It serves an objective" not in text
    assert "It serves an objective" in browser.get(f"{at}?one=1&other=2&all=1").content.decode()
    assert browser.get(f"{at}?one=99&other=nonsense").status_code == 200
    api = f"/api/v1/gate-policies/comparison/?product={cast.product.pk}"
    parts = call(cast.viewer).get(f"{api}&one=1&other=2").json()
    assert [line["change"] for line in parts[1]["lines"] if line["name"] == "Legal agrees"] == ["dropped"]
    assert call(cast.viewer).get(f"{api}&one=1&other=77").status_code == 404
    assert call(cast.viewer).get(f"{api}&one=1&other=2&odd=1").status_code == 400


def test_a_hidden_product_has_no_policies_to_compare(stage, cast, browse, call):
    assert browse(cast.outsider).get(f"/gates/policies/{cast.restricted.pk}/comparison/").status_code == 404
    api = f"/api/v1/gate-policies/comparison/?product={cast.restricted.pk}&one=small_team&other=full_governance"
    assert call(cast.outsider).get(api).status_code == 404


def test_a_policy_is_the_same_though_it_was_stored_before_a_rule_came(stage, cast):
    earlier = {name: value for name, value in FULL_GOVERNANCE.as_json().items() if name != "deliverables"}
    policy = GatePolicy.objects.create(product=cast.product, number=1, stored_rules=earlier)
    assert policy.preset == "full_governance"
    with pytest.raises(NotPossible):
        adopt_policy(cast.product, FULL_GOVERNANCE, actor=stage.as_(cast.admin))


def test_criteria_of_the_same_name_are_refused_in_a_policy_too(stage, cast, call):
    twice = [{"name": "Enough", "kind": "must"}, {"name": "enough", "kind": "must"}]
    body = {"product": cast.product.pk, "rules": {"criteria": {"1": twice}}}
    answer = call(cast.admin).post("/api/v1/gate-policies/", body, format="json")
    assert answer.status_code == 400
    assert "same name" in str(answer.json())


def test_changing_a_policy_never_touches_a_review_that_is_locked(stage, cast):
    review = stage.scored(1)
    before = (review.policy_id, review.rules, [str(one) for one in review.criteria_sets.last().criteria.all()])
    adopt_policy(cast.product, replace(RULES, hurdle=Decimal(9), scoring_days=1, quorum=3), actor=stage.as_(cast.admin))
    again = GateReview.objects.get(pk=review.pk)
    assert (again.policy_id, again.rules, [str(one) for one in again.criteria_sets.last().criteria.all()]) == before
    decision = stage.decide(stage_votes(stage, review), "go")
    assert (decision.recommended, decision.packet.body["policy"]["rules"]["hurdle"]) == ("go", "6.0")


def stage_votes(stage, review):
    """The review, revealed and voted for."""
    review = reveal_scores(review, actor=stage.as_(stage.panel[0]))
    for person in stage.panel:
        vote(review, actor=stage.as_(person), outcome="go", words="It holds.")
    return review


def test_a_policy_compares_scores_with_their_anchors():
    lines = compare_criteria((scored("Pain", "2", "none", "some", "much"),), (scored("Pain", "2", "none", "some", "all"),))
    assert lines[0].one == "Should meet, weight 2; 0 none, 5 some, 10 much"
    assert lines[0].change == CHANGED
