"""Tables in and out: CSV that no spreadsheet takes for formulas, and reading it back exactly as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

STARTERS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written to it, so that a table streams."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers."""
    text = "" if cell is None else str(cell)
    # A text that begins like one of ours, an apostrophe before a starter, gets another, so that reading back is exact.
    looks_like_ours = text.lstrip("'")[:1] in STARTERS and text[:1] == "'"
    is_formula = text[:1] in STARTERS and not is_number(text)
    return f"'{text}" if is_formula or looks_like_ours else text


def original(cell: str) -> str:
    """The text that ``harmless`` was given."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in STARTERS else cell


def is_number(text: str) -> bool:
    """Whether a spreadsheet shows the text as the number it is."""
    try:
        float(text)
    except ValueError:
        return False
    return True


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
