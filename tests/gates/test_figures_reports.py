"""The figures of the reports, against SciPy and the worked examples of docs/figures.md."""

from __future__ import annotations

import pytest
from scipy import stats

from figures.rates import wilson
from figures.survival import REACHED, WAITING, kaplan_meier
from gates.figures.learning import quarter_agreement, separation
from gates.figures.reports import compare_shares, cycle, delay, fisher

close = pytest.approx


def test_the_kill_rate():
    found = wilson(3, 20)
    assert (found.low, found.high) == (close(0.0524, abs=1e-4), close(0.3604, abs=1e-4))


def test_overrides_against_the_others():
    found = compare_shares((2, 8), (14, 20))
    assert (found.difference, found.odds_ratio, found.p) == (close(-0.45), close(0.1429, abs=1e-4), close(0.0441, abs=1e-4))
    assert compare_shares((0, 0), (14, 20)) is None
    assert compare_shares((8, 8), (14, 20)).odds_ratio is None
    with pytest.raises(ValueError, match="not a possible count"):
        compare_shares((3, 2), (1, 1))


@pytest.mark.parametrize(
    "table", [(2, 6, 14, 6), (0, 5, 5, 0), (1, 0, 0, 1), (3, 3, 3, 3), (40, 60, 70, 30), (0, 4, 0, 9), (7, 0, 2, 0)]
)
def test_fishers_test_is_scipys(table):
    a, b, c, d = table
    assert fisher(*table) == close(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)


def test_what_waiting_costs():
    found = delay(37_700, 18, 2)
    assert (found.cost, found.weekly, found.cd3) == (close(1864.2857, abs=1e-4), close(725), close(362.5))
    assert delay(37_700, 18).cd3 is None
    for days, weeks in ((-1, 1), (1, 0), (float("nan"), 1)):
        with pytest.raises(ValueError, match="wait"):
            delay(1, days, weeks)


def test_the_decision_cycle():
    found = cycle([1, 2, 3, 4, 5, 6, 7, 8, 9, 20])
    assert (found.n, found.median, found.p90) == (10, 5.5, close(10.1))
    assert cycle([]) is None


def test_open_reviews_are_censored():
    found = kaplan_meier([(10, REACHED), (20, REACHED), (30, WAITING)])
    assert (found.median, found.waiting) == (20, 1)


def test_a_score_that_tells_success():
    found = separation([9, 8, 7, 3, 2], [True, True, False, False, False])
    assert (found.auc, found.n, found.succeeded, found.high) == (1.0, 5, 2, 1.0)
    mixed = separation([9, 2, 7, 3, 5, 5], [True, True, False, False, True, False])
    expected = stats.mannwhitneyu([9, 2, 5], [7, 3, 5]).statistic / 9
    assert mixed.auc == close(expected)
    assert mixed.low < 0.5 < mixed.high
    assert separation([1, 2], [True, True]) is None
    with pytest.raises(ValueError, match="one outcome"):
        separation([1], [])


def test_agreement_only_over_eight_features():
    units = [[(1, 4.0), (2, 5.0)], [(1, 2.0), (2, 2.0)], [(1, 1.0), (2, 1.0)]] * 3
    assert quarter_agreement(units, 7) is None
    found = quarter_agreement(units, 9)
    assert (found.units, found.raters, found.alpha > 0.8) == (9, 2, True)
    assert quarter_agreement([[(1, 3.0), (2, 3.0)]] * 8, 8).alpha is None
    assert quarter_agreement([[(1, 3.0)]] * 8, 8).alpha is None
