"""Rules tried out on past reviews: by their sealed evidence, certain only where what was not asked cannot matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from gates.actions.policies import adopt_policy
from gates.figures.recommendation import Outcome, Result, Rule
from gates.figures.retrial import TriedMust, TriedShould, try_again
from gates.models import GatePolicy, Pilot
from gates.presets import FULL_GOVERNANCE, SMALL_TEAM, judged, scored
from gates.resealing import measured_under
from gates.tryouts import DIFFERS, SAME, UNKNOWN, try_out

pytestmark = pytest.mark.django_db


def other(gate: int = 1, **changes):
    """The small team's rules with one criterion of a gate changed, or added."""
    criteria = list(SMALL_TEAM.criteria_for(gate))
    for place, one in enumerate(criteria):
        if one.measure in changes:
            criteria[place] = replace(one, threshold=Decimal(changes.pop(one.measure)))
    criteria += changes.pop("more", [])
    return replace(SMALL_TEAM, criteria={**SMALL_TEAM.criteria, str(gate): tuple(criteria)}, **changes)


def tried(stage, rules):
    found = try_out(stage.cast.product, rules, stage.as_(stage.cast.viewer))
    assert len(found.tried) == 1
    return found.tried[0]


def test_the_rules_of_then_say_what_was_said_then(full):
    full.passed(1, 2)
    full.evidence.values["viability.probability"] = Decimal("0.1")
    full.decided(3, "recycle")
    found = try_out(full.cast.product, FULL_GOVERNANCE, full.as_(full.cast.viewer))
    assert [(one.decision.review.gate, one.standing) for one in found.tried] == [(3, SAME), (2, SAME), (1, SAME)]


def test_a_stricter_bar_would_have_recycled_it(stage):
    stage.decided(1)
    one = tried(stage, other(**{"engagement.share_at_assurance": "0.40"}))
    assert (one.standing, one.now.outcome, one.now.rule) == (DIFFERS, Outcome.RECYCLE, Rule.REPAIRABLE)
    assert one.now_rule == "Failed, but repairable: Enough of them will use it."


def test_another_hurdle_and_another_gap_count_the_scores_that_were_given(stage):
    stage.decided(1)  # scored 8
    assert tried(stage, replace(SMALL_TEAM, hurdle=Decimal("8.5"))).now.rule == Rule.UNDER_HURDLE
    assert tried(stage, replace(SMALL_TEAM, minor_gap_below=Decimal(9))).now.outcome == Outcome.CONDITIONAL_GO


def test_what_was_not_asked_is_not_made_up(stage):
    stage.decided(1)
    one = tried(stage, other(more=[judged("Legal agrees", "In writing.", is_fatal=True)]))
    assert (one.standing, one.now, one.now_rule) == (UNKNOWN, None, "Not asked then: Legal agrees.")
    assert (one.retrial.mildest.outcome, one.retrial.severest.outcome) == (Outcome.GO, Outcome.KILL)


def test_what_was_not_asked_does_not_matter_where_something_else_decides(stage):
    stage.decided(1)
    rules = other(more=[scored("Novelty", "1", "", "", "")], **{"engagement.share_at_assurance": "0.40"})
    one = tried(stage, rules)
    assert (one.standing, one.now.outcome) == (DIFFERS, Outcome.RECYCLE)
    assert one.now_rule == "A repairable must-meet failed. Not asked then, and without effect: Novelty."


NOW = datetime(2026, 6, 30, tzinfo=UTC)


def sealed(measure: str, standing: str = "known", *, days: int = 20, value="0.310000", **details):
    """A value as a packet holds it, so many days old."""
    as_of = (NOW - timedelta(days=days)).isoformat()
    return {"measure": measure, "value": value, "standing": standing, "as_of": as_of, "source": "", "details": details}


def again(one, rules, pilots=None):
    body = {"policy": {"rules": SMALL_TEAM.as_json()}}
    return measured_under(one, body, NOW, rules, pilots or {})


@pytest.mark.parametrize(("measure", "rule"), [
    ("engagement.share_at_assurance", "projection_days"), ("pilot.probability", "outcome_days"), ("pilot.is_robust", "outcome_days"),
    ("viability.assessors", "vote_days"), ("viability.coverage", "pipeline_days"),
])  # fmt: skip
def test_what_is_out_of_date_follows_the_rules_that_are_tried(measure, rule):
    assert again(sealed(measure), replace(SMALL_TEAM, **{rule: 10})).standing == "stale"
    assert again(sealed(measure), replace(SMALL_TEAM, **{rule: 25})).standing == "known"


def test_what_was_too_old_then_may_be_young_enough():
    assert (
        again(sealed("engagement.share_at_assurance", "stale", days=40), replace(SMALL_TEAM, projection_days=60)).standing
        == "known"
    )


def test_a_projection_of_an_older_model_stays_out_of_date():
    one = sealed("engagement.share_at_assurance", "stale", origin="2026-06-20")
    assert again(one, replace(SMALL_TEAM, projection_days=60)).standing == "stale"


def test_what_was_unknown_stays_so():
    assert again(sealed("pilot.enrolled", value="7"), SMALL_TEAM).standing == "known"
    assert again(sealed("viability.coverage", "unknown", value=None), replace(SMALL_TEAM, pipeline_days=5)).standing == "unknown"


def test_a_pilot_is_held_against_other_bars_by_its_counts():
    pilot = Pilot(pk=5, theta=Decimal("0.60"), fewest=6, looks=[6, 9, 12], closed_at=NOW)
    counts = {"achieved": 9, "missed": 1, "lost": 2}
    one = sealed("pilot.probability", value="0.831400", pilot=5, achieved=9, settled=12, enrolled=12, counts=counts)
    stricter = again(one, replace(SMALL_TEAM, theta=Decimal("0.70")), {5: pilot})
    assert (stricter.standing, round(float(stricter.value), 4)) == ("inconclusive", 0.5794)
    robust = sealed("pilot.is_robust", value=True, pilot=5, achieved=9, settled=12, counts=counts)
    assert again(robust, replace(SMALL_TEAM, theta=Decimal("0.70")), {5: pilot}).value is False
    assert again(one, replace(SMALL_TEAM, theta=Decimal("0.70"))) is None
    pilot.closed_at = None
    for settled, known in ((5, True), (6, True), (7, False), (9, True), (12, True)):
        counts = {"achieved": 5, "missed": settled - 5}
        running = sealed("pilot.probability", pilot=5, achieved=5, settled=settled, counts=counts)
        assert (again(running, replace(SMALL_TEAM, theta=Decimal("0.70")), {5: pilot}) is not None) is known


def test_a_waiver_of_then_still_excuses():
    musts = [TriedMust("Enough", Result.WAIVED), TriedMust("Lawful", Result.MET, is_fatal=True)]
    found = try_again(1, musts, [], hurdle=6, gap_below=5)
    assert (found.mildest.outcome, found.is_certain, found.not_asked) == (Outcome.CONDITIONAL_GO, True, ())


def test_a_score_that_nobody_gave_is_tried_both_ways():
    found = try_again(
        2, [TriedMust("Enough", Result.MET)], [TriedShould("Pain", 1, 8), TriedShould("Reach", 3, None)], hurdle=6, gap_below=5
    )
    assert (found.mildest.outcome, found.severest.outcome, found.not_asked) == (Outcome.GO, Outcome.RECYCLE, ("Reach",))
    assert try_again(1, [], [], hurdle=6, gap_below=5) is None


def test_rules_that_ask_nothing_say_so(stage):
    stage.decided(1)
    one = tried(stage, replace(SMALL_TEAM, criteria={}, before_delivery=(), before_launch=(), quorum=3))
    assert (one.standing, one.now_rule) == (UNKNOWN, "These rules ask nothing at this gate.")
    assert one.notes == ("1 judged; these rules ask for 3.", "These rules do not demand this gate.")


def test_a_draft_is_tried_out_from_the_policys_page_and_kept_nowhere(stage, cast, browse):
    decision = stage.decided(1)
    number = GatePolicy.objects.count()
    at = f"/gates/policies/{cast.product.pk}/"
    form = browse(cast.leader).get(at).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)} | {"hurdle": "9"}
    page = browse(cast.leader).post(f"{at}trial/", values)
    assert page.status_code == 200
    assert [one.decision.pk for one in page.context["parts"]["differs"]] == [decision.pk]
    assert "lies under the hurdle of 9.00" in page.content.decode()
    draft = page.context["candidate"].as_text
    assert browse(cast.leader).post(f"{at}trial/", {"rules": draft}).context["candidate"].rules.hurdle == 9
    assert browse(cast.leader).post(f"{at}draft/", {"rules": draft}).status_code == 403
    assert GatePolicy.objects.count() == number
    assert browse(cast.admin).post(f"{at}draft/", {"rules": draft, "why": "Too soft"}).status_code == 302
    assert (GatePolicy.objects.latest("id").rules.hurdle, GatePolicy.objects.latest("id").why) == (9, "Too soft")
    again = browse(cast.admin).post(f"{at}draft/", {"rules": draft}, follow=True)
    assert "This is the policy in force already." in again.content.decode()


def test_criteria_are_tried_out_from_their_editor(stage, cast, browse):
    stage.decided(1)
    at = f"/gates/policies/{cast.product.pk}/"
    editor = browse(cast.admin).get(f"{at}criteria/1/").context["forms"]
    values = {"criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0", "gate": "1"}
    values |= {"criteria-0-name": "Legal agrees", "criteria-0-judged": "people:must", "criteria-0-ORDER": "1"}
    page = browse(cast.admin).post(f"{at}trial/", values)
    assert (editor.prefix, page.status_code, page.context["found"].counts) == ("criteria", 200, {UNKNOWN: 1})
    assert browse(cast.admin).post(f"{at}trial/", values | {"gate": "7"}).status_code == 422


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"odd": 1}', '{"quorum": "many"}', '{"criteria": {"1": [{"name": ""}]}}', "[" * 90_000]
)
def test_a_draft_that_cannot_be_says_so(stage, cast, browse, text):
    page = browse(cast.leader).post(f"/gates/policies/{cast.product.pk}/trial/", {"rules": text})
    assert page.status_code == 422
    assert browse(cast.admin).post(f"/gates/policies/{cast.product.pk}/draft/", {"rules": text}).status_code == 422


def test_a_version_and_a_preset_are_tried_out_within_fifteen_questions(stage, cast, browse, django_assert_max_num_queries):
    stage.passed(1, 2, 3)
    adopt_policy(cast.product, FULL_GOVERNANCE, actor=stage.as_(cast.admin))
    browser, at = browse(cast.viewer), f"/gates/policies/{cast.product.pk}/trial/"
    browser.get(at)
    with django_assert_max_num_queries(15):
        page = browser.get(f"{at}?rules=1")
    assert page.context["found"].counts == {SAME: 3}
    assert browser.get(f"{at}?rules=full_governance").status_code == 200
    assert browser.get(f"{at}?rules=99").status_code == 404


def test_the_api_tries_out_too(stage, cast, call):
    decision = stage.decided(1)
    at = "/api/v1/gate-policies/try-out/"
    found = call(cast.viewer).post(at, {"product": cast.product.pk, "rules": {"hurdle": "9"}}, format="json").json()
    assert (found["same"], found["differs"], found["unknown"]) == (0, 1, 0)
    row = found["reviews"][0]
    assert (row["decision"], row["then"], row["now"], row["now_rule"]) == (decision.pk, "go", "recycle", "under_hurdle")
    assert (
        call(cast.viewer).post(at, {"product": cast.product.pk, "version": "full_governance"}, format="json").json()["same"] == 1
    )
    assert call(cast.viewer).post(at, {"product": cast.product.pk, "version": "77"}, format="json").status_code == 400
    both = {"product": cast.product.pk, "version": "1", "rules": {}}
    assert call(cast.viewer).post(at, both, format="json").status_code == 400
    assert call(cast.viewer).post(at, {"product": cast.product.pk, "rules": {"odd": 1}}, format="json").status_code == 400
    assert call(cast.outsider).post(at, {"product": cast.restricted.pk}, format="json").status_code == 400
