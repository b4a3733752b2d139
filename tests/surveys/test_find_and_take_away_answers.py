"""Answers are found, narrowed and taken away as files, by those who may see the survey; no cell of a file is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from doors.tables import original
from line.finding import look_for
from surveys import actions
from surveys.events import ANSWERER

FORMULA = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture
def answers(cast, running, ann):
    """Three answers: one of Acme with words, one that looks like a formula, one without words."""
    actions.respond(running, score=9, words="The zeppelin export saves my day", contact=ann, actor=ANSWERER)
    actions.respond(running, score=2, words=FORMULA, user_key="u-2", company=cast.globex, actor=ANSWERER)
    actions.respond(running, score=5, user_key="u-3", actor=ANSWERER)
    return running


def csv_of(browser, survey, query="") -> list[dict[str, str]]:
    answer = browser.get(reverse("surveys:answers_csv", args=[survey.pk]) + query)
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def book_of(browser, survey, query=""):
    answer = browser.get(reverse("surveys:answers_xlsx", args=[survey.pk]) + query)
    return load_workbook(io.BytesIO(answer.getvalue())).active


def test_the_page_narrows_and_finds(cast, browse, answers):
    browser, page = browse(cast.viewer), reverse("surveys:survey", args=[answers.pk])
    shown = browser.get(page).content.decode()
    assert "zeppelin export" in shown
    assert "HYPERLINK" in shown
    found = browser.get(page, {"q": "zeppelin"}).content.decode()
    assert "HYPERLINK" not in found
    assert "zeppelin export" in found
    assert "zeppelin export" not in browser.get(page, {"score": "2"}).content.decode()
    assert "No answer fits" in browser.get(page, {"q": "nothing like it"}).content.decode()
    assert "u-3" not in shown
    assert "u-3" in browser.get(page, {"written": "all"}).content.decode()
    assert browser.get(page, {"score": "99", "since": "soon"}).status_code == 200


def test_both_files_hold_what_the_filters_leave(cast, browse, answers, django_assert_max_num_queries):
    browser = browse(cast.viewer)
    for query, scores in (("", ["5", "2", "9"]), ("?q=zeppelin", ["9"]), ("?score=2", ["2"]), ("?since=2200-01-01", [])):
        assert [row["score"] for row in csv_of(browser, answers, query)] == scores
        rows = list(book_of(browser, answers, query).values)[1:]
        assert [str(row[1]) for row in rows] == scores
    with django_assert_max_num_queries(12):
        first = csv_of(browser, answers)[2]
    assert (first["contact"], first["company"], first["answer"]) == ("Ann Analyst", cast.acme.name, "9 of 10")
    assert first["feedback"].startswith("F-")


def test_no_cell_is_a_formula_and_the_words_are_all_there(cast, browse, answers):
    browser = browse(cast.viewer)
    words = csv_of(browser, answers)[1]["words"]
    assert words.startswith("'=")
    assert original(words) == FORMULA
    cell = book_of(browser, answers)["D3"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_signs_that_a_workbook_cannot_hold_do_not_break_it(cast, browse, running):
    actions.respond(running, score=2, words="Before\x0bafter", user_key="u-9", actor=ANSWERER)
    assert book_of(browse(cast.viewer), running)["D2"].value == "Beforeafter"


def test_a_strangers_eyes_get_no_file_no_answer_and_no_hit(cast, browse, call, acting, petra, ann):
    hidden = actions.start_survey(
        actions.create_survey(product=cast.restricted, name="Secret", kind="nps", actor=petra), actor=petra
    )
    said = actions.respond(hidden, score=3, words="Zugvogel forever", contact=ann, actor=ANSWERER)
    browser = browse(cast.outsider)
    for name, pk in (("answers_csv", hidden.pk), ("answers_xlsx", hidden.pk), ("answer", said.pk)):
        assert browser.get(reverse(f"surveys:{name}", args=[pk])).status_code == 404
    assert call(cast.outsider).get("/api/v1/survey-responses/?q=zugvogel").json()["results"] == []
    assert not look_for("zugvogel", actor=acting(cast.outsider)).found
    assert {one.kind for one in look_for("zugvogel", actor=acting(cast.viewer)).found} == {"Answer", "Feedback"}


def test_the_search_box_finds_answers_and_leads_to_them(cast, acting, browse, call, answers):
    def hits(typed):
        return [one for one in look_for(typed, actor=acting(cast.viewer)).found if one.kind == "Answer"]

    (hit,) = hits("zeppelin kind:answer")
    assert "zeppelin" in hit.excerpt
    shown = browse(cast.viewer).get(hit.url, follow=True)
    assert shown.redirect_chain[0][0].endswith(f"?one={hit.pk}#answer-{hit.pk}")
    assert "zeppelin export" in shown.content.decode()
    assert "HYPERLINK" not in shown.content.decode()
    assert len(hits('survey:"nps, spring"')) == 3
    assert [len(hits(f"zeppelin {which}")) for which in ("company:acme", "company:globex", "survey:autumn", "product:relay")] == [
        1, 0, 0, 1,
    ]  # fmt: skip
    results = call(cast.viewer).get("/api/v1/search/", {"q": "zeppelin kind:answer"}).json()["results"]
    assert [row["kind"] for row in results] == ["Answer"]


def test_the_api_takes_the_same_filters(cast, call, answers):
    api, path = call(cast.viewer), f"/api/v1/survey-responses/?survey={answers.pk}"
    for query, many in (
        ("", 3),
        ("&q=zeppelin", 1),
        ("&score=2", 1),
        ("&written=true", 2),
        ("&written=false", 1),
        ("&until=2001-01-01", 0),
    ):
        assert len(api.get(path + query).json()["results"]) == many, query
    assert api.get(f"{path}&segment=nonsense").status_code == 400
