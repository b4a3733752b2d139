"""The chart of a course through time."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from doors.charts import Line, course
from doors.charts.drawing import round_values

DAYS = [date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)]


def test_a_course_has_its_target_its_table_and_its_words():
    figure = course(
        [Line("Churn", [(day, value, "good") for day, value in zip(DAYS, (4.0, 3.5, 3.0), strict=True)])],
        target=2,
        target_says="Target 2",
    )
    assert "Target 2" in figure
    assert "Churn: 3 on 1 Sep" in figure
    assert figure.count("<tr>") == 4, "a head and three rows"
    ElementTree.fromstring(figure)  # well formed


def test_what_people_wrote_is_text_and_no_markup():
    assert "<script>" not in course([Line("<script>", [(DAYS[0], 1.0, "")])], title="<script>", target=1, target_says="<script>")


def test_a_course_of_nothing_is_nothing():
    assert course([]) == ""


@pytest.mark.parametrize(("low", "high"), [(0, 6.5), (37, 62), (0, 486_000), (-3, 3), (0, 0.4), (0.001, 0.002), (5, 5)])
def test_grid_lines_are_few_and_round(low, high):
    lines = round_values(low, high)
    assert len(lines) <= 6
    assert all(low <= line <= high for line in lines)
