"""Two sides compared: the worked examples of docs/figures.md, and SciPy as the oracle."""

import numpy as np
import pytest
from scipy import stats

from figures.comparing import difference_of_means, difference_of_shares


def near(value):
    return pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    ("ours", "theirs", "difference", "low", "high"),
    [
        ((56, 70), (48, 80), 0.2000, 0.0524, 0.3339),  # Newcombe 1998, table II, example (a), method 10
        ((9, 10), (3, 10), 0.6000, 0.1705, 0.8090),  # (b)
        ((5, 56), (0, 29), 0.0893, -0.0381, 0.1926),  # (d)
        ((0, 10), (0, 10), 0.0000, -0.2775, 0.2775),  # (g)
        ((10, 10), (0, 10), 1.0000, 0.6075, 1.0000),  # (h)
    ],
)
def test_shares_as_newcombe_printed_them(ours, theirs, difference, low, high):
    found = difference_of_shares(ours, theirs)
    assert (found.difference, found.low, found.high) == (near(difference), near(low), near(high))


def test_turned_round_the_difference_turns_its_sign():
    one, other = difference_of_shares((7, 34), (1, 34)), difference_of_shares((1, 34), (7, 34))
    assert (one.difference, one.low, one.high) == (near(-other.difference), near(-other.high), near(-other.low))


def test_a_share_of_nobody_is_no_figure():
    assert difference_of_shares((0, 0), (3, 10)) is None
    assert difference_of_shares((3, 10), (0, 0)) is None
    with pytest.raises(ValueError):
        difference_of_shares((11, 10), (3, 10))


def test_means_of_the_pilots_example():
    found = difference_of_means((-10.2, 3.9623225512, 5), (-1.6, 1.6733200531, 5))
    assert (found.difference, found.error, found.degrees) == (near(-8.6), near(1.9235), near(5.3828))
    assert (found.low, found.high) == (near(-13.4407), near(-3.7593))


@pytest.mark.parametrize(("n", "others"), [(2, 2), (12, 40), (200, 3)])
def test_means_against_scipy(n, others):
    dice = np.random.default_rng(n)
    ours, theirs = dice.normal(5, 2, n), dice.normal(4, 3, others)
    found = difference_of_means((ours.mean(), ours.std(ddof=1), n), (theirs.mean(), theirs.std(ddof=1), others))
    expected = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = expected.confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(interval.low), pytest.approx(interval.high))
    assert found.degrees == pytest.approx(expected.df)


def test_means_of_too_few_or_without_spread_are_no_figure():
    assert difference_of_means((3, 1, 1), (2, 1, 9)) is None
    assert difference_of_means((3, 0, 9), (2, 0, 9)) is None
    with pytest.raises(ValueError):
        difference_of_means((3, -1, 9), (2, 1, 9))
