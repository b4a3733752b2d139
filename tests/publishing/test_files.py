"""Papers that people send: in every form, in the organisation's name, with what their reader may see and nothing that runs."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from doors.papers import FORMS, Paper, Table, paper_file
from doors.papers.letters import NOTE, pieces
from doors.papers.paper import REGULAR
from doors.papers.picture import Font
from feedback.actions import record_interview
from history import clock
from objectives.models import Cycle, KeyResult, Objective
from people.models import Product
from publishing.papers import objectives_paper, portfolio_paper, roadmap_paper
from roadmap import actions as roadmap
from roadmap.actions import create_idea, create_initiative, link_insight, place_initiative, vote

EVIL = ('=HYPERLINK("http://evil.example","x")', "+1+1", "-2", "@SUM(A1)", "\tx", "<b>&amp;</b>", "Łódź “€”")


@pytest.fixture
def papers(cast, petra):
    """Cards, objectives and an idea, in an open product and in a restricted one; titles that want to be formulas."""
    cycle = Cycle.objects.create(name="Q4", starts_on="2026-10-01", ends_on="2026-12-31")
    for product, title in ((cast.product, EVIL[0]), (cast.product, "Łódź"), (cast.restricted, "Secret flights")):
        place_initiative(
            create_initiative(product=product, title=title, problem="P" * 3000, actor=petra), horizon="now", actor=petra
        )
        objective = Objective.objects.create(cycle=cycle, product=product, title=f"Aim of {title}"[:200], owner=cast.leader)
        KeyResult.objects.create(objective=objective, title="So many", baseline=0, target=9, current=3, owner=cast.leader)
    idea = create_idea(product=cast.product, title="Print", problem="On paper", actor=petra)
    vote(idea, company=cast.acme, actor=petra)
    return idea


def read(answer, form):
    """All the words in a file."""
    content = answer.content
    if form == "csv":
        return content.decode("utf-8-sig")
    if form == "xlsx":
        cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"], "no cell is a formula"
        return "\n".join(str(cell.value) for cell in cells if cell.value is not None)
    if form == "pptx":
        shapes = [shape for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes]
        cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        return "\n".join([shape.text_frame.text for shape in shapes if shape.has_text_frame] + cells)
    if form == "pdf":
        return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)
    return ""


@pytest.mark.parametrize("form", FORMS)
def test_every_paper_is_had_in_every_form_by_its_reader(cast, browse, papers, form):
    member, outsider = browse(cast.product_manager), browse(cast.outsider)
    wanted = {
        "roadmap": "Secret flights",
        "portfolio": "Nightjar",
        "objectives": "Aim of Secret flights",
        f"ideas/{papers.pk}": "Print",
    }
    for what, words in wanted.items():
        answer = member.get(f"/files/{what}/{form}/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == FORMS[form][1]
        assert answer["Content-Disposition"].endswith(f'.{form}"')
        seen = read(answer, form)
        if form == "pdf":
            assert words in seen
        elif form == "png":
            assert Image.open(io.BytesIO(answer.content)).width == 1600
        else:
            assert "Larkspan" in seen
            assert words in seen
            assert "Secret" not in read(outsider.get(f"/files/{what}/{form}/"), form)


def test_a_paper_holds_what_its_reader_may_see_whatever_its_form(cast, acting, papers):
    """Pictures cannot be read back here; each form draws the same paper, so the paper is looked at."""
    otto, petra = acting(cast.outsider), acting(cast.product_manager)
    seen = list(Product.objects.visible_to(otto).select_related("line", "board"))
    every = list(Product.objects.select_related("line", "board"))
    for make in (
        lambda who, own: roadmap_paper(who, {}, own),
        lambda who, own: portfolio_paper(who),
        lambda who, own: objectives_paper(who),
    ):
        assert "Secret" in str(make(petra, every)) or "Nightjar" in str(make(petra, every))
        theirs = str(make(otto, seen))
        assert "Secret" not in theirs
        assert "Nightjar" not in theirs


def test_a_roadmap_file_is_filtered_as_the_board_is(cast, browse, papers):
    seen = read(browse(cast.product_manager).get(f"/files/roadmap/csv/?product={cast.restricted.pk}"), "csv")
    assert "Secret flights" in seen
    assert "Łódź" not in seen


LETTERS = ("Zażółć gęślą jaźń", "Съешь ещё этих булок", "Ξεσκεπάζω την ψυχοφθόρα", "Tiếng Việt", "Kyiv → Київ, ≥ 3")


def a_paper(*words):
    return Paper("letters", words[0], "Fernwerk Київ", clock.today(), [Table(words[0], ["Word"], [[one] for one in words])])


@pytest.mark.parametrize("form", ["pdf", "pptx"])
def test_the_letters_of_europe_are_read_back(form):
    seen = read(paper_file(a_paper(*LETTERS), form), form)
    for words in (*LETTERS, "Київ"):
        assert words in seen, words
    assert NOTE not in seen


def test_what_no_font_has_is_a_box_and_the_file_says_so():
    seen = read(paper_file(a_paper("Tokyo 東京 🙂\u200d"), "pdf"), "pdf")
    assert "Tokyo □□ □" in seen
    assert NOTE in seen
    assert "東京" in read(paper_file(a_paper("Tokyo 東京"), "xlsx"), "xlsx")
    assert pieces("e\u0301") == [(False, "é")]


def test_a_picture_draws_each_letter_and_no_box_in_its_place():
    def ink(words):
        return paper_file(a_paper(words), "png").content

    assert ink("Київ") != ink("□□□□")
    assert ink("東京") != ink("京")
    font = Font(REGULAR, 15)
    assert font.getlength("Київ") == pytest.approx(font.other.getlength("Київ"))
    assert font.getlength("Lodz") == pytest.approx(font.own.getlength("Lodz"))


@pytest.mark.parametrize("form", FORMS)
def test_no_words_break_a_file_or_run_in_it(form):
    words = [*EVIL, "x" * 40_000, "\x07bell", "a\r\nb", "", "漢字 🙂"]
    table = Table("Now: [all]", ["Title", "More", "Number"], [[word, word, 3] for word in words])
    paper = Paper("evil", EVIL[0], "Fernwerk", clock.today(), [table, table, Table("Empty", ["Title"], [])], is_board=True)
    answer = paper_file(paper, form)
    read(answer, form)
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_an_idea_quotes_nobody_who_did_not_allow_it(cast, browse, papers, petra):
    interview = record_interview(
        title="Talk",
        text="Never quote this sentence",
        participants=["Ann Example"],
        company=cast.acme,
        consent="no",
        product=cast.product,
        actor=petra,
    )
    link_insight(interview.feedback, idea=papers, start=0, end=11, importance=3, actor=petra)
    assert "Never quote" not in read(browse(cast.product_manager).get(f"/files/ideas/{papers.pk}/xlsx/"), "xlsx")


@pytest.mark.parametrize("form", ["xlsx", "pptx", "csv", "pdf"])
def test_an_idea_takes_its_parts_along(cast, call, petra, papers, form):
    far = create_idea(product=cast.restricted, title="Zugvogel", actor=petra)
    near = create_idea(product=cast.product, title="Paper first", actor=petra)
    for other in (far, near):
        roadmap.link_ideas(papers, to=other, kind="depends_on", actor=petra)
    roadmap.say_served(papers, personas=[roadmap.add_persona(name="Fitter", actor=petra)], actor=petra)
    story = roadmap.add_story(papers, role="fitter", want="to print", criteria=["On A4"], actor=petra)
    roadmap.mark_criterion(story, number=1, is_met=True, actor=petra)
    roadmap.add_design(papers, title="Sketch", address="https://designs.example/1", actor=petra)
    roadmap.add_idea_field(name="Effort", kind="text", actor=petra)
    roadmap.edit_idea(papers, custom={"effort": "Half a year"}, notes="Black and white", actor=petra)
    answer = call(cast.viewer).get(f"/api/v1/files/ideas/{papers.pk}/{form}/")
    assert answer.status_code == 200
    words = read(answer, form)
    for said in (
        "Fitter",
        "I want to print",
        "✓ On A4",
        "https://designs.example/1",
        "Half a year",
        "Black and white",
        "Paper first",
    ):
        assert said in words or form == "pdf", said
    assert "Zugvogel" not in read(call(cast.outsider).get(f"/api/v1/files/ideas/{papers.pk}/{form}/"), form)
    assert call(cast.outsider).get(f"/api/v1/files/ideas/{far.pk}/{form}/").status_code == 404


def test_a_form_that_is_none_and_an_idea_of_others_are_not_there(cast, browse, petra, papers):
    secret = create_idea(product=cast.restricted, title="Secret", actor=petra)
    assert browse(cast.product_manager).get("/files/roadmap/docx/").status_code == 404
    assert browse(cast.outsider).get(f"/files/ideas/{secret.pk}/pdf/").status_code == 404


def test_programs_have_the_files_too(cast, call, papers):
    api, otto = call(cast.product_manager), call(cast.outsider)
    for what in ("roadmap", "portfolio", "objectives"):
        assert api.get(f"/api/v1/files/{what}/xlsx/").status_code == 200
        assert "Secret" not in read(otto.get(f"/api/v1/files/{what}/csv/"), "csv")
    assert "On paper" in read(api.get(f"/api/v1/files/ideas/{papers.pk}/xlsx/"), "xlsx")
    assert api.get(f"/api/v1/files/ideas/{papers.pk}/exe/").status_code == 404
    assert api.get("/api/v1/files/roadmap/exe/").status_code == 404
    assert api.get("/api/v1/files/roadmap/csv/", {"product": 999_999}).status_code == 400
