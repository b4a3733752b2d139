"""What answers amount to: the worked examples, and where there are too few."""

import math

import pytest

from figures.rates import wilson
from surveys.figures import LEAST, chance_of, figure


def counts(*scores):
    return {score: scores.count(score) for score in set(scores)}


def test_nps_with_its_standard_error():
    found = figure("nps", counts(10, 9, 9, 8, 8, 7, 6, 10, 3, 9))
    assert found.value == pytest.approx(30.0)
    assert found.error == pytest.approx(24.6982, abs=5e-5)
    assert (found.hits, found.against, found.n) == (5, 2, 10)
    assert found.low == pytest.approx(30 - 1.959964 * 24.6982, abs=1e-3)
    assert found.high == pytest.approx(30 + 1.959964 * 24.6982, abs=1e-3)


def test_the_error_is_that_of_a_mean_of_plus_and_minus_one():
    scores = [10] * 7 + [8] * 5 + [2] * 8
    signs = [1] * 7 + [0] * 5 + [-1] * 8
    mean = sum(signs) / 20
    expected = 100 * math.sqrt(sum((sign - mean) ** 2 for sign in signs) / 20 / 20)
    assert figure("nps", counts(*scores)).error == pytest.approx(expected)


def test_nps_stays_within_its_bounds():
    found = figure("nps", {10: 19, 8: 1})
    assert found.high == 100
    assert figure("nps", {0: 20}).value == figure("nps", {0: 20}).low == -100


def test_csat_counts_the_top_two():
    found = figure("csat", {5: 5, 4: 3, 3: 1, 1: 1})
    assert (found.value, found.hits, found.n) == (0.8, 8, 10)
    assert found.mean == pytest.approx(4.1)


def test_ces_counts_five_to_seven():
    found = figure("ces", {7: 4, 6: 2, 5: 1, 4: 2, 1: 1})
    assert (found.value, found.hits) == (0.7, 7)


def test_ellis_leaves_out_who_no_longer_uses_it():
    found = figure("ellis", {3: 13, 2: 10, 1: 7, 0: 25})
    assert (found.n, found.hits) == (30, 13)
    assert found.value == pytest.approx(0.4333, abs=5e-5)
    assert (found.low, found.high) == (pytest.approx(0.2738, abs=5e-5), pytest.approx(0.6080, abs=5e-5))
    assert found.chance == pytest.approx(0.6601, abs=5e-5)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(8, 12, 0.3906, 0.8619), (0, 5, 0.0, 0.4345), (5, 5, 0.5655, 1.0), (6, 10, 0.3127, 0.8318)]
)
def test_wilson(hits, n, low, high):
    found = wilson(hits, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_the_chance_grows_with_every_hit():
    chances = [chance_of(hits, 30) for hits in range(31)]
    assert chances == sorted(chances)
    assert chances[0] < 0.001
    assert chances[30] > 0.999


@pytest.mark.parametrize("kind", ["nps", "csat", "ces", "ellis"])
def test_too_few_answers_give_no_figure(kind):
    assert figure(kind, {}) is None
    assert figure(kind, {3: LEAST - 1}) is None
    assert figure(kind, {3: LEAST}).n == LEAST


def test_those_left_out_do_not_make_up_the_number():
    assert figure("ellis", {3: LEAST - 1, 0: 40}) is None
