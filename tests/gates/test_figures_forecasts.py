"""Forecasts are held against what happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.figures import forecasts

P = [0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.8, 0.5]
Y = [1, 1, 0, 1, 0, 0, 0, 1]
RATIOS = [0.40, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.90, 1.00, 1.10]


def near(value):
    return pytest.approx(value, abs=1e-4)


def test_eight_forecasts_are_scored():
    scores = forecasts.forecast_scores(P, Y)
    assert (scores.n, scores.brier, scores.skill) == (8, near(0.2150), near(0.1400))
    assert (scores.log_loss, scores.bias, scores.calibration_error) == (
        near(0.6157),
        near(0.1000),
        near(0.1000),
    )


def test_no_forecast_has_no_score():
    assert forecasts.forecast_scores([], []) is None


@pytest.mark.parametrize("outcome", [0, 1])
def test_there_is_no_skill_where_always_the_same_happened(outcome):
    scores = forecasts.forecast_scores([0.4, 0.6], [outcome, outcome])
    assert scores.skill is None
    assert scores.brier == near((0.4 - outcome) ** 2 / 2 + (0.6 - outcome) ** 2 / 2)


def test_the_impossible_that_happened_has_no_finite_log_loss():
    assert forecasts.forecast_scores([0.0, 0.5], [1, 0]).log_loss is None


def test_certainty_that_was_right_costs_nothing():
    scores = forecasts.forecast_scores([0, 1], [0, 1])
    assert (scores.brier, scores.log_loss, scores.skill) == (0, 0, 1)


@pytest.mark.parametrize(("p", "y"), [([1.2], [1]), ([-0.1], [0]), ([float("nan")], [0]), ([0.5, 0.5], [1])])
def test_nonsense_is_refused(p, y):
    with pytest.raises(ValueError):
        forecasts.forecast_scores(p, y)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_scores_stay_within_their_bounds(pairs):
    scores = forecasts.forecast_scores([p for p, _ in pairs], [y for _, y in pairs])
    assert 0 <= scores.brier <= 1
    assert -1 <= scores.bias <= 1
    assert 0 <= scores.calibration_error <= 1 + 1e-9
    assert scores.skill is None or scores.skill <= 1


def test_earlier_projections_correct_a_new_one():
    reference = forecasts.reference_class(RATIOS)
    assert (reference.median, reference.assured) == (near(0.7250), near(0.5900))
    assert reference.corrected(1000) == (near(725), near(590))


def test_without_earlier_projections_nothing_is_corrected():
    assert forecasts.reference_class([]) is None


def test_nothing_projected_is_not_fulfilled_at_any_rate():
    assert forecasts.fulfilment(5, 0) is None
    assert forecasts.fulfilment(300, 400) == near(0.75)


def test_intervals_that_held_six_times_in_ten():
    coverage = forecasts.interval_coverage([True] * 6 + [False] * 4)
    assert (coverage.rate.share, coverage.rate.low, coverage.rate.high) == (
        near(0.6000),
        near(0.3127),
        near(0.8318),
    )
    assert coverage.nominal == 0.80
    assert forecasts.interval_coverage([]) is None


def test_a_score_tells_how_it_was_made():
    explained = forecasts.forecast_scores(P, Y).explain()
    assert "Brier" in explained["formula"]
    assert explained["inputs"]["p"] == P
