"""Files for spreadsheets: cells that no spreadsheet runs, and the way back to the exact text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def neutral(value: Any) -> str:
    """A cell's text. What a spreadsheet would run as a formula gets a guard before it, and so does what begins with one."""
    text = str(value)
    return GUARD + text if text.startswith((*DANGEROUS, GUARD)) else text


def restored(text: str) -> str:
    """The text as it was before ``neutral``."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith((*DANGEROUS, GUARD)) else text


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


def csv_lines(header: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """The file, line by line, with the mark by which spreadsheets know that it is UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])


def csv_answer(name: str, header: list[str], rows: Iterable[list[Any]]) -> StreamingHttpResponse:
    """The file as an answer that a browser saves."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8", headers=disposition)
