"""A paper as PDF, A4 across."""

from __future__ import annotations

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from doors.papers.letters import NOTE, is_boxed, pieces
from doors.papers.paper import BOLD, OTHER_BOLD, OTHER_REGULAR, REGULAR, Paper, Table, said

MARGIN = 16 * mm
LONGEST_CELL = 700
OTHER = {"Inter": "Other", "Inter-Bold": "Other-Bold"}
"""By its name, the font that has the letters which a font lacks."""
INK, LINE, QUIET = colors.HexColor("#1b1b19"), colors.HexColor("#d8d8d4"), colors.HexColor("#5c5c58")


@cache
def styles() -> dict[str, ParagraphStyle]:
    """The house's type, made known to the library once."""
    fonts = {"Inter": REGULAR, "Inter-Bold": BOLD, OTHER["Inter"]: OTHER_REGULAR, OTHER["Inter-Bold"]: OTHER_BOLD}
    for name, path in fonts.items():
        pdfmetrics.registerFont(TTFont(name, str(path)))
    text = ParagraphStyle("text", fontName="Inter", fontSize=8.5, leading=11.5, textColor=INK, splitLongWords=True)
    return {
        "text": text,
        "name": ParagraphStyle("name", parent=text, fontName="Inter-Bold"),
        "head": ParagraphStyle("head", parent=text, textColor=QUIET, fontSize=7.5),
        "title": ParagraphStyle("title", parent=text, fontName="Inter-Bold", fontSize=20, leading=26),
        "heading": ParagraphStyle("heading", parent=text, fontName="Inter-Bold", fontSize=12, leading=16, spaceBefore=14),
        "quiet": ParagraphStyle("quiet", parent=text, textColor=QUIET),
    }


def draw(paper: Paper) -> bytes:
    """Title, then each table with its head on every page."""
    file, look = io.BytesIO(), styles()
    story: list[Any] = [words(paper.title, "title"), words(paper.byline, "quiet")]
    for table in paper.tables:
        story += [words(f"{table.heading} ({len(table.rows)})", "heading"), Spacer(1, 4), drawn(table)]
    if is_boxed(paper):
        story += [Spacer(1, 8), words(NOTE, "quiet")]
    page = landscape(A4)
    document = SimpleDocTemplate(
        file, pagesize=page, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=said(paper.title), author=said(paper.organisation), lang="en",
    )  # fmt: skip

    def foot(canvas: Any, made: Any) -> None:
        canvas.setFillColor(QUIET)
        line = canvas.beginText(MARGIN, 8 * mm)
        for is_other, piece in pieces(said(paper.byline, 100)):
            line.setFont(OTHER[look["quiet"].fontName] if is_other else look["quiet"].fontName, 7.5)
            line.textOut(piece)
        canvas.drawText(line)
        canvas.setFont(look["quiet"].fontName, 7.5)
        canvas.drawRightString(page[0] - MARGIN, 8 * mm, str(made.page))

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def words(text: Any, style: str) -> Paragraph:
    """Text as it stands: nothing in it is markup."""
    look = styles()[style]
    other = f'<font name="{OTHER[look.fontName]}">{{}}</font>'
    runs = ((other if is_other else "{}").format(escape(run)) for is_other, run in pieces(said(text, LONGEST_CELL)))
    return Paragraph("".join(runs).replace("\n", "<br/>"), look)


def drawn(table: Table) -> Any:
    """A table, or a word that it is empty."""
    if not table.rows:
        return words("Nothing.", "quiet")
    width = landscape(A4)[0] - 2 * MARGIN
    parts = [1.6, *[1.0] * (len(table.columns) - 1)]
    rows = [[words(name, "head") for name in table.columns]]
    rows += [[words(cell, "text" if column else "name") for column, cell in enumerate(row)] for row in table.rows]
    look = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return LongTable(rows, colWidths=[width * part / sum(parts) for part in parts], repeatRows=1, style=look, splitInRow=1)
