"""A policy on simulated features: what stricter rules trade off, the same for the same seed, from the organisation's own numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gates import base_rates
from gates.actions.scores import reveal_scores, speak, vote
from gates.base_rates import DEFAULT, known_of
from gates.figures.simulation import Assumptions, simulate
from gates.presets import FULL_GOVERNANCE, SMALL_TEAM
from gates.simulation import assumed_met, rules_of, simulated, with_share

pytestmark = pytest.mark.django_db
WORLD = Assumptions()


def run(rules, seed=1, world=WORLD, features=800):
    return simulate(rules_of(rules), world, seed=seed, features=features)


def test_the_same_seed_gives_the_same_answer_and_another_one_nearly():
    one, again, other = run(SMALL_TEAM), run(SMALL_TEAM), run(SMALL_TEAM, seed=2)
    assert one == again
    assert one != other
    assert abs(one.good_killed.share - other.good_killed.share) < 0.06


@pytest.mark.parametrize("stricter", [
    replace(SMALL_TEAM, hurdle=Decimal("7.5")), replace(SMALL_TEAM, theta=Decimal("0.80")), with_share(SMALL_TEAM, 0.40),
    replace(SMALL_TEAM, most_holds=0, most_recycles=0),
], ids=["hurdle", "theta", "share", "no second try"])  # fmt: skip
def test_stricter_rules_kill_more_good_ones_and_pass_fewer_bad_ones(stricter):
    now, then = run(SMALL_TEAM), run(stricter)
    assert then.good_killed.share > now.good_killed.share
    assert then.bad_passed.share <= now.bad_passed.share


def test_without_gates_everything_passes_in_no_time():
    free = run(replace(SMALL_TEAM, before_delivery=(), before_launch=()))
    assert (free.good_killed.share, free.bad_passed.share, free.days, free.launched) == (0, 1, 0, pytest.approx(1))
    assert free.good_among_launched == pytest.approx(WORLD.base_rate)


def test_more_judges_waver_less():
    noisy = replace(WORLD, judge_spread=3.0)
    assert run(FULL_GOVERNANCE, world=noisy).good_killed.share < run(SMALL_TEAM, world=noisy).good_killed.share


def test_it_says_what_it_cannot_draw():
    assert "The market is covered" in assumed_met(SMALL_TEAM)
    assert "Customers reach their outcome" not in assumed_met(SMALL_TEAM)


def test_defaults_stand_until_enough_is_known(stage, monkeypatch):
    stage.passed(1)
    actor = stage.as_(stage.cast.viewer)
    world, known = known_of(stage.cast.product, actor)
    assert (world, any(one.is_own for one in known)) == (DEFAULT, False)
    assert known[0].source == "a default, until 20 launches are known; so far 0"
    monkeypatch.setattr(base_rates, "FEWEST_REVIEWS", 1)
    world, known = known_of(stage.cast.product, actor)
    assert world.deciding[0] < DEFAULT.deciding[0]
    assert [one.name for one in known if one.is_own] == ["Days of gate 1: bringing the evidence, deciding"]


def test_judges_are_measured_by_scores_beside_each_other(full, monkeypatch):
    review = full.scoring(1)
    for person in full.voices:
        speak(review, actor=full.as_(person), words="They ask for it.", leaning="for")
    for person, points in zip(full.panel, (6, 7, 8), strict=True):
        full.score(review, person, points)
    finish(full, review)
    monkeypatch.setattr(base_rates, "FEWEST_SCORES", 9)
    world, _ = known_of(full.cast.product, full.as_(full.cast.viewer))
    assert world.judge_spread == pytest.approx(1.0)


def finish(full, review):
    """Reveal, vote and decide what the criteria say."""
    review = reveal_scores(full.fresh(review), actor=full.as_(full.panel[0]))
    for person in full.panel:
        vote(review, actor=full.as_(person), outcome="go", words="It holds.", probability=Decimal("0.7"))
    full.decide(review, "go")


def test_a_leader_simulates_a_draft_before_it_is_adopted(stage, cast, browse, django_assert_max_num_queries):
    browser, at = browse(cast.leader), f"/gates/policies/{cast.product.pk}/simulation/"
    browser.get(at)
    with django_assert_max_num_queries(15):
        page = browser.get(f"{at}?rules=full_governance&seed=7&base_rate=20")
    found = page.context["found"]
    assert (found.seed, found.world.base_rate) == (7, pytest.approx(0.2))
    assert "Good features killed" in page.content.decode()
    form = browser.get(f"/gates/policies/{cast.product.pk}/").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)} | {"hurdle": "8"}
    drafted = browser.post(at, values)
    assert drafted.context["found"].candidate.good_killed.share > drafted.context["found"].now.good_killed.share
    assert browser.get(f"{at}?seed=0").status_code == 422
    assert browser.get(f"{at}?rules=no").status_code == 404
    assert browser.post(at, {"rules": "{"}).status_code == 422


def test_the_api_simulates_too(stage, cast, call):
    at, body = "/api/v1/gate-policies/simulate/", {"product": cast.product.pk, "rules": {"hurdle": "8"}, "seed": 3}
    found = call(cast.leader).post(at, body, format="json").json()
    assert found["candidate"]["good_killed"]["share"] > found["in_force"]["good_killed"]["share"]
    assert [len(one["points"]) for one in found["sweeps"]] == [7, 5, 7]
    assert {one["is_own"] for one in found["assumptions"]} == {False}
    assert call(cast.leader).post(at, body | {"base_rate": 2}, format="json").status_code == 400
    assert call(cast.outsider).post(at, {"product": cast.restricted.pk}, format="json").status_code == 400


def test_a_hidden_products_rules_are_not_simulated(stage, cast, browse):
    assert browse(cast.outsider).get(f"/gates/policies/{cast.restricted.pk}/simulation/").status_code == 404


def test_a_policy_without_a_bar_of_shares_moves_the_rest(stage, cast):
    rules = replace(SMALL_TEAM, criteria={**SMALL_TEAM.criteria, "1": SMALL_TEAM.criteria_for(1)[1:]})
    found = simulated(cast.product, SMALL_TEAM, rules, stage.as_(cast.viewer))
    assert len(found.sweeps) == 2
