"""Means with Student's interval, against values worked by hand."""

import math

import pytest

from figures.averages import average


def test_a_mean_has_its_interval_n_and_median():
    found = average([2, 4, 4, 4, 5, 5, 7, 9])
    assert (found.n, found.mean, found.median) == (8, 5.0, 4.5)
    # s = 2.13809, t(7) = 2.364624, so ± 1.787487
    assert (found.low, found.high) == pytest.approx((3.212513, 6.787487), abs=1e-4)


def test_one_value_has_no_interval_and_none_no_mean():
    assert (average([3]).mean, average([3]).low, average([3]).high) == (3.0, None, None)
    assert average([]) is None


def test_an_interval_ends_where_values_do():
    assert average([0, 0, 9]).low < 0
    assert average([0, 0, 9], least=0).low == 0


def test_what_is_not_finite_is_no_value():
    with pytest.raises(ValueError, match="finite"):
        average([1, math.inf])
