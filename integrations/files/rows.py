"""A row of a file, and the bounds of what is read."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 50_000


@dataclass(frozen=True)
class Row:
    """A row with its number in the file, the header being row 1; and what makes it unfit, if anything does."""

    number: int
    cells: list[str]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is one of the empty lines that many exports have."""
        return not self.fault and not any(cell.strip() for cell in self.cells)


def checked(number: int, cells: list[str]) -> Row:
    """The row, with its first fault said. A fault is this row's alone: those around it are read as ever."""
    fault = next((said for place, cell in enumerate(cells, start=1) if (said := fault_of(place, cell))), "")
    return Row(number, [cell[:LONGEST_CELL] for cell in cells], fault)


def fault_of(place: int, cell: str) -> str:
    """What makes a cell unfit."""
    if len(cell) > LONGEST_CELL:
        return f"Column {place} has {len(cell):,} characters; at most {LONGEST_CELL:,} are taken."
    if "\x00" in cell:
        return f"Column {place} holds a NUL character."
    if not cell.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cell):
        return f"Column {place} holds bytes that are no text in the file's encoding."
    return ""
