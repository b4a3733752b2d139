"""Time to value, as FORMULAS has it, and held against SciPy's own Kaplan–Meier."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf, norm

from figures.survival import LOST, REACHED, WAITING, aalen_johansen, kaplan_meier

REACHED_ON = (4, 6, 9, 11, 13, 14, 18, 20, 25)
PILOT = [(day, REACHED) for day in REACHED_ON] + [(10, LOST), (16, WAITING), (30, WAITING)]


def near(value):
    return pytest.approx(value, abs=1e-4)


def test_giving_up_competes_with_reaching_it():
    found = aalen_johansen(PILOT)
    assert found.by(14).share == near(0.5)
    assert found.by(30).share == near(0.8125)
    assert (found.n, found.reached, found.lost, found.waiting) == (12, 9, 1, 2)
    assert found.median == 14
    assert (found.median_low, found.median_high) == (6, 25)  # on day 6, 2 of 12: 1 − (10/12)^4.0063 = 0.5182 at the most


def test_giving_up_may_merely_be_out_of_sight():
    found = kaplan_meier(PILOT)
    step = found.by(14)
    assert (step.share, step.low, step.high) == (near(0.5312), near(0.2815), near(0.8238))
    assert found.by(30).share == near(0.8828)
    assert (found.median, found.median_low, found.median_high) == (14, 6, 25)


def test_a_median_that_is_not_reached_is_nothing():
    assert kaplan_meier([(3, REACHED), (9, WAITING), (9, WAITING)]).median is None
    assert kaplan_meier([(9, WAITING)]).by(9) is None
    assert kaplan_meier([]) is aalen_johansen([]) is None


@pytest.mark.parametrize("unit", [(-1, REACHED), (float("nan"), REACHED), (float("inf"), WAITING), (3, 7)])
def test_nonsense_is_refused(unit):
    with pytest.raises(ValueError):
        kaplan_meier([unit])
    with pytest.raises(ValueError):
        aalen_johansen([unit])


times = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([WAITING, REACHED])), min_size=1, max_size=60)


@given(times)
def test_it_agrees_with_scipy(units):
    reached = [time for time, end in units if end == REACHED]
    if not reached:
        assert kaplan_meier(units).steps == ()
        return
    theirs = ecdf(CensoredData(uncensored=reached, right=[time for time, end in units if end == WAITING])).cdf
    for step in kaplan_meier(units).steps:
        assert step.share == pytest.approx(float(theirs.evaluate(step.time)), abs=1e-9)


def crossing(times, shares):
    """The first time at which a share is a half or more; nothing where none is."""
    return next((time for time, share in zip(times, shares, strict=True) if share >= 0.5), None)


@given(times)
def test_its_median_lies_where_scipys_band_crosses_a_half(units):
    """SciPy has the log-log interval of the share still to come; its mirror image crosses a half when that does."""
    reached = [time for time, end in units if end == REACHED]
    found = kaplan_meier(units)
    if not reached:
        assert (found.median_low, found.median_high) == (None, None)
        return
    theirs = ecdf(CensoredData(uncensored=reached, right=[time for time, end in units if end == WAITING])).sf
    with np.errstate(all="ignore"):
        band = theirs.confidence_interval(0.95, method="log-log")
    days = [step.time for step in found.steps]
    assert found.median_low == crossing(days, [1 - band.low.evaluate(day) for day in days])
    assert found.median_high == crossing(days, [1 - band.high.evaluate(day) for day in days])


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([REACHED, LOST])), min_size=1, max_size=60))
def test_where_all_were_followed_to_the_end_the_band_is_that_of_a_plain_share(units):
    """Then the incidence is a mere share of n, and its variance F(1 − F)/n exactly."""
    n = len(units)
    for step in aalen_johansen(units).steps:
        share = sum(end == REACHED and time <= step.time for time, end in units) / n
        assert step.share == pytest.approx(share)
        if share > 1 - 1e-9:
            assert (step.low, step.high) == (None, None)
            continue
        width = norm.ppf(0.975) * math.sqrt(share / (1 - share) / n) / -math.log(1 - share)
        assert step.low == pytest.approx(1 - (1 - share) ** math.exp(-width))
        assert step.high == pytest.approx(1 - (1 - share) ** math.exp(width))


@given(times)
def test_without_anybody_who_gave_up_both_are_the_same(units):
    ours, theirs = kaplan_meier(units), aalen_johansen(units)
    assert [step.share for step in ours.steps] == pytest.approx([step.share for step in theirs.steps])
    for mine, other in zip(ours.steps, theirs.steps, strict=True):
        assert (mine.low, mine.high) == pytest.approx((other.low, other.high))
    assert (ours.median_low, ours.median_high) == (theirs.median_low, theirs.median_high)


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([WAITING, REACHED, LOST])), min_size=1, max_size=60))
def test_whoever_is_lost_is_never_expected_back(units):
    competing, censored = aalen_johansen(units), kaplan_meier(units)
    shares = [step.share for step in competing.steps]
    assert shares == sorted(shares)
    for ours, theirs in zip(competing.steps, censored.steps, strict=True):
        assert 0 <= ours.share <= theirs.share + 1e-9 <= 1 + 2e-9
