"""Medians and their intervals, held against SciPy's exact test of a quantile."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, quantile_test

from figures.medians import median, rank_of

values = st.lists(st.integers(0, 60), min_size=1, max_size=80)


def test_a_median_lies_between_two_of_the_values():
    """Ten values: the second smallest and the second largest, which hold the median 97.9 % of the time; the third would 89.1 %."""
    found = median([40, 45, 50, 12, 90, 33, 61, 5, 47, 70])
    assert (found.n, found.value, found.low, found.high) == (10, 46, 12, 70)
    assert 1 - 2 * binom.cdf(1, 10, 0.5) == pytest.approx(0.9785, abs=1e-4)
    assert found.explain()["inputs"] == {"n": 10, "rank": 2, "confidence": 0.95}


def test_of_few_there_is_no_interval_and_of_none_no_median():
    five, six = median([1, 2, 3, 4, 5]), median([1, 2, 3, 4, 5, 6])
    assert (five.value, five.low, five.high) == (3, None, None)
    assert (six.low, six.high) == (1, 6)
    assert median([]) is None
    with pytest.raises(ValueError, match="finite"):
        median([1, math.nan])


@given(values)
def test_it_is_the_interval_of_scipys_test(rows):
    ours, theirs = median(rows), quantile_test(rows, q=0, p=0.5).confidence_interval(0.95)
    assert (ours.low is None) == math.isnan(theirs.low)
    if ours.low is not None:
        assert (ours.low, ours.high) == (theirs.low, theirs.high)


@pytest.mark.parametrize("n", [6, 17, 100, 1001, 50_000])
def test_the_rank_is_the_largest_that_holds(n):
    rank = rank_of(n, 0.95)
    assert binom.cdf(rank - 1, n, 0.5) <= 0.025 < binom.cdf(rank, n, 0.5)
