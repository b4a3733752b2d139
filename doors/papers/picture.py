"""A paper as a picture: a board's lanes side by side, other tables one below the other."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from doors.papers.letters import NOTE, is_boxed, pieces
from doors.papers.paper import BOLD, OTHER_BOLD, OTHER_REGULAR, REGULAR, Paper, Table, said

WIDTH, PAD, GAP = 1600, 48, 20
TALLEST = 6000
MOST_LINES = 3
INK, QUIET, LINE, GROUND, CARD = "#1b1b19", "#5c5c58", "#d8d8d4", "#f3f3f1", "#ffffff"
OTHER = {REGULAR: OTHER_REGULAR, BOLD: OTHER_BOLD}


class Font:
    """A size of the house's font, and of the one that has the letters which it lacks."""

    def __init__(self, path: Path, size: int) -> None:
        self.own = ImageFont.truetype(str(path), size)
        self.other = ImageFont.truetype(str(OTHER[path]), size)

    def getlength(self, text: str) -> float:
        """How wide a text is."""
        return sum(self.of(is_other).getlength(piece) for is_other, piece in pieces(text))

    def of(self, is_other: bool) -> ImageFont.FreeTypeFont:
        """The one that a piece needs."""
        return self.other if is_other else self.own

    def write(self, pen: Any, place: tuple[float, float], text: str, colour: str) -> None:
        """Write a line, all its pieces on one base."""
        left, base = place[0], place[1] + self.own.getmetrics()[0]
        for is_other, piece in pieces(text):
            pen.text((left, base), piece, fill=colour, font=self.of(is_other), anchor="ls")
            left += self.of(is_other).getlength(piece)


def draw(paper: Paper) -> bytes:
    """The picture, as tall as it has to be; what a picture cannot hold is counted at its end."""
    fonts = {name: Font(path, size) for name, path, size in (
        ("title", BOLD, 34), ("heading", BOLD, 20), ("name", BOLD, 17), ("text", REGULAR, 15),
    )}  # fmt: skip
    image = Image.new("RGB", (WIDTH, TALLEST), GROUND)
    pen = ImageDraw.Draw(image)
    fonts["title"].write(pen, (PAD, PAD), said(paper.title, 80), INK)
    fonts["text"].write(pen, (PAD, PAD + 48), said(paper.byline, 120), QUIET)
    top = bottom = PAD + 96
    columns = max(len(paper.tables), 1) if paper.is_board else 1
    width = (WIDTH - 2 * PAD - GAP * (columns - 1)) // columns
    for number, table in enumerate(paper.tables):
        start = top if paper.is_board else bottom
        end = column(pen, fonts, table, PAD + (width + GAP) * (number if paper.is_board else 0), start, width)
        bottom = max(bottom, end)
    if is_boxed(paper) and bottom + PAD < TALLEST:
        fonts["text"].write(pen, (PAD, bottom), NOTE, QUIET)
        bottom += 30
    file = io.BytesIO()
    image.crop((0, 0, WIDTH, min(bottom + PAD, TALLEST))).save(file, "PNG", optimize=True)
    return file.getvalue()


def column(pen: Any, fonts: dict[str, Font], table: Table, left: int, top: int, width: int) -> int:
    """A table as cards below each other; where it ends."""
    fonts["heading"].write(pen, (left, top), said(f"{table.heading} ({len(table.rows)})", 60), INK)
    top += 38
    for number, row in enumerate(table.rows):
        lines = [(line, "name", INK) for line in wrapped(said(row[0], 300), fonts["name"], width - 28)]
        for name, cell in list(zip(table.columns, row, strict=True))[1:]:
            if said(cell):
                words = f"{name}: {said(cell, 400)}"
                lines += [(line, "text", QUIET) for line in wrapped(words, fonts["text"], width - 28)]
        height = 20 + sum(24 if kind == "name" else 21 for _, kind, _ in lines)
        if top + height > TALLEST - 2 * PAD:
            fonts["text"].write(pen, (left, top), f"and {len(table.rows) - number} more", QUIET)
            return top + 30
        pen.rounded_rectangle((left, top, left + width, top + height), radius=10, fill=CARD, outline=LINE)
        at = top + 10
        for line, kind, colour in lines:
            fonts[kind].write(pen, (left + 14, at), line, colour)
            at += 24 if kind == "name" else 21
        top += height + 10
    if not table.rows:
        fonts["text"].write(pen, (left, top), "Nothing.", QUIET)
        top += 30
    return top + GAP


def wrapped(text: str, font: Font, width: int) -> list[str]:
    """Text in lines that fit, a few at most."""
    lines, line = [], ""
    for word in text.split():
        while font.getlength(word) > width:  # a word that no line holds is cut
            fits = next(size for size in range(len(word) - 1, 0, -1) if font.getlength(word[:size]) <= width)
            lines, line, word = [*lines, *filter(None, [line]), word[:fits]], "", word[fits:]
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
        else:
            lines, line = [*lines, line], word
    lines = [*lines, line] if line else lines
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
