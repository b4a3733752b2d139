"""The formulas, each counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorities.methods import Method, faded, normalised, score_of, weighted


def test_rice_is_reach_times_impact_times_confidence_over_effort():
    values = {"reach": 1000, "impact": 2, "confidence": 80, "effort": 4}
    assert score_of(Method.RICE, values, {}) == pytest.approx(1000 * 2 * 0.8 / 4)


def test_wsjf_is_the_cost_of_delay_over_the_size_of_the_job():
    assert score_of(Method.WSJF, {"worth": 8, "urgency": 5, "risk": 3, "size": 2}, {}) == 8.0


def test_impact_over_effort():
    assert score_of(Method.IMPACT_EFFORT, {"impact_5": 4, "effort_5": 2}, {}) == 2.0


def test_a_weighted_score_is_the_weighted_mean_of_what_is_normalised():
    parts = {"fit": (0.75, 3.0), "effort": (0.25, 1.0)}
    assert score_of(Method.WEIGHTED, {}, parts) == pytest.approx(100 * (0.75 * 3 + 0.25) / 4)


@pytest.mark.parametrize("missing", ["reach", "impact", "confidence", "effort"])
def test_what_is_not_known_makes_no_score(missing):
    values = {"reach": 1.0, "impact": 1.0, "confidence": 50.0, "effort": 1.0} | {missing: None}
    assert score_of(Method.RICE, values, {}) is None


def test_nothing_that_costs_nothing_and_nothing_that_weighs_nothing_has_a_score():
    assert score_of(Method.IMPACT_EFFORT, {"impact_5": 4, "effort_5": 0}, {}) is None
    assert weighted([(0.5, 0.0)]) is None
    assert weighted([(0.5, 1.0), (None, 1.0)]) is None


def test_a_cost_counts_backwards_and_what_lies_outside_the_scale_at_its_end():
    assert normalised(2, 1, 5, is_cost=False) == 0.25
    assert normalised(2, 1, 5, is_cost=True) == 0.75
    assert normalised(9, 1, 5, is_cost=False) == 1.0
    assert normalised(3, 5, 5, is_cost=False) is None


def test_confidence_is_whole_for_ninety_days_then_halves_every_hundred_and_eighty():
    said = date(2026, 1, 1)
    assert faded(80, said, date(2026, 4, 1)) == 80
    assert faded(80, said, date(2026, 9, 28)) == pytest.approx(40)
    assert faded(80, None, date(2026, 9, 28)) == 80


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 10)), min_size=1, max_size=12))
def test_a_weighted_score_lies_between_0_and_100(parts):
    score = weighted(parts)
    assert score is not None
    assert -1e-9 <= score <= 100 + 1e-9
