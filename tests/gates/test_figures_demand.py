"""What customers asked for enters the projection only once the organisation's own backtest has gained by it."""

from __future__ import annotations

import dataclasses
import datetime
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gates.figures.admission import admit
from gates.figures.cohorts import Cohort
from gates.figures.demand import log_demand, log_odds, moved, slope
from gates.figures.engagement import EngagementProjector, backtest_published
from gates.figures.projection import Probe, ProjectionInput, Reference
from gates.figures.record import CLIMATOLOGY, DEFAULT, DEMAND, GROWTH, POOL, Attempt, Choice, Forecast, choose

ORIGIN = datetime.date(2026, 1, 5)
PROJECTOR = EngagementProjector()


def reference(number, demand, adopted, n=200, soon=10):
    ends = ORIGIN - datetime.timedelta(weeks=60 - number)
    return Reference(f"r{number}", f"f{number}", n, {4: soon, 26: max(soon, adopted)}, ends, demand=demand)


def asked(references, demand, **changes):
    values = {
        "feature": "new", "unit": "company", "origin": ORIGIN, "eligible": 200, "elapsed": 4, "horizon": 26, "threshold": 0.2,
        "references": tuple(references), "probe": Probe(200, 10, ORIGIN - datetime.timedelta(weeks=4)), "demand": demand,
    }  # fmt: skip
    return ProjectionInput(**values | changes)


TELLING = [reference(n, 5 * n, 12 + 8 * n) for n in range(1, 9)]


def test_the_slope_is_that_of_a_straight_line_and_nothing_where_all_were_asked_for_alike():
    assert slope([-4, -3, -2, -1], [-2, -1, 0, 1]) == pytest.approx(1)
    assert slope([1, 1, 1], [0, 5, 9]) == 0
    rough = slope([-4, -3, -2, -1], [-2, 1, -1, 1])
    assert 0 < rough < np.polyfit([-4, -3, -2, -1], [-2, 1, -1, 1], 1)[0]
    assert (log_demand(0, 99), log_odds(10, 10, 19)) == (pytest.approx(np.log(0.5 / 99.5)), pytest.approx(np.log(0.5 / 9.5)))


def test_more_demand_means_more_where_it_did_so_before():
    little, much = (asked(TELLING, demand) for demand in (2, 60))
    draws = PROJECTOR.models.default.draw(little, admit(little))
    less, more = (moved(draws, one, admit(one)) for one in (little, much))
    assert np.median(less) < np.median(draws) < np.median(more)
    assert np.all(np.diff(more) >= 0)


def test_what_is_not_known_moves_nothing():
    draws = np.arange(10, 50)
    unknown = asked(TELLING, None)
    few = asked([*TELLING[:4], *(dataclasses.replace(one, demand=None) for one in TELLING[4:])], 9)
    assert moved(draws, unknown, admit(unknown)) is moved(draws, few, admit(few)) is None
    alike = asked([dataclasses.replace(one, demand=7) for one in TELLING], 90)
    assert list(moved(draws, alike, admit(alike))) == list(draws)
    for poison in (asked, reference):
        with pytest.raises(ValueError, match="from 0"):
            poison(TELLING, -1) if poison is asked else poison(1, -1, 5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 400), st.lists(st.tuples(st.integers(0, 90), st.integers(10, 200)), min_size=5, max_size=9))
def test_moved_draws_stay_between_those_who_adopted_and_everybody(demand, rows):
    question = asked([reference(n, had, came) for n, (had, came) in enumerate(rows)], demand)
    counts = moved(PROJECTOR.models.default.draw(question, admit(question)), question, admit(question))
    assert counts.min() >= 10
    assert counts.max() <= 200
    assert list(counts) == sorted(counts)


def attempt(number, asked_wis, default=1.0, growth=2.0, knows=True):
    exact = Forecast(0.3, ((0.25, 0.35), (0.2, 0.4), (0.1, 0.5)))
    begins = datetime.date(2020, 1, 1) + datetime.timedelta(weeks=number)
    cohort = Cohort(f"f{number}", f"p{number}", begins, begins, 100, {4: 10, 26: 30}, 5 if knows else None)
    wis = {DEFAULT: default, GROWTH: growth, POOL: 2.0, CLIMATOLOGY: 3.0} | ({DEMAND: asked_wis} if knows else {})
    return Attempt(cohort, begins + datetime.timedelta(weeks=26), 0.3, None, None, {}, dict.fromkeys(wis, exact), wis)


@pytest.mark.parametrize(
    ("n", "wis", "growth", "knows", "speaks"),
    [
        (20, 0.95, 2.0, True, DEMAND),
        (20, 0.96, 2.0, True, DEFAULT),
        (19, 0.10, 2.0, True, DEFAULT),
        (20, 0.10, 2.0, False, DEFAULT),
        (20, 0.80, 0.82, True, GROWTH),
        (20, 0.77, 0.82, True, DEMAND),
    ],
)
def test_it_enters_once_it_gains_a_twentieth_over_twenty_features(n, wis, growth, knows, speaks):
    assert choose([attempt(i, wis, growth=growth) for i in range(n)], knows_demand=knows).champion == speaks


def test_only_features_that_came_from_ideas_count_towards_twenty():
    known = [attempt(i, 0.1) for i in range(19)]
    assert choose([*known, *(attempt(i, 0.1, knows=False) for i in range(19, 60))], knows_demand=True).champion == DEFAULT
    again = dataclasses.replace(known[0])
    assert choose([*known, again], knows_demand=True).champion == DEFAULT, "two launches of one feature are one feature"


def launches(seed, *, tells, features=60):
    """Features that came out one after the other, of which the demand told how far they would reach, or did not."""
    dice = random.Random(seed)
    reaches = [dice.gauss(-1.0, 1.2) for _ in range(features)]
    demands = [round(300 / (1 + math.exp(-(one + dice.gauss(0, 0.15) - 1)))) for one in reaches]
    if not tells:
        dice.shuffle(demands)
    for number, (reach, demand) in enumerate(zip(reaches, demands, strict=True)):
        begins = datetime.date(2018, 1, 1) + datetime.timedelta(weeks=4 * number)
        final = sum(dice.random() < 1 / (1 + math.exp(-reach)) for _ in range(300))
        soon = sum(dice.random() < 0.1 for _ in range(final))
        yield Cohort(f"f{number}", f"{begins.year}Q{(begins.month + 2) // 3}", begins, begins, 300, {4: soon, 26: final}, demand)


def test_demand_that_tells_makes_the_backtest_better():
    told = list(launches(5, tells=True))
    bare = backtest_published(dataclasses.replace(one, demand=None) for one in told)
    found = backtest_published(told)
    champions = [trial.projection.champion for trial in found.trials]
    assert champions[0] == DEFAULT
    assert champions[-1] == DEMAND
    assert found.wis < bare.wis  # the first thirty are projected without it
    assert found.mae < 0.9 * bare.mae
    row = next(one for one in found.inputs["models"] if one["name"] == DEMAND)
    assert row["features"] >= 20
    assert row["gain"] >= 0.05


def test_demand_that_tells_nothing_never_enters():
    shuffled = list(launches(5, tells=False))
    found, bare = backtest_published(shuffled), backtest_published(dataclasses.replace(one, demand=None) for one in shuffled)
    assert DEMAND not in {trial.projection.champion for trial in found.trials}
    assert (found.wis, found.skill, found.coverage80) == (bare.wis, bare.skill, bare.coverage80)


def test_the_future_changes_neither_numbers_nor_hash():
    told = list(launches(5, tells=True))
    last = told[-1].begins
    changed = [dataclasses.replace(one, demand=0, adopters={4: 0, 26: 300}) if one.begins == last else one for one in told]
    before, after = ({t.projection.feature: t.projection for t in backtest_published(rows).trials} for rows in (told, changed))
    assert all(before[name] == after[name] for name in before if before[name].origin < last + datetime.timedelta(weeks=4))
    assert len(before) > 40


rows_of_demand = st.lists(st.tuples(st.integers(0, 90), st.integers(10, 200)), min_size=5, max_size=9)


@settings(max_examples=40, deadline=None)
@given(rows_of_demand, st.integers(0, 400), st.floats(0, 1), st.floats(0, 1), st.floats(1, 3))
def test_what_demand_says_keeps_the_invariants(rows, demand, threshold, other, factor):
    """Quantiles rise within [c_k/n, 1], each interval holds the one before, and a higher threshold is never likelier."""
    spoken = Choice(DEMAND, dict.fromkeys((50, 80, 95), factor))
    question = asked([reference(n, had, came) for n, (had, came) in enumerate(rows)], demand, threshold=min(threshold, other))
    found = PROJECTOR.publish(question, admit(question), spoken)
    assert found == PROJECTOR.publish(question, admit(question), spoken)
    ends = [end for one in reversed(found.intervals) for end in (one.low,)] + [found.median]
    ends += [one.high for one in found.intervals]
    assert ends == sorted(ends)
    assert ends[0] >= 10 / 200
    assert ends[-1] <= 1
    harder = dataclasses.replace(question, threshold=max(threshold, other))
    assert PROJECTOR.publish(harder, admit(harder), spoken).probability <= found.probability
