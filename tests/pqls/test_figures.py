"""The worked examples of the formulas: velocity in both senses, and the shares with their intervals."""

import pytest

from figures.rates import shrunk_rate, wilson
from pqls.figures import growth_velocity, pipeline_velocity


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
