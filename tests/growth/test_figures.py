"""Growth's figures, as FORMULAS has them, to four decimals; and nothing where there is nothing to say."""

from __future__ import annotations

import math
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.rates import wilson
from growth.figures.cohorts import MONTH, WEEK, mean_curve, next_period, period_of, triangle
from growth.figures.economics import (
    acquisition_cost,
    amplification,
    lifetime_value,
    payback,
    pipeline_velocity,
    stickiness,
    value_over_cost,
    velocity_growth,
    viral_coefficient,
    within_window,
)
from growth.figures.health import health, open_part, share_part, trend_part
from growth.figures.intervals import mean_between
from growth.figures.revenue import movement, retention
from growth.figures.worths import Unit, worths

START, END = (1000, 2000, 500, 1500, 1000), (1300, 2000, 0, 1200, 1800)
PAIRS = list(zip(START, END, strict=True))
amounts = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=40)


def near(value):
    return pytest.approx(value, abs=1e-4)


def test_what_became_of_those_who_paid_at_the_start():
    found = retention(PAIRS)
    assert (found.nrr, found.grr) == (near(1.05), near(0.8667))
    assert (found.expansion, found.contraction, found.churn) == (near(0.1833), near(0.05), near(0.0833))
    assert found.logo_churn.share == near(0.2)
    assert (found.companies, found.start, found.end) == (5, 6000, 6300)


def test_new_logos_are_left_out_of_the_cohort_and_stand_in_the_waterfall():
    assert retention([*PAIRS, (0, 5000)]).nrr == near(1.05)
    steps = movement([*PAIRS, (0, 5000)])
    assert (steps.start, steps.new, steps.end) == (6000, 5000, 11300)


def test_nrr_on_nothing_is_nothing():
    assert retention([]) is retention([(0, 10)]) is movement([(0, 0)]) is None
    with pytest.raises(ValueError):
        retention([(-1, 0)])


@given(amounts)
def test_the_steps_of_revenue_add_up(pairs):
    steps, kept = movement(pairs), retention(pairs)
    if steps is not None:
        assert steps.start + steps.new + steps.expansion - steps.contraction - steps.churned == pytest.approx(steps.end)
    if kept is not None:
        assert kept.nrr == pytest.approx(1 + kept.expansion - kept.contraction - kept.churn)
        assert kept.grr == pytest.approx(1 - kept.contraction - kept.churn, abs=1e-9)
        assert kept.grr <= min(1, kept.nrr) + 1e-9


def test_activation_counts_those_whose_days_have_passed():
    found = within_window(84, 240, 30)
    assert (found.share, found.n) == (near(0.4), 210)
    assert within_window(0, 12, 12) is None
    with pytest.raises(ValueError):
        within_window(5, 10, 8)


def exactly(pairs, name, level):
    """The percentile of a share over all ways in which so many companies can be drawn with putting back."""
    drawn = [retention(rows) for rows in product(pairs, repeat=len(pairs))]
    values = sorted(getattr(one, name) for one in drawn if one is not None)
    return values[math.ceil(level * len(values)) - 1]


@pytest.mark.parametrize("name", ["nrr", "grr", "expansion", "contraction", "churn"])
def test_the_interval_of_a_share_is_that_of_companies_drawn_again(name):
    between = retention(PAIRS).between[name]
    # Few companies can be drawn in few ways: a share jumps at a percentile, so that half a point of luck decides.
    for level, end in ((0.025, between.low), (0.975, between.high)):
        assert exactly(PAIRS, name, level - 0.005) - 1e-9 <= end <= exactly(PAIRS, name, level + 0.005) + 1e-9
    assert retention(PAIRS).between[name] == between


def test_the_worked_example_of_an_interval():
    between = retention(PAIRS).between["nrr"]
    assert (between.low, between.high) == (near(0.7273), near(1.45))
    assert retention(PAIRS[:4]).between == {}
    alike = retention([(100, 110)] * 8).between["nrr"]
    assert (alike.low, alike.high) == (near(1.1), near(1.1))


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), min_size=5, max_size=30))
def test_intervals_hold_within_what_can_be(pairs):
    found = retention(pairs)
    for name, between in found.between.items():
        assert 0 <= between.low <= between.high
        assert name in ("nrr", "expansion") or between.high <= 1 + 1e-9


def test_very_many_companies_are_drawn_in_groups():
    pairs = [(100 + number % 7, 90 + number % 40) for number in range(5000)]
    found = retention(pairs)
    between, share = found.between["nrr"], found.nrr
    ratios = np.array([end - share * start for start, end in pairs])
    error = 1.96 * ratios.std() / np.sqrt(len(pairs)) / np.mean([start for start, _ in pairs])
    assert (between.low, between.high) == (
        pytest.approx(share - error, abs=error / 4),
        pytest.approx(share + error, abs=error / 4),
    )


def test_what_customers_are_worth_is_as_sure_as_they_are_many():
    units = {pk: Unit(mrr=500, months=12, lost=pk % 4 == 0, won=pk % 2) for pk in range(40)}
    found = worths(units, 0.8, 120_000)
    assert (found.arpa.value, found.churn.share) == (near(500), near(10 / 480))
    assert (found.ltv.value, found.cac.value, found.payback.value) == (near(19_200), near(6000), near(15))
    assert (found.arpa.between.low, found.arpa.between.high) == (near(500), near(500))
    for one in (found.ltv, found.cac, found.payback, found.ratio):
        assert one.between.low < one.value < one.between.high
    assert (found.cac.between.low, found.cac.between.high) == (near(120_000 / 26), near(120_000 / 14))
    more = worths({pk: units[pk % 40] for pk in range(400)}, 0.8, 1_200_000)
    assert more.ltv.between.high - more.ltv.between.low < (found.ltv.between.high - found.ltv.between.low) / 2


def test_an_end_that_cannot_be_told_is_none():
    found = worths({pk: Unit(mrr=500, months=12, lost=pk == 0, won=pk == 1) for pk in range(10)}, 0.8, 6000)
    assert found.ltv.between.low is not None
    assert found.ltv.between.high is found.cac.between.high is None
    few = worths({pk: Unit(mrr=500, months=12, lost=pk == 0, won=1) for pk in range(4)}, 0.8, 6000)
    assert few.ltv.between is few.cac.between is few.payback.between is None


def test_how_sure_virality_and_growth_are():
    k = viral_coefficient(35, 7, 10, mean_between(10, 7, 7))
    assert (k.value, k.between.low, k.between.high) == (near(0.7), near(0.3544), near(1.0456))
    more = amplification(k.value, k.between)
    assert (more.between.low, more.between.high) == (near(1 / (1 - k.between.low)), None)
    growth = velocity_growth(46, 40)
    assert (growth.between.low, growth.between.high) == (near(-0.2449), near(0.7513))
    assert mean_between(1, 7, 49) is None
    with pytest.raises(ValueError):
        mean_between(10, 7, 1)


def test_what_a_customer_is_worth_and_costs():
    ltv, cac = lifetime_value(500, 0.8, 0.02), acquisition_cost(120_000, 20)
    assert (ltv.value, cac.value) == (near(20_000), near(6000))
    assert payback(cac.value, 500, 0.8).value == near(15)
    assert value_over_cost(ltv.value, cac.value).value == near(3.3333)


def test_without_churn_margin_or_customers_there_is_no_worth():
    assert lifetime_value(500, 0.8, 0) is lifetime_value(None, 0.8, 0.02) is lifetime_value(500, None, 0.02) is None
    assert acquisition_cost(None, 20) is acquisition_cost(10, 0) is None
    assert payback(6000, 0, 0.8) is payback(None, 500, 0.8) is payback(6000, 500, 0) is None
    assert value_over_cost(None, 6000) is value_over_cost(20_000, 0) is None


def test_users_who_bring_users():
    k = viral_coefficient(invitations=350, accepted=70, users=100)
    assert k.value == near(0.7)
    assert amplification(k.value).value == near(3.3333)
    assert amplification(1) is amplification(1.2) is amplification(None) is None
    assert viral_coefficient(0, 0, 100) is viral_coefficient(5, 1, 0) is None


def test_how_often_they_come():
    assert stickiness(30, 120).value == near(0.25)
    assert stickiness(None, 120) is stickiness(3, 0) is None


def test_how_fast_leads_move():
    assert velocity_growth(46, 40).value == near(0.15)
    assert velocity_growth(46, 0) is None
    wins = wilson(5, 18)
    assert (wins.share, wins.low, wins.high) == (near(0.2778), near(0.1250), near(0.5087))
    assert pipeline_velocity(18, wins, 12_000, 45).value == near(1333.3333)
    assert pipeline_velocity(18, None, 12_000, 45) is pipeline_velocity(18, wins, 12_000, 0) is None


def test_periods_begin_where_people_begin_them():
    assert period_of(date(2026, 3, 12), WEEK) == date(2026, 3, 9)
    assert period_of(date(2026, 3, 12), MONTH) == date(2026, 3, 1)
    assert next_period(date(2026, 11, 1), MONTH, 3) == date(2027, 2, 1)
    assert next_period(date(2026, 1, 1), MONTH, -1) == date(2025, 12, 1)


def test_a_cohort_is_counted_in_whole_periods_only():
    began = {1: date(2026, 1, 5), 2: date(2026, 1, 20), 3: date(2026, 2, 2), 4: date(2026, 3, 3)}
    january, february, march = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
    active = [(1, january), (2, january), (1, february), (3, february), (4, march), (1, march), (1, february)]
    found = triangle(began, active, step=MONTH, first=january, today=date(2026, 3, 15))
    assert [(one.starts, one.size, [rate.share for rate in one.came]) for one in found] == [
        (january, 2, [1.0, 0.5]),
        (february, 1, [1.0]),
    ]
    assert [(rate.successes, rate.n) for rate in mean_curve(found)] == [(3, 3), (1, 2)]
    assert triangle({}, [], step=WEEK, first=january, today=date(2026, 3, 15)) == mean_curve([]) == []


def test_health_weighs_what_is_known():
    weights = {"usage": 3, "milestones": 2, "survey": 2, "requests": 1, "owner": 2}
    full = health({"usage": 0.5, "milestones": 1, "survey": 0.5, "requests": 1, "owner": 0.5}, weights)
    assert (full.score, full.known, full.band) == (near(65), 1, "fair")
    some = health({"usage": 0.5, "milestones": 1, "survey": None, "requests": 1, "owner": None}, weights)
    assert (some.score, some.known) == (near(75), near(0.6))
    assert health({"usage": 1, "milestones": None, "survey": None, "requests": 1, "owner": None}, weights) is None
    assert health({"usage": 1}, {"usage": 0}) is health({}, {}) is None
    with pytest.raises(ValueError):
        health({"usage": 1.2}, weights)


def test_the_parts_of_health():
    assert (trend_part(10, 10), trend_part(30, 10), trend_part(0, 10), trend_part(5, 0)) == (near(0.6667), 1, 0, 1)
    assert trend_part(0, 0) is trend_part(None, 4) is share_part(0, 0) is None
    assert (share_part(1, 4), open_part(0), open_part(2), open_part(9)) == (0.25, 1, near(0.6), 0)
