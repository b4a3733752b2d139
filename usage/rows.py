"""What a file of usage events is read into, row by row, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from usage.items import Item

MOST_ROWS = 2_000_000


@dataclass(frozen=True)
class Row:
    """One row of a file: its number as a spreadsheet counts, and its item or what is wrong with it."""

    number: int
    item: Item | None
    wrong: str = ""
