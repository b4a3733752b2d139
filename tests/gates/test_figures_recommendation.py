"""The recommendation is computed worst first and says which rule fired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.figures.recommendation import (
    SEVERITY,
    MustMeet,
    Outcome,
    Result,
    Rule,
    ShouldMeet,
    is_milder,
    is_override,
    recommend,
    weighted_score,
)

FINE = ShouldMeet(hurdle=6, score=7)


def musts(*results):
    return [MustMeet(f"criterion {i}", Result(result)) for i, result in enumerate(results, 1)]


@pytest.mark.parametrize(
    ("results", "should", "outcome", "rule"),
    [
        (["met"], FINE, "go", Rule.ALL_MET),
        (["met"], None, "go", Rule.ALL_MET),
        (["waived"], FINE, "conditional_go", Rule.WAIVER),
        (["met"], ShouldMeet(6, 7, ("reach",)), "conditional_go", Rule.MINOR_GAP),
        (["unknown", "waived"], FINE, "hold", Rule.UNSETTLED),
        (["stale"], FINE, "hold", Rule.UNSETTLED),
        (["inconclusive"], FINE, "hold", Rule.UNSETTLED),
        (["met"], ShouldMeet(6, None), "hold", Rule.UNSETTLED),
        (["unknown"], ShouldMeet(6, 5.9), "recycle", Rule.UNDER_HURDLE),
        (["met"], ShouldMeet(6, 6.0), "go", Rule.ALL_MET),
        (["failed_repairable", "unknown"], FINE, "recycle", Rule.REPAIRABLE),
        (["failed_repairable", "failed_fatal", "unknown", "waived"], ShouldMeet(6, 1), "kill", Rule.FATAL),
    ],
)
def test_the_worst_rule_answers(results, should, outcome, rule):
    found = recommend(1, musts(*results), should)
    assert (found.outcome, found.rule) == (Outcome(outcome), rule)


@pytest.mark.parametrize(("results", "should"), [(["waived"], FINE), (["met"], ShouldMeet(6, 7, ("reach",)))])
def test_the_last_gate_knows_no_conditions(results, should):
    found = recommend(3, musts(*results), should)
    assert found.outcome == Outcome.HOLD
    assert "no conditions" in found.because


def test_it_names_the_criteria_concerned():
    found = recommend(2, [MustMeet("Enough companies", Result.MET), MustMeet("Verdict", Result.STALE)])
    assert found.because == "Not settled yet: Verdict (stale)."
    assert found.concerning == ("Verdict",)


def test_without_criteria_there_is_no_recommendation():
    with pytest.raises(ValueError):
        recommend(1, [])
    with pytest.raises(ValueError):
        recommend(4, musts("met"))


@given(st.sampled_from([1, 2, 3]), st.lists(st.sampled_from(Result), min_size=1), st.sampled_from(Result))
def test_one_more_criterion_never_softens_it(gate, results, more):
    before, after = recommend(gate, musts(*results)), recommend(gate, musts(*results, more))
    assert SEVERITY.index(after.outcome) >= SEVERITY.index(before.outcome)


def test_the_score_is_weighted_and_waits_for_all():
    weights = {"fit": 3, "reach": 1}
    assert weighted_score({"fit": 8, "reach": 4}, weights) == pytest.approx(7)
    assert weighted_score({"fit": 8, "reach": None}, weights) is None
    assert weighted_score({"fit": 8}, weights) is None
    for scores in ({"fit": 11}, {"fit": -1}, {"charm": 5}):
        with pytest.raises(ValueError):
            weighted_score(scores, weights)
    with pytest.raises(ValueError):
        weighted_score({}, {})


def test_a_decision_unlike_the_recommendation_is_an_override():
    assert not is_override("go", Outcome.GO)
    assert is_override("hold", "go")
    assert is_milder("hold", "go")
    assert not is_milder("go", "kill")
