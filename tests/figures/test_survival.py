"""Time to value, as FORMULAS has it, and held against SciPy's own Kaplan–Meier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

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


def test_giving_up_may_merely_be_out_of_sight():
    found = kaplan_meier(PILOT)
    step = found.by(14)
    assert (step.share, step.low, step.high) == (near(0.5312), near(0.2815), near(0.8238))
    assert found.by(30).share == near(0.8828)
    assert found.median == 14


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


@given(times)
def test_without_anybody_who_gave_up_both_are_the_same(units):
    ours, theirs = kaplan_meier(units), aalen_johansen(units)
    assert [step.share for step in ours.steps] == pytest.approx([step.share for step in theirs.steps])


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([WAITING, REACHED, LOST])), min_size=1, max_size=60))
def test_whoever_is_lost_is_never_expected_back(units):
    competing, censored = aalen_johansen(units), kaplan_meier(units)
    shares = [step.share for step in competing.steps]
    assert shares == sorted(shares)
    for ours, theirs in zip(competing.steps, censored.steps, strict=True):
        assert 0 <= ours.share <= theirs.share + 1e-9 <= 1 + 2e-9
