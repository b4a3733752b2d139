"""What a paper is: an organisation's, a title, and tables of words and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "Inter-Regular.ttf", FONTS / "Inter-SemiBold.ttf"
# Greek, Cyrillic and signs, which the house's own font lacks; both of these have the same letters.
OTHER_REGULAR, OTHER_BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"
# What neither XML nor a font has a place for.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Table:
    """Rows under a heading. The first column names what the row is about."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Paper:
    """A paper. One that is a board has its tables side by side where there is room; one that is uncut holds every word."""

    name: str
    title: str
    organisation: str
    made_on: date
    tables: Sequence[Table]
    is_board: bool = False
    is_uncut: bool = False

    @property
    def byline(self) -> str:
        """Whose it is, and of which day."""
        return f"{self.organisation} · {self.made_on:%-d %B %Y}"


def said(cell: Any, most: int = 0) -> str:
    """A cell as text, cut where there is no room for more."""
    if cell is None:
        return ""
    text = f"{cell:,}" if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else str(cell)
    text = UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if not most or len(text) <= most else text[: most - 1].rstrip() + "…"
