"""Tables in and out: CSV and workbooks in which nothing is a formula, and reading CSV back exactly as it was."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

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


LONGEST_CELL = 32_767  # Excel refuses to open a workbook with a longer one


def xlsx_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """A table to download as a workbook. Texts are written as texts, so nothing in it is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    for row in chain([columns], rows):
        sheet.append([plain_cell(sheet, cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    book.save(file)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=kind)


def plain_cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    """A number as a number, anything else as its text, without the signs that a workbook cannot hold."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_CELL])
    cell.data_type = "s"
    return cell
