"""A paper as slides: one with the title, then each table on as many as it needs."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from doors.papers.paper import Paper, Table, said

ROWS = 6
MOST_COLUMNS = 6
LONGEST_CELL = 150
INK, QUIET, PALE = RGBColor(0x1B, 0x1B, 0x19), RGBColor(0x5C, 0x5C, 0x58), RGBColor(0xF3, 0xF3, 0xF1)


def draw(paper: Paper) -> bytes:
    """The slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    deck.core_properties.title, deck.core_properties.author = said(paper.title, 200), said(paper.organisation, 200)
    first = blank(deck)
    put(first, said(paper.title, 200), top=2.6, height=1.4, size=40, is_bold=True)
    put(first, said(paper.byline, 200), top=4.0, height=0.6, size=18, colour=QUIET)
    for table in paper.tables:
        parts = [table.rows[start : start + ROWS] for start in range(0, len(table.rows), ROWS)] or [[]]
        for number, rows in enumerate(parts, start=1):
            slide = blank(deck)
            of = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            put(slide, said(table.heading, 100) + of, top=0.35, height=0.7, size=26, is_bold=True)
            put(slide, said(paper.byline, 120), top=7.0, height=0.35, size=10, colour=QUIET)
            if rows:
                tabulate(slide, table, rows)
            else:
                put(slide, "Nothing.", top=1.4, height=0.6, size=16, colour=QUIET)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def blank(deck: Any) -> Any:
    """An empty slide."""
    return deck.slides.add_slide(deck.slide_layouts[6])


def put(slide: Any, text: str, *, top: float, height: float, size: int, is_bold: bool = False, colour: RGBColor = INK) -> None:
    """A line of text across the slide."""
    frame = slide.shapes.add_textbox(Inches(0.6), Inches(top), Inches(12.1), Inches(height)).text_frame
    frame.word_wrap = True
    write(frame, text, size=size, is_bold=is_bold, colour=colour)


def write(frame: Any, text: str, *, size: int, is_bold: bool = False, colour: RGBColor = INK) -> None:
    """Text in its place."""
    frame.text = text
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), is_bold, colour


def tabulate(slide: Any, table: Table, rows: Any) -> None:
    """Some rows of a table. A slide has room for a few columns; the files to count with have all."""
    columns = list(table.columns)[:MOST_COLUMNS]
    shape = slide.shapes.add_table(len(rows) + 1, len(columns), Inches(0.6), Inches(1.2), Inches(12.1), Inches(0.5))
    for column, name in enumerate(columns):
        cell = shape.table.cell(0, column)
        cell.fill.solid()
        cell.fill.fore_color.rgb = PALE
        write(cell.text_frame, said(name, 60), size=11, colour=QUIET)
        for number, row in enumerate(rows, start=1):
            cell = shape.table.cell(number, column)
            cell.fill.background()
            write(cell.text_frame, said(row[column], LONGEST_CELL), size=12 if column == 0 else 11, is_bold=column == 0)
