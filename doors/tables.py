"""Tables in and out: CSV that no spreadsheet takes for formulas, and reading it back exactly as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

GUARD = "'"
STARTERS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written to it, so that a table streams."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers; a text that begins with the guard gets another."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return GUARD + cell if cell.startswith((*STARTERS, GUARD)) else cell


def original(cell: str) -> str:
    """The text that ``harmless`` was given."""
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith((*STARTERS, GUARD)) else cell


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A table to download, streamed row by row."""
    writer = csv.writer(Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow([harmless(column) for column in columns])
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
