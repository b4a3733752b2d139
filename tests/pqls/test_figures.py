"""The worked examples of the formulas: velocity in both senses, and the shares with their intervals."""

import math
from itertools import product

import pytest
from scipy.stats import beta

from figures.rates import shrunk_interval, shrunk_rate, wilson
from pqls.figures import growth_velocity, pipeline_of, pipeline_velocity


def test_growth_velocity():
    found = growth_velocity(46, 40)
    assert found.value == pytest.approx(0.1500)
    assert found.inputs == {"now": 46, "before": 40}
    assert growth_velocity(0, 40).value == -1


def test_growth_after_nothing_is_undefined():
    assert growth_velocity(5, 0) is None
    with pytest.raises(ValueError, match="from 0"):
        growth_velocity(-1, 3)


def test_pipeline_velocity():
    found = pipeline_velocity(18, 5 / 18, 12_000, 45)
    assert found.value == pytest.approx(1333.3333, abs=5e-5)
    assert "win rate" in found.explain()["formula"]


def test_a_pipeline_without_a_cycle_has_no_velocity():
    assert pipeline_velocity(18, 0.5, 12_000, 0) is None
    with pytest.raises(ValueError, match="not negative"):
        pipeline_velocity(-1, 0.5, 1, 1)
    with pytest.raises(ValueError, match="not a probability"):
        pipeline_velocity(1, 1.5, 1, 1)


def test_lead_to_opportunity_and_wins():
    opportunity, won = wilson(18, 60), wilson(5, 18)
    assert [round(value, 4) for value in (opportunity.share, opportunity.low, opportunity.high)] == [0.3000, 0.1990, 0.4251]
    assert [round(value, 4) for value in (won.share, won.low, won.high)] == [0.2778, 0.1250, 0.5087]
    assert shrunk_rate(3, 10, 0.25, 10) == pytest.approx(0.2750)


SIX = ((12_000.0, 30.0), (0.0, 60.0), (20_000.0, 45.0), (0.0, 20.0), (8_000.0, 50.0), (0.0, 35.0))


def test_a_pipeline_lies_where_all_ways_of_drawing_put_it():
    """Of six that ended there are 46,656 ways to draw six: their 2.5th and 97.5th percentile are the exact interval."""
    found = pipeline_of(4, SIX, 3)
    assert found.value == pytest.approx(4 * 0.5 * (40_000 / 3) / 40)
    ways = sorted(4 * sum(a for a, _ in some) / sum(d for _, d in some) for some in product(SIX, repeat=6))
    low, high = ways[math.ceil(0.025 * len(ways)) - 1], ways[math.ceil(0.975 * len(ways)) - 1]
    assert found.between.low == pytest.approx(low, abs=0.1 * found.value)
    assert found.between.high == pytest.approx(high, abs=0.1 * found.value)
    assert found.between == pipeline_of(4, SIX, 3).between
    assert "ended" not in found.facts()


def test_a_pipeline_of_few_has_no_interval_and_without_a_win_no_velocity():
    assert pipeline_of(4, SIX[:4], 2).between is None
    assert pipeline_of(4, ((0.0, 30.0),) * 6, 0) is None
    assert pipeline_of(4, (), 0) is None


def test_the_growth_of_leads_has_the_interval_of_its_share():
    between = growth_velocity(46, 40).between
    assert (between.low, between.high) == (pytest.approx(-0.2449, abs=1e-4), pytest.approx(0.7513, abs=1e-4))


@pytest.mark.parametrize(("successes", "n", "expected"), [(3, 10, 0.25), (0, 4, 0.3), (7, 7, 0.9)])
def test_a_steadied_rate_lies_within_the_beta_of_which_it_is_the_mean(successes, n, expected):
    alpha, beta_ = 10 * expected + successes, 10 * (1 - expected) + n - successes
    assert shrunk_rate(successes, n, expected, 10) == pytest.approx(beta.mean(alpha, beta_))
    assert shrunk_interval(successes, n, expected, 10) == pytest.approx(beta.interval(0.95, alpha, beta_))


def test_what_was_never_seen_nor_expected_has_no_interval():
    assert shrunk_interval(0, 5, 0, 10) is shrunk_interval(5, 5, 1, 10) is None
