"""Our figures stand on scipy.special, which every process can afford to load; scipy.stats is the oracle for them."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from figures import rates
from gates.figures.pilots import comparison, looks
from gates.figures.viability.expansion import expansion


def near(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (0, 7), (3, 7), (8, 12), (12, 12), (499, 20_000)])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_wilson(x, n, confidence):
    expected = stats.binomtest(x, n).proportion_ci(confidence, method="wilson")
    found = rates.wilson(x, n, confidence)
    assert (found.low, found.high) == (near(expected.low), near(expected.high))


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (3, 7), (12, 12), (499, 20_000)])
@pytest.mark.parametrize("prior", [rates.UNINFORMED, rates.Prior.informed(0.6, 2)])
def test_posterior(x, n, prior):
    found = rates.posterior(x, n, prior)
    assert (found.low, found.high) == near(tuple(stats.beta.ppf([0.05, 0.95], found.alpha, found.beta)))
    for rate in (-0.1, 0, 0.025, 0.6, 1, 1.1):
        assert found.probability_at_least(rate) == near(stats.beta.sf(rate, found.alpha, found.beta))


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("n", [0, 1, 12, 5_000])
def test_binomial(n, rate):
    assert looks._binomial(n, rate) == near(stats.binom.pmf(np.arange(n + 1), n, rate))


@pytest.mark.parametrize(("achieved", "n", "final"), [(0, 1, 12), (5, 6, 12), (6, 6, 6), (3, 9, 60), (9, 12, 400)])
def test_predictive_probability(achieved, n, final):
    needed = looks.least_pass(final, looks.DEFAULT)
    expected = 0.0 if needed is None else stats.betabinom.sf(needed - achieved - 1, final - n, 1 + achieved, 1 + n - achieved)
    assert looks.predictive_probability(achieved, n, final) == near(expected)


def test_number_of_wins():
    chances = [0.8, 0.3, 0.5, 0.05, 1.0, 0.0]
    found = expansion([(chance, 1000) for chance in chances])
    for wins in range(-1, 8):
        assert found.probability_of_wins(wins) == near(stats.poisson_binom(chances).sf(wins - 1))


@pytest.mark.parametrize("sizes", [(2, 2), (5, 5), (9, 4), (9, 9)])
def test_welch_and_every_permutation(sizes):
    some, others = sample(*sizes)
    found = comparison.difference_in_differences([(0, value) for value in some], [(0, value) for value in others])
    welch = stats.ttest_ind(some, others, equal_var=False)
    interval = welch.confidence_interval(0.95)
    assert (found.low, found.high, found.welch_p) == (near(interval.low), near(interval.high), near(welch.pvalue))
    assert found.degrees == near(welch.df)
    assert found.permutation_p == near(permuted(some, others))


def test_permutations_that_are_drawn():
    some, others = sample(14, 12)
    found = comparison.difference_in_differences([(0, value) for value in some], [(0, value) for value in others])
    assert found.permutations == comparison.MOST_EXACT
    assert found.permutation_p == pytest.approx(permuted(some, others), abs=0.01)  # four standard errors


def sample(ours, theirs):
    """Changes with ties among them, as people type them."""
    rng = np.random.default_rng(7)
    return rng.integers(-9, 9, ours) / 2 - 1, rng.integers(-9, 9, theirs) / 2


def permuted(some, others):
    """The two-sided permutation p by the library."""
    return stats.permutation_test(
        (some, others), lambda x, y, axis=-1: np.abs(np.mean(x, axis=axis) - np.mean(y, axis=axis)),
        vectorized=True, alternative="greater", n_resamples=comparison.MOST_EXACT, rng=np.random.default_rng(1),
    ).pvalue  # fmt: skip


def test_starting_does_not_load_it():
    program = "import django, sys; django.setup(); import config.urls; sys.exit('scipy.stats' in sys.modules)"
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "test"}
    found = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | settings, capture_output=True, timeout=120, check=False
    )
    assert found.returncode == 0, found.stderr.decode()
