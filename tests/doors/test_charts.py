"""Charts say in words and in a table what they draw, and need no style attribute."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from doors import charts
from doors.design import samples

NAMES = ("proportion", "levels", "fan", "pilot", "scores", "bars", "funnel", "bubble", "stacks", "stairs", "spark")


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return samples()


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_well_formed_has_words_and_keeps_to_the_policy(drawn, name):
    root = ElementTree.fromstring(drawn[name])
    drawing = root if root.tag == "svg" else root.find("svg")
    assert drawing.get("role") == "img"
    assert len(drawing.get("aria-label")) > 10
    assert not re.search(r"\s(style|on\w+)=", drawn[name])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "spark"])
def test_a_chart_has_its_data_behind_it(drawn, name):
    rows = ElementTree.fromstring(drawn[name]).findall(".//table/tbody/tr")
    assert len(rows) >= 3


def test_names_are_escaped():
    html = charts.bars([('<b onclick="x">', 1)], title="<i>")
    assert "<b " not in html
    assert "<i>" not in html


def test_a_proportion_names_its_interval_and_threshold():
    html = charts.proportion(0.42, 0.31, 0.54, threshold=0.35, title="Adoption")
    assert 'aria-label="Adoption: 42%, 90% interval 31–54%, threshold 35%"' in html


def test_nothing_to_draw_is_no_fault():
    assert charts.sparkline([1]) == ""
    assert "<table" in charts.bars([])
    assert "<table" in charts.bubble([], axes=("Effort", "Value"))
    assert "<table" in charts.score_strips([("Value", [])])
    assert "<table" in charts.funnel([("Feedback", 0), ("Ideas", 0)])


def test_a_threshold_above_everything_stays_in_the_picture():
    html = charts.fan(
        [charts.Fan("Week 0", 0, (0, 0), (0, 0)), charts.Fan("Week 1", 0.02, (0.01, 0.03), (0, 0.04))], threshold=0.9
    )
    assert "needs 90%" in html


def test_a_level_lies_where_its_scale_says_with_its_interval():
    drawn = charts.level(
        30, -18, 78, least=-100, most=100, say=lambda value: f"{value:+.0f}", title="NPS", mark=50, mark_says="goal"
    )
    root = ElementTree.fromstring(drawn)
    assert root.find("svg/circle").get("cx") == "65.0%"
    assert [one.get("x1") for one in root.findall("svg/line") if one.get("class") == "whisker"] == ["41.0%", "89.0%"]
    assert "95% interval -18 to +78; goal: +50" in root.find("svg").get("aria-label")
    cells = [[cell.text for cell in row] for row in root.findall(".//tbody/tr")]
    assert cells == [["Estimate", "+30"], ["Interval (95%)", "-18 to +78"], ["goal", "+50"]]


def test_levels_share_one_scale_and_escape_their_names():
    drawn = charts.levels([("<b>", 0.5, 0.25, 0.75), ("B", 0, 0, 0.5)], least=0, most=1, say=str)
    root = ElementTree.fromstring(drawn)
    assert [one.get("cx") for one in root.findall("svg/circle")] == ["50.0%", "0.0%"]
    assert "<b>" not in drawn
