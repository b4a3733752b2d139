"""Every figure can be stored, and can tell how it was made."""

import json

import pytest

from figures import comparing, rates
from gates.figures import forecasts, recommendation
from gates.figures.pilots import achievement, attainment, attrition, comparison, looks, opinion, returns
from gates.figures.viability import expansion, pipeline, scores
from history.canonical import digest

FIGURES = [
    rates.wilson(8, 12),
    rates.posterior(8, 12),
    comparing.difference_of_shares((56, 70), (48, 80)),
    comparing.difference_of_means((5.0, 1.0, 20), (4.0, 1.5, 18)),
    forecasts.forecast_scores([0.4, 0.6], [0, 1]),
    forecasts.reference_class([0.5, 1.0]),
    forecasts.interval_coverage([True, False]),
    attainment.attainment(40, 30, 33),
    achievement.verdict(8, 12),
    looks.Plan().prospects()[0],
    attrition.attrition_views(["achieved", "lost"]),
    comparison.difference_in_differences([(1, 2), (2, 2)], [(1, 1), (1, 2)]),
    opinion.net_promoter([9, 3]),
    opinion.ellis(4, 3, 3),
    returns.returns(100, [50, 60]),
    scores.spread([60.0, 70.0]),
    scores.agreement([{"reach": 2, "pain_urgency": 4}, {"reach": 3, "pain_urgency": 4}]),
    scores.disagreement([{"reach": 2}, {"reach": 5}]),
    expansion.expansion([(0.5, 100)]),
    pipeline.arr_at_risk([(100, 0.2, 0.1)]),
    pipeline.pooled([0.2, 0.4]),
    recommendation.recommend(1, [recommendation.MustMeet("Fresh", recommendation.Result.MET)]),
]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
def test_a_figure_tells_how_it_was_made(figure):
    explained = figure.explain()
    assert explained["formula"]
    assert explained["inputs"]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
def test_a_figure_can_be_stored_and_sealed(figure):
    facts = figure.facts()
    assert facts
    assert "inputs" not in facts
    assert digest(json.loads(json.dumps(facts))) == digest(facts)
    json.dumps(figure.explain()["inputs"])
