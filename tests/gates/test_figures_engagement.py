"""What is published: whoever earned it speaks, intervals are only widened, drift is said, and the invariants hold."""

import dataclasses
import datetime
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gates.figures.cohorts import Cohort, period_days, read_cohorts
from gates.figures.engagement import EngagementProjector, backtest_published
from gates.figures.projection import Pair, Probe, Projection, ProjectionInput, Reference, Selection, Status, Stratum
from gates.figures.record import CLIMATOLOGY, DEFAULT, GROWTH, POOL, Attempt, Forecast, choose, known_at
from gates.figures.sensitivity import sensitivity
from gates.figures.strata import post_stratified

ORIGIN = datetime.date(2026, 3, 2)
START = ORIGIN - datetime.timedelta(weeks=4)
PROJECTOR = EngagementProjector()


def reference(number, n=400, early=60, later=120, kept=None, complete_on=None):
    complete_on = complete_on or ORIGIN - datetime.timedelta(weeks=1 + 5 * number)
    return Reference(f"e{number:02}", f"e{number:02}", n, {4: early, 26: later}, complete_on, kept)


SIX = tuple(reference(i, early=40 + 8 * i, later=80 + 16 * i, kept=40 + 8 * i) for i in range(6))


def asked(**changes):
    given = ProjectionInput(
        feature="bulk edit", unit="user", origin=ORIGIN, eligible=500, elapsed=4, horizon=26, threshold=0.25, references=SIX,
        probe=Probe(500, 75, START), kept_weeks=4,
    )  # fmt: skip
    return dataclasses.replace(given, **changes)


# kept using


def test_of_those_who_adopt_as_many_are_kept_as_of_earlier_ones():
    """In thirty features half of the adopters were kept: so it will be here."""
    alike = tuple(reference(i, n=2000, early=400, later=800, kept=400) for i in range(30))
    found = PROJECTOR.project(asked(references=alike, eligible=10_000, probe=Probe(10_000, 2_000, START)))
    assert found.kept.rate == pytest.approx(0.5, abs=0.02)
    assert found.kept.median == pytest.approx(found.median / 2, abs=0.02)
    assert found.kept.references == 30


def test_nobody_is_kept_who_did_not_adopt():
    found = PROJECTOR.project(asked())
    assert found.kept.median <= found.median
    assert found.kept.probability <= found.probability
    assert [one.level for one in found.kept.intervals] == [50, 80, 95]


def test_without_a_rule_or_a_reference_that_tells_there_is_no_twin():
    assert PROJECTOR.project(asked(kept_weeks=None)).kept is None
    untold = tuple(dataclasses.replace(row, kept=None) for row in SIX)
    assert PROJECTOR.project(asked(references=untold)).kept is None
    with pytest.raises(ValueError):
        asked(kept_weeks=26)


# who speaks


def attempt(number, wis, forecasts=None, actual=0.3, period=None, feature=None):
    exact = Forecast(0.3, ((0.25, 0.35), (0.2, 0.4), (0.1, 0.5)))
    begins = datetime.date(2020, 1, 1) + datetime.timedelta(weeks=number)
    cohort = Cohort(feature or f"f{number}", period or f"p{number}", begins, begins, 100, {4: 10, 26: round(100 * actual)})
    forecasts = dict.fromkeys((DEFAULT, GROWTH, POOL, CLIMATOLOGY), exact) | (forecasts or {})
    return Attempt(cohort, begins + datetime.timedelta(weeks=26), actual, None, None, {}, forecasts, wis)


def scores(default=1.0, growth=2.0, pool=2.0, climatology=3.0):
    return {DEFAULT: default, GROWTH: growth, POOL: pool, CLIMATOLOGY: climatology}


@pytest.mark.parametrize(
    ("n", "wis", "speaks"),
    [
        (8, scores(), DEFAULT),
        (8, scores(growth=0.9), GROWTH),
        (8, scores(growth=0.91), DEFAULT),
        (7, scores(growth=0.1), DEFAULT),
        (8, scores(growth=0.8, pool=0.7), POOL),
        (8, scores(climatology=1.1), CLIMATOLOGY),
        (8, scores(climatology=1.2), DEFAULT),
        (7, scores(climatology=0.5), DEFAULT),
    ],
)
def test_a_challenger_speaks_once_it_is_a_tenth_better_over_eight(n, wis, speaks):
    assert choose([attempt(i, wis) for i in range(n)]).champion == speaks


def test_without_any_record_the_default_speaks():
    assert (choose([]).champion, choose([]).drifted, choose([]).skill) == (DEFAULT, "", None)
    assert choose([attempt(i, scores(climatology=0.5)) for i in range(9)], may_fall_back=False).champion == DEFAULT


def test_only_other_features_whose_outcome_was_known_count():
    rows = [attempt(i, scores()) for i in range(10)]
    origin = rows[5].complete_on
    assert [one.cohort.feature for one in known_at(rows, origin, "f2")] == ["f0", "f1", "f3", "f4", "f5"]


@pytest.mark.parametrize(("n", "levels"), [(8, set()), (9, {50, 80}), (38, {50, 80}), (39, {50, 80, 95})])
def test_intervals_are_widened_from_enough_references_on(n, levels):
    """Every actual lay three times as far off as the 80 % interval reaches."""
    factors = choose([attempt(i, scores(), actual=0.6) for i in range(n)]).factors
    assert {level for level, factor in factors.items() if factor > 1} == levels
    assert factors[80] == pytest.approx(3 if 80 in levels else 1)
    held = choose([attempt(i, scores(), actual=0.3) for i in range(n)]).factors
    assert set(held.values()) == {1.0}, "nothing is narrowed"


def test_a_period_that_kept_its_word_too_seldom_casts_doubt_until_another_holds():
    bad = [attempt(i, scores(), actual=0.6 if i < 2 else 0.3, period="2020Q1") for i in range(3)]
    good = [attempt(i, scores(), period="2020Q2") for i in range(3, 6)]
    assert choose(bad).drifted == "2020Q1"
    assert choose([*bad, *good]).drifted == ""
    assert choose(bad[:2]).drifted == "", "one miss of two says nothing"


def test_drift_is_a_status_and_a_reason():
    """Twelve features that stopped growing at week 4, after six that had trebled."""
    old = [reference(20 + i, early=40, later=200, complete_on=ORIGIN - datetime.timedelta(weeks=150 + i)) for i in range(6)]
    new = [reference(i, early=40, later=40, complete_on=ORIGIN - datetime.timedelta(weeks=60 + i)) for i in range(8)]
    found = PROJECTOR.project(asked(references=(*old, *new)))
    assert found.backtest["drifted"]
    assert found.status is Status.DRIFT_WARNING
    assert any("less than 55%" in reason for reason in found.reasons)
    assert found.median is not None


def test_where_the_start_tells_nothing_climatology_is_published():
    rng = random.Random(5)
    rows = tuple(
        reference(
            i, early=rng.randint(5, 150), later=200 + rng.randint(-8, 8), complete_on=ORIGIN - datetime.timedelta(weeks=40 * i)
        )
        for i in range(18)
    )
    found = PROJECTOR.project(asked(references=rows, probe=Probe(500, 20, START)))
    assert (found.champion, found.status) == (CLIMATOLOGY, Status.OK)
    assert found.median == pytest.approx(0.5, abs=0.02)
    assert [row["name"] for row in found.backtest["models"] if row["speaks"]] == [CLIMATOLOGY]


def test_growth_that_is_alike_lets_the_challenger_speak():
    """Whatever the start, every feature doubled: growth says so, and the default cannot."""
    rows = []
    for i in range(24):
        early = (10, 60, 150, 25, 100, 190)[i % 6]
        rows.append(reference(i, early=early, later=2 * early, complete_on=ORIGIN - datetime.timedelta(weeks=40 * i)))
    found = PROJECTOR.project(asked(references=tuple(rows)))
    assert found.champion == GROWTH
    assert found.median == pytest.approx(0.3, abs=0.02)


# probes that are no draw by lot


def kinds(small=(300, 100, 40), large=(700, 50, 5)):
    return (Stratum("small", *small), Stratum("large", *large))


def test_a_probe_that_chose_itself_is_weighed_by_kind():
    """Small firms flocked to it and liked it; there are more large ones, who did not."""
    probe = Probe(150, 45, START, Selection.OPT_IN, strata=kinds())
    told = post_stratified(probe.strata)
    assert told.share == pytest.approx((200 * 0.4 + 650 * 0.1) / 850)
    assert told.n < 150
    found = PROJECTOR.project(asked(eligible=1000, probe=probe))
    naive = PROJECTOR.project(asked(eligible=1000, probe=Probe(150, 45, START)))
    assert found.status is Status.OK
    assert found.median < naive.median
    assert found.interval(95).low >= 0.045


@pytest.mark.parametrize(
    ("probe", "word"),
    [
        (Probe(99, 45, START, Selection.OPT_IN), "weighed from 100"),
        (Probe(150, 9, START, Selection.OPT_IN), "10 adopters"),
        (Probe(150, 45, START, Selection.OPT_IN), "nothing is known to weigh it by"),
        (Probe(150, 45, START, Selection.OPT_IN, strata=kinds((300, 150, 45), (700, 0, 0))), "70% of the eligible"),
    ],
)
def test_a_probe_that_cannot_be_weighed_is_not_heard(probe, word):
    found = PROJECTOR.project(asked(eligible=1000, probe=probe))
    assert found.status is Status.REFERENCE_ONLY
    assert any(word in reason for reason in found.reasons)


def test_each_unit_is_of_one_kind():
    with pytest.raises(ValueError):
        Probe(151, 45, START, Selection.OPT_IN, strata=kinds())
    with pytest.raises(ValueError):
        asked(eligible=999, probe=Probe(150, 45, START, Selection.OPT_IN, strata=kinds()))
    with pytest.raises(ValueError):
        Stratum("odd", 10, 11, 1)


def doors(count, complete_on=START, ratio=0.5):
    return tuple(Pair(f"d{i}", 1000, 100 + 50 * i, 1000, round((100 + 50 * i) * ratio), complete_on) for i in range(count))


def test_clicks_are_converted_by_five_earlier_doors():
    probe = Probe(200, 80, START, Selection.FAKE_DOOR, pairs=doors(5))
    found = PROJECTOR.project(asked(probe=probe))
    assert (found.status, found.champion) == (Status.OK, "fake door")
    assert found.median == pytest.approx(0.2, abs=0.02), "two in five click, and every second of those adopted"


def test_four_doors_or_doors_of_the_future_convert_nothing():
    late = doors(5, complete_on=ORIGIN + datetime.timedelta(days=1))
    for pairs in (doors(4), late, ()):
        found = PROJECTOR.project(asked(probe=Probe(200, 80, START, Selection.FAKE_DOOR, pairs=pairs)))
        assert found.status is Status.REFERENCE_ONLY
        assert "intent" in found.reasons[-1]


# what looks odd


def test_a_count_that_falls_is_flagged():
    odd = Reference("e99", "e99", 400, {4: 80, 26: 70}, START)
    assert any("falls" in flag for flag in PROJECTOR.project(asked(references=(*SIX, odd))).flags)
    assert PROJECTOR.project(asked()).flags == ()


def test_everybody_having_it_at_once_is_flagged():
    odd = reference(7, early=400, later=400)
    assert any("before its release" in flag for flag in PROJECTOR.project(asked(references=(*SIX, odd))).flags)


@pytest.mark.parametrize("poison", [float("nan"), float("inf"), -0.1])
def test_a_poisoned_threshold_is_refused(poison):
    with pytest.raises(ValueError):
        asked(threshold=poison)


@pytest.mark.parametrize("poison", ["nan", "inf", "1e9", "1.5", "-3", "9" * 400])
def test_a_poisoned_cell_is_refused_by_its_row(poison):
    row = {"feature": "a", "period": "2024Q1", "n": "100", "c_4": "1", "c_26": poison}
    with pytest.raises(ValueError, match="Row 2"):
        read_cohorts([row])


def test_a_copied_row_counts_once_and_short_names_are_read():
    row = {"f": "a", "q": "216", "n": "100", "c4": "1", "c26": "5"}
    assert read_cohorts([row, dict(row)]).cohorts == [Cohort("a", "216", *period_days("216"), 100, {4: 1, 26: 5})]


# what would change it


def test_it_says_how_many_adopters_the_threshold_needs():
    question = asked(threshold=0.4)
    answer = PROJECTOR.answer(question)
    found = sensitivity(PROJECTOR, question, answer)
    likely, sure = (row["adopters"] for row in found["needed"])
    assert 75 < likely < sure <= 200
    for count, reaches in ((sure, True), (sure - 1, False)):
        again = PROJECTOR.what_if(asked(threshold=0.4, probe=Probe(500, count, START)), answer.choice)
        assert (again.probability >= 0.8) is reaches
    assert found["without"]["lowest"] <= answer.projection.median <= found["without"]["highest"]


def test_nothing_would_change_what_is_not_said():
    assert sensitivity(PROJECTOR, asked(references=()), PROJECTOR.answer(asked(references=()))) == {}


# the invariants


@st.composite
def questions(draw):
    """Any question that fits together, with a record behind it."""
    rows = []
    for i in range(draw(st.integers(5, 14))):
        n = draw(st.integers(1, 3000))
        later = draw(st.integers(0, n))
        kept = draw(st.none() | st.integers(0, later))
        complete_on = ORIGIN - datetime.timedelta(weeks=draw(st.integers(0, 200)))
        rows.append(reference(i, n=n, early=draw(st.integers(0, n)), later=later, kept=kept, complete_on=complete_on))
    eligible = draw(st.integers(200, 20_000))
    probed = draw(st.integers(30, eligible))
    probe = Probe(probed, draw(st.integers(0, probed)), START)
    return asked(
        references=tuple(rows), eligible=eligible, probe=draw(st.just(probe) | st.none()), threshold=draw(st.floats(0, 1))
    )


@settings(max_examples=25, deadline=None)
@given(questions())
def test_the_same_question_has_the_same_answer(question):
    assert PROJECTOR.project(question) == EngagementProjector().project(question)


@settings(max_examples=25, deadline=None)
@given(questions(), st.integers(1, 400))
def test_what_becomes_known_after_the_origin_changes_neither_numbers_nor_hash(question, days):
    later = Reference("z", "z", 900, {4: 0, 26: 900}, ORIGIN + datetime.timedelta(days=days))
    grown = tuple(dataclasses.replace(row, adopters={**row.adopters, 52: row.n}) for row in question.references)
    before = PROJECTOR.project(question)
    after = PROJECTOR.project(dataclasses.replace(question, references=(*grown, later)))
    assert dataclasses.replace(after, left_out={}, flags=()) == dataclasses.replace(before, left_out={}, flags=())


def bounds(found: Projection) -> list[float]:
    lows, highs = ([getattr(found.interval(level), end) for level in (50, 80, 95)] for end in ("low", "high"))
    return [*reversed(lows), found.median, *highs]


@settings(max_examples=25, deadline=None)
@given(questions())
def test_quantiles_rise_from_what_is_there_to_everybody(question):
    found = PROJECTOR.project(question)
    there = question.probe.adopters / question.eligible if question.probe else 0.0
    assert [there, *bounds(found), 1] == sorted([there, *bounds(found), 1])
    if found.kept:
        kept = [0.0, *bounds(_as_projection(found)), 1]
        assert kept == sorted(kept)


def _as_projection(found: Projection) -> Projection:
    return dataclasses.replace(found, median=found.kept.median, intervals=found.kept.intervals)


@settings(max_examples=25, deadline=None)
@given(questions(), st.floats(0, 1))
def test_a_higher_threshold_is_never_likelier(question, other):
    low, high = sorted([question.threshold, other])
    at = [PROJECTOR.project(dataclasses.replace(question, threshold=bar)) for bar in (low, high)]
    assert at[0].probability >= at[1].probability
    if at[0].kept:
        assert at[0].kept.probability >= at[1].kept.probability


@settings(max_examples=25, deadline=None)
@given(questions())
def test_intervals_are_only_ever_widened(question):
    assert all(factor >= 1 for factor in PROJECTOR.project(question).widened.values())


def test_what_is_published_can_be_stored():
    facts = PROJECTOR.project(asked()).facts()
    assert facts["kept"]["weeks"] == 4
    assert facts["backtest"]["champion"] == DEFAULT


# the backtest of what is published


def launches(seed=11, features=14, quarters=12):
    rng = random.Random(seed)
    for feature in range(features):
        reach = rng.uniform(0.05, 0.7)
        for quarter in range(quarters):
            n = rng.randint(80, 300)
            final = sum(rng.random() < reach for _ in range(n))
            soon = sum(rng.random() < 0.7 for _ in range(final))
            period = f"{2020 + quarter // 4}Q{quarter % 4 + 1}"
            yield {"feature": f"f{feature}", "period": period, "n": str(n), "c_4": str(soon), "c_26": str(final)}


def test_it_meets_the_acceptance_where_the_start_tells():
    found = backtest_published(read_cohorts(launches()).cohorts)
    assert found.skill >= 0.10
    assert 0.70 <= found.coverage80 <= 0.98
    assert found.coverage95 >= 0.86


def test_a_shuffled_start_tells_nothing():
    cohorts = read_cohorts(launches()).cohorts
    starts = [cohort.adopters[4] / cohort.n for cohort in cohorts]
    random.Random(3).shuffle(starts)
    shuffled = [
        dataclasses.replace(one, adopters={4: round(start * one.n), 26: one.adopters[26]})
        for one, start in zip(cohorts, starts, strict=True)
    ]
    assert backtest_published(shuffled).skill <= 0


def test_the_future_changes_no_choice_of_the_past():
    cohorts = read_cohorts(launches()).cohorts
    last = max(cohort.ends for cohort in cohorts)
    changed = [dataclasses.replace(c, adopters={4: 0, 26: c.n}) if c.ends == last else c for c in cohorts]
    before, after = ({t.projection.input_hash: t.projection for t in backtest_published(c).trials} for c in (cohorts, changed))
    earlier = [key for key, one in before.items() if one.origin < last]
    assert len(earlier) > 50
    assert all(before[key] == after[key] for key in earlier)
