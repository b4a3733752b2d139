"""A pilot's figures, from one company's outcome to the verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import rates
from gates.figures.pilots import achievement, attainment, attrition, comparison, looks, opinion, returns
from gates.figures.pilots.achievement import FAIL, INCONCLUSIVE, PASS, Rule


def near(value):
    return pytest.approx(value, abs=1e-4)


# attainment


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "value", "met"),
    [
        (40, 30, 33, 0.7000, False),
        (10, 20, 22.5, 1.2500, True),
        (40, 30, 44, -0.4000, False),
        (40, 30, 30, 1, True),
    ],
)
def test_attainment_works_in_both_directions(baseline, target, actual, value, met):
    found = attainment.attainment(baseline, target, actual)
    assert (found.value, found.met) == (near(value), met)


def test_attainment_is_clipped_before_it_is_weighted():
    parts = [attainment.attainment(*three) for three in [(40, 30, 33), (10, 20, 22.5), (40, 30, 44)]]
    assert attainment.weighted_attainment(parts, [0.5, 0.3, 0.2]) == near(0.6500)


def test_a_target_equal_to_its_baseline_is_refused():
    with pytest.raises(ValueError, match="tolerance"):
        attainment.attainment(40, 40, 41)


@pytest.mark.parametrize(("actual", "met"), [(40, True), (42, True), (38, True), (42.1, False), (37, False)])
def test_unless_it_is_to_be_maintained(actual, met):
    found = attainment.attainment(40, 40, actual, tolerance=2)
    assert (found.met, found.value) == (met, float(met))


def test_weights_that_come_to_nothing_weigh_nothing():
    part = attainment.attainment(0, 10, 5)
    assert attainment.weighted_attainment([part], [0]) is None
    assert attainment.weighted_attainment([], []) is None
    with pytest.raises(ValueError):
        attainment.weighted_attainment([part], [1, 1])
    with pytest.raises(ValueError):
        attainment.weighted_attainment([part], [-1])


# rates


@pytest.mark.parametrize(("x", "n", "low", "high"), [(8, 12, 0.3906, 0.8619), (0, 5, 0.0000, 0.4345), (5, 5, 0.5655, 1.0000)])
def test_wilson_intervals(x, n, low, high):
    rate = rates.wilson(x, n)
    assert (rate.share, rate.low, rate.high) == (near(x / n), near(low), near(high))


def test_a_rate_over_nobody_is_nothing():
    assert rates.wilson(0, 0) is None
    assert rates.posterior(0, 0) is None
    assert rates.shrunk_rate(0, 0, 0.5, 0) is None


@pytest.mark.parametrize(("x", "n"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(x, n):
    for figure in (rates.wilson, rates.posterior, achievement.verdict):
        with pytest.raises(ValueError):
            figure(x, n)


# verdicts


def test_eight_of_twelve_do_not_settle_it():
    found = achievement.verdict(8, 12)
    assert found.outcome == INCONCLUSIVE
    assert found.probability == near(0.6470)
    assert (found.posterior.mean, found.posterior.low, found.posterior.high) == (
        near(0.6429),
        near(0.4274),
        near(0.8343),
    )


def test_nine_of_twelve_pass():
    found = achievement.verdict(9, 12)
    assert (found.outcome, found.probability) == (PASS, near(0.8314))


def test_a_prior_may_be_informed_within_bounds():
    rule = Rule(prior=rates.Prior.informed(0.55, 4))
    assert achievement.verdict(8, 12, rule).probability == near(0.6372)
    for mean, weight in [(0.55, 5), (0.55, 0), (0, 4), (1, 4)]:
        with pytest.raises(ValueError):
            rates.Prior.informed(mean, weight)


@pytest.mark.parametrize(("least", "n"), [(5, 6), (6, 7), (7, 8), (7, 9), (8, 10), (9, 12), (15, 20)])
def test_the_least_that_passes(least, n):
    assert achievement.least_pass(n) == least
    assert achievement.verdict(least - 1, n).outcome != PASS


def test_too_few_companies_settle_nothing():
    found = achievement.verdict(5, 5)
    assert found.outcome == INCONCLUSIVE
    assert "at least 6" in found.reason
    assert achievement.least_pass(5) is None


def test_nobody_at_all_settles_nothing_either():
    found = achievement.verdict(0, 0)
    assert (found.outcome, found.probability, found.rate, found.posterior) == (INCONCLUSIVE, None, None, None)


@given(st.integers(6, 40).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_one_more_that_achieved_never_hurts(counts):
    x, n = counts
    assert achievement.verdict(x + 1, n).probability > achievement.verdict(x, n).probability


# looks


def test_the_bounds_of_three_looks():
    plan = looks.Plan()
    assert [(b.n, b.passing, b.failing) for b in plan.bounds] == [(6, 6, 1), (9, 8, 2), (12, 9, 5)]


def test_what_three_looks_would_do():
    found = looks.Plan().prospects()
    assert [p.passing for p in found] == [near(v) for v in (0.0180, 0.0798, 0.2363, 0.5036, 0.8006)]
    assert found[-1].expected_n == near(9.8132)
    assert all(p.passing + p.failing + p.inconclusive == near(1) for p in found)


def test_between_two_looks_nothing_is_decided():
    plan = looks.Plan()
    assert plan.verdict(7, 7).outcome == INCONCLUSIVE
    assert "next look is at 9" in plan.verdict(7, 7).reason
    assert plan.verdict(6, 6).outcome == PASS
    assert plan.verdict(1, 6).outcome == FAIL
    assert plan.verdict(7, 9).outcome == INCONCLUSIVE
    assert plan.verdict(7, 9, closing=True).outcome == PASS
    assert plan.verdict(12, 14).outcome == PASS


@pytest.mark.parametrize("numbers", [(), (9, 6), (6, 6), (3, 6)])
def test_looks_rise_and_start_with_enough_companies(numbers):
    with pytest.raises(ValueError):
        looks.Plan(looks=numbers)


def test_what_is_likely_to_come_of_it():
    assert looks.predictive_probability(5, 6, 12) == near(0.7832)
    assert looks.predictive_probability(3, 6, 12) == near(0.0490)
    assert looks.predictive_probability(9, 12, 12) == 1
    assert looks.predictive_probability(8, 12, 12) == 0
    assert looks.predictive_probability(0, 0, 12) is None
    assert looks.predictive_probability(4, 4, 5) == 0
    with pytest.raises(ValueError):
        looks.predictive_probability(5, 6, 5)


# attrition


def test_who_left_may_decide_the_pilot():
    views = attrition.attrition_views(["achieved"] * 8 + ["missed"] * 2 + ["lost"] * 2 + ["pending", "excused"])
    assert views.intention_to_treat.probability == near(0.6470)
    assert views.completers.probability == near(0.8811)
    assert views.best_case.probability == near(0.9421)
    assert views.is_sensitive
    assert (views.pending, views.excused) == (1, 1)


def test_a_pilot_that_nobody_left_is_not_sensitive():
    assert not attrition.attrition_views(["achieved"] * 10 + ["missed"] * 2).is_sensitive


def test_an_unknown_standing_is_refused():
    with pytest.raises(ValueError):
        attrition.attrition_views(["asleep"])


# comparison

TREATED = list(zip([40, 52, 38, 45, 60], [30, 41, 33, 36, 44], strict=True))
CONTROL = list(zip([42, 50, 47, 39, 58], [41, 47, 48, 37, 55], strict=True))


def test_the_treated_changed_more_than_the_control():
    found = comparison.difference_in_differences(TREATED, CONTROL)
    assert found.difference == near(-8.6000)
    assert (found.standard_error, found.degrees) == (near(1.9235), near(5.3828))
    assert (found.low, found.high, found.welch_p) == (near(-13.4407), near(-3.7593), near(0.0055))
    assert (found.permutation_p, found.permutations) == (near(2 / 252), 252)


def test_only_a_lot_makes_it_an_effect():
    assert comparison.difference_in_differences(TREATED, CONTROL).wording == "association"
    assert comparison.difference_in_differences(TREATED, CONTROL, randomised=True).wording == "effect"


def test_with_one_on_a_side_only_the_difference_is_known():
    found = comparison.difference_in_differences([(1, 3)], [(1, 2), (2, 3)])
    assert (found.difference, found.permutation_p, found.welch_p) == (near(1), None, None)
    assert comparison.difference_in_differences([], CONTROL) is None


def test_without_spread_there_is_no_standard_error():
    found = comparison.difference_in_differences([(1, 3)] * 3, [(1, 2)] * 3)
    assert (found.difference, found.standard_error) == (near(1), None)


# opinion


def test_net_promoter():
    found = opinion.net_promoter([10, 9, 9, 8, 8, 7, 6, 10, 3, 9])
    assert (found.score, found.standard_error) == (near(30.0000), near(24.6982))
    assert opinion.net_promoter([]) is None
    with pytest.raises(ValueError):
        opinion.net_promoter([11])


def test_satisfied_are_the_two_top_answers():
    assert opinion.satisfied([5, 5, 5, 5, 4, 4, 4, 4, 3, 1]).share == near(0.8000)
    assert opinion.satisfied([]) is None
    with pytest.raises(ValueError):
        opinion.satisfied([0])


def test_the_ellis_question():
    found = opinion.ellis(13, 10, 7)
    assert (found.rate.share, found.rate.low, found.rate.high) == (near(0.4333), near(0.2738), near(0.6080))
    assert found.probability == near(0.6601)
    assert opinion.ellis(0, 0, 0) is None
    with pytest.raises(ValueError):
        opinion.ellis(-1, 2, 2)


# returns


def test_return_and_payback():
    found = returns.returns(12000, [0, 1500, 2500, 3000, 3500, 3500, 3500, 3500])
    assert (found.payback_months, found.roi) == (near(5.4286), near(0.7500))


def test_what_has_not_paid_back_yet():
    assert returns.returns(12000, [100]).payback_months is None
    assert returns.returns(12000, []) is None
    assert returns.returns(0, [100]).roi is None
    with pytest.raises(ValueError):
        returns.returns(-1, [100])
