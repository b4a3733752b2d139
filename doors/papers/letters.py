"""Which font has which letters: the house's own for most of Europe, another for Greek, Cyrillic and signs, a box for the rest."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFile

from doors.papers.paper import OTHER_REGULAR, REGULAR, Paper, said

BOX = "□"
NOTE = f"{BOX} stands for a letter that the fonts of this file lack. The spreadsheet has it."
SILENT = ("Mn", "Me", "Cf")
"""Marks and joiners that say nothing where their letter is a box."""


@cache
def letters_of(font: Path) -> frozenset[int]:
    """The letters that a font has."""
    return frozenset(TTFontFile(str(font)).charToGlyph)


def is_own(letter: str) -> bool:
    """Whether the house's own font has it."""
    return letter.isspace() or ord(letter) in letters_of(REGULAR)


def is_missing(letter: str) -> bool:
    """Whether no font here has it."""
    return not is_own(letter) and ord(letter) not in letters_of(OTHER_REGULAR)


def pieces(text: str) -> list[tuple[bool, str]]:
    """A text in pieces, each with whether it needs the other font; what no font has is a box."""
    whole = unicodedata.normalize("NFC", text)
    shown = [BOX if is_missing(one) else one for one in whole if not (is_missing(one) and unicodedata.category(one) in SILENT)]
    return [(not own, "".join(run)) for own, run in groupby(shown, key=is_own)]


def is_boxed(paper: Paper) -> bool:
    """Whether something in the paper shows as a box."""
    texts = [paper.title, paper.organisation]
    for table in paper.tables:
        texts += [table.heading, *table.columns, *(said(cell) for row in table.rows for cell in row)]
    return any(is_missing(letter) for text in texts for letter in set(unicodedata.normalize("NFC", text)))
