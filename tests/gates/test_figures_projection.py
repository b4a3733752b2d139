"""The engagement projection: what it says, when it keeps silent, and what it never does."""

import dataclasses
import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gates.figures.adoption import BetaBinomialProjector
from gates.figures.projection import Probe, ProjectionInput, Reference, Selection, Status

ORIGIN = datetime.date(2026, 3, 2)
START = ORIGIN - datetime.timedelta(weeks=4)
LONG_AGO = datetime.date(2025, 6, 1)
PROJECTOR = BetaBinomialProjector()


def reference(name, n=400, early=60, later=120, complete_on=LONG_AGO, feature=None):
    return Reference(name, feature or name, n, {4: early, 26: later}, complete_on)


SIX = tuple(reference(f"earlier {i}", early=40 + 8 * i, later=80 + 16 * i) for i in range(6))


def asked(**changes):
    given = ProjectionInput(
        feature="bulk edit",
        unit="user",
        origin=ORIGIN,
        eligible=500,
        elapsed=4,
        horizon=26,
        threshold=0.25,
        references=SIX,
        probe=Probe(500, 75, START),
    )
    return dataclasses.replace(given, **changes)


def test_a_probe_and_six_earlier_features_make_a_projection():
    found = PROJECTOR.project(asked())
    assert found.status is Status.OK
    assert found.reasons == ()
    assert 0.2 < found.median < 0.35
    assert [interval.level for interval in found.intervals] == [50, 80, 95]
    assert found.median_count == round(found.median * 500)
    assert 0 < found.probability < 1
    assert found.reference_ids == tuple(row.id for row in SIX)
    assert (found.training_from, found.training_to) == (LONG_AGO, LONG_AGO)


def test_references_that_all_agree_settle_it():
    """Of those who had not adopted by week 4, exactly a fifth did later, in 30 features: so it will here."""
    alike = tuple(reference(f"earlier {i:02}", n=2000, early=400, later=720) for i in range(30))
    found = PROJECTOR.project(asked(references=alike, eligible=10_000, probe=Probe(10_000, 1_000, START)))
    assert found.median == pytest.approx(0.1 + 0.9 * 0.2, abs=0.01)
    assert found.interval(80).high - found.interval(80).low < 0.05


def test_it_abstains_below_five_earlier_features():
    found = PROJECTOR.project(asked(references=SIX[:4]))
    assert found.status is Status.INSUFFICIENT_EVIDENCE
    assert found.reasons == ("4 of at least 5 earlier features are complete at 26 weeks.",)
    assert (found.median, found.median_count, found.probability, found.intervals) == (None, None, None, ())


def test_many_cohorts_of_one_feature_are_one_feature():
    one = tuple(reference(f"cohort {i}", feature="search") for i in range(9))
    assert PROJECTOR.project(asked(references=one)).status is Status.INSUFFICIENT_EVIDENCE


def test_it_abstains_when_nobody_is_eligible():
    found = PROJECTOR.project(asked(eligible=0, probe=None))
    assert found.status is Status.INSUFFICIENT_EVIDENCE
    assert "Nobody is eligible." in found.reasons


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"probe": None}, "no probe"),
        ({"probe": Probe(29, 9, START)}, "29 of at least 30"),
        ({"probe": Probe(500, 75, ORIGIN)}, "no whole week"),
        ({"elapsed": 0}, "no whole week"),
        ({"probe": Probe(500, 75, START, Selection.OPT_IN)}, "chose itself"),
        ({"probe": Probe(500, 75, START, Selection.FAKE_DOOR)}, "intent"),
    ],
)
def test_a_probe_that_says_too_little_is_not_heard(changes, word):
    found = PROJECTOR.project(asked(**changes))
    assert found.status is Status.REFERENCE_ONLY
    assert word in found.reasons[0]
    assert found.elapsed == 0
    assert found.median == PROJECTOR.project(asked(probe=None)).median


def test_a_probe_of_some_stands_for_all():
    """A random 100 of 10,000, of whom 15 adopted: wider than if all 10,000 had been watched."""
    some = PROJECTOR.project(asked(eligible=10_000, probe=Probe(100, 15, START)))
    everyone = PROJECTOR.project(asked(eligible=10_000, probe=Probe(10_000, 1_500, START)))
    assert some.status is Status.OK
    assert some.median == pytest.approx(everyone.median, abs=0.04)
    assert some.interval(80).high - some.interval(80).low > everyone.interval(80).high - everyone.interval(80).low
    assert everyone.interval(95).low >= 0.15


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (reference("late", complete_on=ORIGIN + datetime.timedelta(days=1)), "not complete"),
        (reference("own", feature="bulk edit"), "the feature itself"),
        (Reference("gap", "gap", 100, {26: 20}, LONG_AGO), "no count at week 4"),
        (Reference("young", "young", 100, {4: 20}, LONG_AGO), "no count at week 26"),
    ],
)
def test_what_may_not_be_known_is_left_out_and_said(row, why):
    without, found = PROJECTOR.project(asked()), PROJECTOR.project(asked(references=(*SIX, row)))
    assert why in found.left_out[row.id]
    assert row.id not in found.reference_ids
    assert (found.input_hash, found.median, found.intervals) == (without.input_hash, without.median, without.intervals)


def test_what_is_counted_after_the_horizon_changes_nothing():
    later = tuple(dataclasses.replace(row, adopters={**row.adopters, 52: row.n}) for row in SIX)
    assert PROJECTOR.project(asked(references=later)) == PROJECTOR.project(asked())


def test_the_order_of_references_changes_nothing():
    assert PROJECTOR.project(asked(references=SIX[::-1])) == PROJECTOR.project(asked())


def test_what_is_used_is_sealed():
    first = PROJECTOR.project(asked())
    for changes in ({"threshold": 0.3}, {"eligible": 501}, {"probe": Probe(500, 76, START)}, {"references": SIX[:5]}):
        assert PROJECTOR.project(asked(**changes)).input_hash != first.input_hash


@pytest.mark.parametrize(
    "changes",
    [{"unit": "team"}, {"horizon": 4}, {"threshold": 1.2}, {"eligible": 499}, {"elapsed": -1}],
)
def test_questions_that_do_not_fit_together_are_refused(changes):
    with pytest.raises(ValueError):
        asked(**changes)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError):
        Probe(10, 11, START)
    with pytest.raises(ValueError):
        reference("odd", n=100, later=101)
    with pytest.raises(ValueError):
        reference("nobody", n=0, early=0, later=0)


def test_one_large_reference_does_not_speak_for_all():
    huge = reference("huge", n=2_000_000, early=1_000_000, later=1_900_000)
    capped = reference("huge", n=2_000, early=1_000, later=1_900)
    assert PROJECTOR.project(asked(references=(*SIX, huge))).median == PROJECTOR.project(asked(references=(*SIX, capped))).median


@st.composite
def questions(draw):
    """Any question that fits together."""
    rows = []
    for i in range(draw(st.integers(5, 8))):
        n = draw(st.integers(1, 3000))
        later = draw(st.integers(0, n))
        rows.append(reference(f"earlier {i}", n=n, early=draw(st.integers(0, later)), later=later))
    eligible = draw(st.integers(30, 20_000))
    probed = draw(st.integers(30, eligible))
    probe = Probe(probed, draw(st.integers(0, probed)), START)
    return asked(references=tuple(rows), eligible=eligible, probe=probe, threshold=draw(st.floats(0, 1)))


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_same_question_has_the_same_answer(question):
    assert PROJECTOR.project(question) == BetaBinomialProjector().project(question)


@settings(max_examples=40, deadline=None)
@given(questions())
def test_quantiles_rise_from_what_is_there_to_everybody(question):
    found = PROJECTOR.project(question)
    low50, low80, low95 = (found.interval(level).low for level in (50, 80, 95))
    high50, high80, high95 = (found.interval(level).high for level in (50, 80, 95))
    there = question.probe.adopters / question.eligible
    assert there <= low95 <= low80 <= low50 <= found.median <= high50 <= high80 <= high95 <= 1


@settings(max_examples=40, deadline=None)
@given(questions(), st.floats(0, 1))
def test_a_higher_threshold_is_never_likelier(question, other):
    low, high = sorted([question.threshold, other])
    at = [PROJECTOR.project(dataclasses.replace(question, threshold=bar)).probability for bar in (low, high)]
    assert at[0] >= at[1]
    assert PROJECTOR.project(dataclasses.replace(question, threshold=0)).probability == 1


def test_a_projection_tells_how_it_was_made():
    explained = PROJECTOR.project(asked()).explain()
    assert "Binomial" in explained["formula"]
    assert explained["inputs"]["probe"] == {"n": 500, "adopters": 75, "weeks": 4}
    assert len(explained["inputs"]["references"]) == 6


def test_a_projection_can_be_stored():
    facts = PROJECTOR.project(asked()).facts()
    assert facts["status"] == "ok"
    assert facts["origin"] == "2026-03-02"
    assert facts["intervals"][1]["level"] == 80
    assert json.loads(json.dumps(facts)) == facts
