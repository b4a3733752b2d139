"""The projection is held against the past, as it could have been made at the time."""

import csv
import dataclasses
import datetime
import io
import json
import random

import pytest
from django.core.management import CommandError, call_command

from gates.figures.adoption import BetaBinomialProjector
from gates.figures.backtest import Backtest, backtest, climatology, weighted_interval_score
from gates.figures.cohorts import period_days, read_cohorts
from gates.figures.engagement import backtest_published


def invented(seed=7, features=16, quarters=12):
    """Features that differ a good deal from one another, each launched to a new cohort every quarter."""
    rng = random.Random(seed)
    for feature in range(features):
        reach = rng.uniform(0.05, 0.7)
        for quarter in range(quarters):
            n = rng.randint(80, 300)
            final = sum(rng.random() < reach for _ in range(n))
            yield {
                "feature": f"feature {feature}",
                "period": f"{2020 + quarter // 4}Q{quarter % 4 + 1}",
                "n": str(n),
                "c_4": str(sum(rng.random() < 0.7 for _ in range(final))),
                "c_26": str(final),
            }


@pytest.fixture(scope="module")
def cohorts():
    return read_cohorts(invented()).cohorts


@pytest.fixture(scope="module")
def found(cohorts) -> Backtest:
    return backtest(cohorts, BetaBinomialProjector())


def test_a_start_that_tells_beats_climatology(found):
    assert found.is_sufficient
    assert found.skill > 0.3
    assert found.mae < 0.1
    assert 0.70 <= found.coverage80 <= 1
    assert found.coverage50 <= found.coverage80 <= found.coverage95
    assert found.n + found.abstained == 16 * 12


def test_a_shuffled_start_tells_nothing(cohorts):
    starts = [cohort.adopters[4] / cohort.n for cohort in cohorts]
    random.Random(3).shuffle(starts)
    shuffled = [
        dataclasses.replace(cohort, adopters={4: round(start * cohort.n), 26: cohort.adopters[26]})
        for cohort, start in zip(cohorts, starts, strict=True)
    ]
    assert backtest(shuffled, BetaBinomialProjector()).skill <= 0


def test_only_what_was_complete_at_the_time_is_used(found, cohorts):
    ended = {f"{cohort.feature} · {cohort.period}": cohort.ends for cohort in cohorts}
    for trial in found.trials:
        projection = trial.projection
        assert projection.reference_ids
        assert not projection.left_out.keys() - {i for i in ended if i.startswith(projection.feature)}
        for row in projection.reference_ids:
            assert ended[row] + datetime.timedelta(weeks=26) <= projection.origin
            assert not row.startswith(projection.feature + " ")


def test_the_future_changes_no_past_projection(found, cohorts):
    last = max(cohort.ends for cohort in cohorts)
    changed = [
        dataclasses.replace(cohort, adopters={4: 0, 26: cohort.n}) if cohort.ends == last else cohort for cohort in cohorts
    ]
    again = {trial.projection.input_hash: trial.projection for trial in backtest(changed, BetaBinomialProjector()).trials}
    for trial in found.trials:
        if trial.projection.origin < last:
            assert again[trial.projection.input_hash] == trial.projection


def test_the_first_periods_cannot_be_projected(found):
    assert found.abstained == 16 * 2
    assert found.periods[0]["period"] == "2020Q3"
    assert sum(row["n"] for row in found.periods) == found.n


def test_figures_over_no_target_are_nothing(cohorts):
    nothing = backtest(cohorts[:4], BetaBinomialProjector())
    assert (nothing.n, nothing.mae, nothing.skill, nothing.coverage80, nothing.periods) == (0, None, None, None, ())
    assert not nothing.is_sufficient


def test_unfinished_cohorts_are_passed_over(cohorts, found):
    young = dataclasses.replace(cohorts[0], period="2024Q1", adopters={4: 3})
    again = backtest([*cohorts, young], BetaBinomialProjector())
    assert (again.n, again.wis, again.abstained) == (found.n, found.wis, found.abstained + 1)
    with pytest.raises(ValueError, match="both weeks"):
        backtest([young], BetaBinomialProjector())


def test_the_score_of_an_interval():
    intervals = ((0.4, 0.6), (0.3, 0.7), (0.2, 0.8))
    inside = weighted_interval_score(0.5, intervals, 0.5)
    assert inside == pytest.approx((0.25 * 0.2 + 0.1 * 0.4 + 0.025 * 0.6) / 3.5)
    outside = weighted_interval_score(0.5, intervals, 0.9)
    assert outside == pytest.approx((0.5 * 0.4 + 0.05 + 0.04 + 0.015 + 0.3 + 0.2 + 0.1) / 3.5)


def test_climatology_is_the_spread_of_what_others_came_to():
    median, intervals = climatology([0.1, 0.2, 0.3, 0.4, 0.5])
    assert median == pytest.approx(0.3)
    assert intervals[0] == (pytest.approx(0.2), pytest.approx(0.4))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-01", (2025, 3, 1), (2025, 3, 1)),
        ("2025-02", (2025, 2, 1), (2025, 2, 28)),
        ("2025Q4", (2025, 10, 1), (2025, 12, 31)),
        ("2025-q1", (2025, 1, 1), (2025, 3, 31)),
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("169", (2012, 4, 1), (2012, 6, 30)),
    ],
)
def test_periods_are_read(text, first, last):
    assert period_days(text) == (datetime.date(*first), datetime.date(*last))


def test_numbered_periods_may_have_a_length_of_their_own():
    assert period_days("1", 2) == (datetime.date(1970, 1, 15), datetime.date(1970, 1, 28))


@pytest.mark.parametrize(
    "row",
    [
        {"feature": "a", "period": "soon", "n": "10", "c_4": "1"},
        {"feature": "a", "period": "2025-13", "n": "10", "c_4": "1"},
        {"feature": "a", "period": None, "n": "10", "c_4": "1"},
        {"feature": "a", "period": "2025", "n": "ten", "c_4": "1"},
        {"feature": "a", "period": "2025", "n": "10", "c_4": "11"},
        {"feature": "a", "period": "2025", "n": "0", "c_4": "0"},
        {"feature": "a", "period": "2025", "n": "10", "c_4": "-1"},
        {"feature": " ", "period": "2025", "n": "10", "c_4": "1"},
        {"feature": "a", "period": "2025", "n": "10", "c_4": "1.5"},
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_named(row):
    good = {"feature": "b", "period": "2025", "n": "10", "c_4": "1"}
    table = read_cohorts([good, row])
    assert [one.feature for one in table.cohorts] == ["b"]
    assert [words.startswith("Row 3 is left out: ") for words in table.left_out] == [True]
    with pytest.raises(ValueError, match=r"No row can be used\. Row 2"):
        read_cohorts([row])


def test_a_row_says_what_is_wrong_with_it():
    rows = [
        {"feature": "a", "period": "2025", "n": "0", "c_4": "0"},
        {"feature": "b", "period": "2025", "n": "10", "c_4": "3", "c_26": "5"},
        {"feature": "b", "period": "2025", "n": "10", "c_4": "3", "c_26": "5"},
        {"feature": "b", "period": "2025", "n": "12", "c_4": "3", "c_26": "5"},
        {"feature": "c", "period": "2025", "n": "10", "c_4": "5", "c_8": "4", "c_26": "6"},
        {"feature": "d", "period": "2025", "n": "10", "c_4": "11"},
    ]
    table = read_cohorts(rows)
    assert [one.feature for one in table.cohorts] == ["b", "c"]
    assert table.left_out == [
        "Row 2 is left out: Nobody was eligible.",
        "Row 4 is left out: it is a copy of row 3, of the same feature and period.",
        "Row 5 is left out: it says otherwise than row 3, of the same feature and period.",
        "Row 7 is left out: 11 adopters of 10 eligible cannot be.",
    ]
    assert table.flags == ["Row 6: its count of adopters falls from 5 at week 4 to 4 at week 8."]


def test_a_table_without_a_column_is_refused():
    with pytest.raises(ValueError, match="no column feature"):
        read_cohorts([{"period": "2025", "n": "10", "c_4": "1"}])


# the command


def run(path, *options):
    out, err = io.StringIO(), io.StringIO()
    call_command("backtest_projection", str(path), *options, stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


@pytest.fixture
def table(tmp_path):
    rows = list(invented())
    path = tmp_path / "launches.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_command_prints_how_it_fared(table, found):
    shown, warned = run(table)
    assert list(shown) == ["n", "mae", "wis", "skill", "coverage50", "coverage80", "coverage95", "periods"]
    assert (shown["n"], shown["wis"]) == (found.n, pytest.approx(backtest_published(read_cohorts(invented()).cohorts).wis))
    assert warned == ""


def test_the_command_names_the_rows_that_it_leaves_out_and_goes_on(table, found):
    with table.open("a", newline="", encoding="utf-8") as file:
        columns = next(csv.reader(table.open(encoding="utf-8")))
        for changed in ({"n": "0"}, {"feature": next(invented())["feature"], "period": next(invented())["period"]}):
            row = dict.fromkeys(columns, "1") | {"feature": "late", "period": "2024Q1", "n": "10"} | changed
            csv.DictWriter(file, columns).writerow(row)
    shown, warned = run(table)
    assert (shown["n"], shown["wis"]) == (found.n, pytest.approx(run(table)[0]["wis"]))
    last = len(list(invented())) + 1
    assert f"Row {last + 1} is left out: Nobody was eligible." in warned
    assert f"Row {last + 2} is left out: it says otherwise than row 2, of the same feature and period." in warned


def test_the_command_says_when_there_is_too_little(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("feature,period,n,c_4,c_26\nsearch,2024Q1,100,10,30\n", encoding="utf-8")
    shown, warned = run(path)
    assert (shown["n"], shown["skill"], shown["periods"]) == (0, None, [])
    assert "Too little" in warned


def test_the_command_takes_other_weeks(tmp_path, table):
    with pytest.raises(CommandError, match="both weeks 2 and 26"):
        run(table, "--k", "2")
    with pytest.raises(CommandError, match="horizon"):
        run(table, "--k", "26")


@pytest.mark.parametrize("content", [b"feature,period\n\xff\xfe,1\n", b"feature,period,n,c_4\na,soon,10,1\n"])
def test_the_command_refuses_a_table_that_does_not_read(tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        run(path)


def test_the_command_refuses_a_missing_file(tmp_path):
    with pytest.raises(CommandError):
        run(tmp_path / "nowhere.csv")
