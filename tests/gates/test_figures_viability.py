"""What salespeople expect, and how much of it to believe."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.rates import shrunk_rate, wilson
from gates.figures.viability import expansion, pipeline, scores

ROWS = [[4, 5, 3, 4, 4, 3], [3, 4, 3, 4, 5, 2], [4, 4, 2, 3, 4, 3], [2, 5, 3, 4, 3, 5]]
ASSESSMENTS = [dict(zip(scores.WEIGHTS, row, strict=True)) for row in ROWS]
P = [0.6, 0.35, 0.5, 0.2, 0.8]
A = [12000, 30000, 8000, 60000, 5000]
ACCOUNTS = list(zip(P, A, strict=True))


def near(value):
    return pytest.approx(value, abs=1e-4)


# scores


def test_four_assessors_totals():
    totals = [scores.total(ratings) for ratings in ASSESSMENTS]
    assert totals == [near(73.75), near(63.75), near(61.25), near(62.50)]
    together = scores.spread(totals)
    assert (together.mean, together.median, together.deviation) == (near(65.3125), near(63.1250), near(5.7168))


def test_a_total_waits_for_every_rating():
    assert scores.total({**ASSESSMENTS[0], "reach": None}) is None
    assert scores.total({}) is None


def test_ratings_and_weights_keep_within_their_bounds():
    assert scores.total(dict.fromkeys(scores.WEIGHTS, 5)) == near(100)
    assert scores.total(dict.fromkeys(scores.WEIGHTS, 1)) == near(0)
    for ratings in ({"reach": 6}, {"reach": 0}, {"charm": 3}):
        with pytest.raises(ValueError):
            scores.total(ratings)
    for weights in ({"reach": 0}, {"reach": -1}, {}):
        with pytest.raises(ValueError):
            scores.total({}, weights)


def test_one_assessor_alone_has_no_spread():
    assert scores.spread([70.0]).deviation is None
    assert scores.spread([]) is None
    assert scores.agreement(ASSESSMENTS[:1]) is None
    assert scores.disagreement(ASSESSMENTS[:1]) is None


def test_agreement():
    found = scores.agreement(ASSESSMENTS)
    assert (found.interval, found.ordinal) == (near(0.2269), near(0.2549))


def test_agreement_bears_a_missing_rating():
    third = list(scores.WEIGHTS)[2]
    gap = [*ASSESSMENTS[:1], {**ASSESSMENTS[1], third: None}, *ASSESSMENTS[2:]]
    assert scores.agreement(gap).interval == near(0.2143)


def test_agreement_is_undefined_when_all_ratings_are_equal():
    found = scores.agreement([dict.fromkeys(scores.WEIGHTS, 3)] * 3)
    assert (found.interval, found.ordinal) == (None, None)
    assert scores.agreement([{"reach": 3}, {"pain_urgency": 4}]).interval is None


def test_assessors_far_apart_should_talk():
    found = scores.disagreement(ASSESSMENTS)
    assert found.flagged
    assert found.reasons == ("sales_readiness: ratings from 2 to 5",)


def test_assessors_close_together_need_not():
    assert not scores.disagreement(ASSESSMENTS[:3]).flagged


def test_totals_may_be_far_apart_without_any_one_criterion():
    low, high = dict.fromkeys(scores.WEIGHTS, 2), dict.fromkeys(scores.WEIGHTS, 4)
    assert scores.disagreement([low, high]).reasons == ("totals spread by 35.4 points",)


# expansion


def test_what_five_accounts_may_bring():
    found = expansion.expansion(ACCOUNTS)
    assert (found.expected, found.deviation) == (near(37700), near(28901.7301))
    assert (found.p10, found.p50, found.p90) == (5000, 25000, 85000)
    assert found.probability_at_least(30000) == near(0.4800)
    assert found.probability_of_wins(3) == near(0.4790)
    assert (found.top_share, found.concentration) == (near(0.3183), near(0.2379))
    assert found.points_of_nrr(1_000_000) == near(3.7700)
    assert found.is_exact


def test_uncertain_amounts_widen_it():
    assert expansion.expansion(ACCOUNTS, variation=0.25).deviation == near(30143.7805)


def test_no_account_brings_nothing_known():
    assert expansion.expansion([]) is None
    assert expansion.expansion(ACCOUNTS).points_of_nrr(0) is None
    hopeless = expansion.expansion([(0, 1000)])
    assert (hopeless.expected, hopeless.top_share, hopeless.concentration) == (0, None, None)


@pytest.mark.parametrize("account", [(1.1, 10), (-0.1, 10), (0.5, -10)])
def test_impossible_accounts_are_refused(account):
    with pytest.raises(ValueError):
        expansion.expansion([account])


def test_twenty_accounts_of_odd_amounts_are_still_exact_and_quick():
    start = time.process_time()
    found = expansion.expansion([(0.3, 1000 * 1.37**i) for i in range(20)])
    assert found.is_exact
    assert found.chances.sum() == near(1)
    assert time.process_time() - start < 5


def test_more_accounts_are_drawn_and_always_alike():
    accounts = ACCOUNTS * 5
    first, second = expansion.expansion(accounts), expansion.expansion(accounts)
    assert not first.is_exact
    assert (first.p10, first.p50, first.p90) == (second.p10, second.p50, second.p90)
    assert first.expected == near(5 * 37700)
    assert abs((first.outcomes * first.chances).sum() / first.expected - 1) < 0.01


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 100_000)), min_size=1, max_size=8))
def test_the_distribution_has_the_mean_and_the_deviation_it_should(accounts):
    found = expansion.expansion(accounts)
    mean = (found.outcomes * found.chances).sum()
    assert mean == pytest.approx(found.expected, abs=1e-6, rel=1e-9)
    assert ((found.outcomes - mean) ** 2 * found.chances).sum() == pytest.approx(found.deviation**2, abs=1e-3, rel=1e-6)
    assert found.p10 <= found.p50 <= found.p90
    assert found.probability_at_least(0) == near(1)


# the pipeline beside it


def test_a_rate_is_shrunk_towards_what_was_expected():
    assert shrunk_rate(3, 10, 0.25, 10) == near(0.2750)


@pytest.mark.parametrize(("x", "n", "share", "low", "high"), [(18, 60, 0.3, 0.1990, 0.4251), (5, 18, 0.2778, 0.1250, 0.5087)])
def test_leads_become_opportunities_and_wins(x, n, share, low, high):
    rate = wilson(x, n)
    assert (rate.share, rate.low, rate.high) == (near(share), near(low), near(high))


def test_revenue_at_risk():
    found = pipeline.arr_at_risk([(50_000, 0.30, 0.18), (80_000, 0.15, 0.10), (120_000, 0.10, 0.08)])
    assert (found.without, found.with_feature, found.avoided) == (near(39000), near(26600), near(12400))
    assert pipeline.arr_at_risk([]) is None


def test_coverage():
    assert pipeline.coverage(750, 1000) == near(0.7500)
    assert pipeline.coverage(0, 0) is None
    with pytest.raises(ValueError):
        pipeline.coverage(2, 1)


def test_several_probabilities_of_one_thing():
    found = pipeline.pooled([0.7, 0.6, 0.8, 0.4, 0.65])
    assert (found.mean, found.median) == (near(0.6300), near(0.6500))
    assert (found.geometric, found.deviation) == (near(0.6389), near(0.1483))
    assert pipeline.pooled([]) is None
    assert pipeline.pooled([0.5]).deviation is None


def test_never_and_surely_cannot_be_pooled_by_their_odds():
    assert pipeline.pooled([0, 1]).geometric is None
    assert pipeline.pooled([0, 0.5]).geometric == 0
    assert pipeline.pooled([1, 0.5]).geometric == 1


def test_the_must_meets_of_the_viability_gate():
    bars = pipeline.must_meets(assessors=3, segments=2, coverage=0.75, probability=0.48, top_share=None)
    assert [bar.is_met for bar in bars] == [True, True, True, False, None]
