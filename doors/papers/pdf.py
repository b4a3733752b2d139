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
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
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


def draw(paper: Paper, *, enclosed: tuple[str, bytes] | None = None) -> bytes:
    """Title, then each table with its head on every page. A file that is ``enclosed`` by its name lies in it, as it is.

    The same paper with the same file is the same bytes, whenever it is drawn.
    """
    file, look, longest = io.BytesIO(), styles(), 0 if paper.is_uncut else LONGEST_CELL
    story: list[Any] = [words(paper.title, "title"), words(paper.byline, "quiet")]
    for table in paper.tables:
        story += [words(f"{table.heading} ({len(table.rows)})", "heading"), Spacer(1, 4), drawn(table, longest)]
    if is_boxed(paper):
        story += [Spacer(1, 8), words(NOTE, "quiet")]
    page = landscape(A4)
    document = SimpleDocTemplate(
        file, pagesize=page, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=said(paper.title), author=said(paper.organisation), lang="en", invariant=1,
    )  # fmt: skip

    def first(canvas: Any, made: Any) -> None:
        if enclosed is not None:
            enclose(canvas, *enclosed)
        foot(canvas, made)

    def foot(canvas: Any, made: Any) -> None:
        canvas.setFillColor(QUIET)
        line = canvas.beginText(MARGIN, 8 * mm)
        for is_other, piece in pieces(said(paper.byline, 100)):
            line.setFont(OTHER[look["quiet"].fontName] if is_other else look["quiet"].fontName, 7.5)
            line.textOut(piece)
        canvas.drawText(line)
        canvas.setFont(look["quiet"].fontName, 7.5)
        canvas.drawRightString(page[0] - MARGIN, 8 * mm, str(made.page))

    document.build(story, onFirstPage=first, onLaterPages=foot)
    return file.getvalue()


def enclose(canvas: Any, name: str, content: bytes) -> None:
    """Put a file into the document, neither packed nor coded: whoever opens it as text can read it there."""
    document = canvas._doc
    stream = PDFStream(PDFDictionary({"Type": PDFName("EmbeddedFile")}), content.decode("ascii"), filters=[])
    held = PDFDictionary({"F": document.Reference(stream)})
    told = {"Type": PDFName("Filespec"), "F": PDFString(name), "UF": PDFString(name), "EF": held}
    files = PDFDictionary({"Names": PDFArray([PDFString(name), document.Reference(PDFDictionary(told))])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": files})


def words(text: Any, style: str, longest: int = LONGEST_CELL) -> Paragraph:
    """Text as it stands: nothing in it is markup."""
    look = styles()[style]
    other = f'<font name="{OTHER[look.fontName]}">{{}}</font>'
    runs = ((other if is_other else "{}").format(escape(run)) for is_other, run in pieces(said(text, longest)))
    return Paragraph("".join(runs).replace("\n", "<br/>"), look)


def drawn(table: Table, longest: int = LONGEST_CELL) -> Any:
    """A table, or a word that it is empty."""
    if not table.rows:
        return words("Nothing.", "quiet")
    width = landscape(A4)[0] - 2 * MARGIN
    parts = [1.6, *[1.0] * (len(table.columns) - 1)]
    rows = [[words(name, "head") for name in table.columns]]
    rows += [[words(cell, "text" if column else "name", longest) for column, cell in enumerate(row)] for row in table.rows]
    look = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return LongTable(rows, colWidths=[width * part / sum(parts) for part in parts], repeatRows=1, style=look, splitInRow=1)
