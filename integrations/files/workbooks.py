"""An Excel workbook (.xlsx) as rows. A workbook is a zip of XML: its bounds are checked before any of it is parsed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from integrations.files.rows import MOST_COLUMNS, Row, checked

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 2_000
MOST_INFLATED = 150 * 1024 * 1024
MOST_STRINGS = 40 * 1024 * 1024
MOST_RATIO = 120
SMALL_PART = 1024 * 1024
UNREADABLE = (
    zipfile.BadZipFile, ParseError, InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError,
    OverflowError, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
BROKEN = "The workbook is damaged and cannot be read. Open it in your spreadsheet, save it anew, and upload that."


class NoResult:
    """What a formula that was never calculated holds."""


class Parser(WorkSheetParser):
    """Reads the results of formulas, and notices one that has none: an empty cell must not hide it."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = NoResult
        return cell


def refuse_old_workbook(raw: IO[bytes]) -> None:
    """The sentence for what looks like Excel and is not .xlsx: the old format, and the one with a password."""
    raw.seek(0)
    start = raw.read(256 * 1024)
    if "EncryptedPackage".encode("utf-16-le") in start or "EncryptedPackage".encode("utf-16-le") in ending_of(raw):
        raise ValidationError({"file": "The workbook is protected by a password. Save it without one, and upload that."})
    raise ValidationError({"file": "This is the old Excel format (.xls). Save it as .xlsx or CSV, and upload that."})


def ending_of(raw: IO[bytes]) -> bytes:
    """The last part of a file."""
    raw.seek(0, 2)
    raw.seek(max(0, raw.tell() - 64 * 1024))
    return raw.read()


@contextmanager
def sheet_rows(raw: IO[bytes]) -> Iterator[tuple[str, Iterator[Row]]]:
    """What is read, in words, and the rows of the first sheet that people see."""
    check_bounds(raw)
    raw.seek(0)
    try:
        book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
    except UNREADABLE as error:
        raise ValidationError({"file": BROKEN}) from error
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    if not shown:
        raise ValidationError({"file": "The workbook has no sheet with cells."})
    words = f"Excel workbook, sheet “{shown[0].title}”" + (f", the first of {len(shown)}" if len(shown) > 1 else "")
    try:
        yield words, rows_of(shown[0])
    finally:
        book.close()


def check_bounds(raw: IO[bytes]) -> None:
    """Refuse what would grow beyond measure. A zip cannot lie here: Python reads no more of a part than it declares."""
    raw.seek(0)
    try:
        with zipfile.ZipFile(raw) as archive:
            parts = archive.infolist()
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise ValidationError({"file": "This is a zip archive, but no Excel workbook. Unpack it and upload a table."})
            if any(part.flag_bits & 1 for part in parts):
                raise ValidationError({"file": "The workbook is protected by a password. Save it without one."})
            check_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    check_plain(archive, part)
    except UNREADABLE as error:
        raise ValidationError({"file": BROKEN}) from error


def check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    """How many parts, how large when inflated, and how much larger than packed."""
    inflated = sum(part.file_size for part in parts)
    strings = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    swollen = any(part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(1, part.compress_size) for part in parts)
    if len(parts) > MOST_PARTS or inflated > MOST_INFLATED or strings > MOST_STRINGS or swollen:
        raise ValidationError(
            {"file": f"The workbook would inflate to {inflated:,} bytes, more than is taken. Split it, or save it as CSV."}
        )


def check_plain(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook declares a document type; one that does is up to no good."""
    with archive.open(part) as opened:
        if b"<!DOCTYPE" in opened.read(4096).replace(b"\x00", b"").upper():
            raise ValidationError({"file": BROKEN})


def rows_of(sheet: ReadOnlyWorksheet) -> Iterator[Row]:
    """Row by row as the sheet numbers them; rows that are not in the file are not made up."""
    book = sheet.parent
    try:
        with sheet._get_source() as source:
            parser = Parser(
                source, sheet._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )  # fmt: skip
            for number, cells in parser.parse():
                yield row_of(number, cells)
    except UNREADABLE as error:
        raise ValidationError({"file": BROKEN}) from error


def row_of(number: int, cells: list[dict[str, Any]]) -> Row:
    """A row by the places of its cells."""
    width = max((cell["column"] for cell in cells if cell["value"] is not None), default=0)
    if width > MOST_COLUMNS:
        return Row(number, [], f"The row has {width:,} columns; at most {MOST_COLUMNS} are taken.")
    values = [""] * width
    for cell in cells:
        if cell["value"] is NoResult:
            where = cell["column"]
            return Row(
                number, values, f"Column {where} is a formula without a result. Open the file in Excel, save it, try again."
            )
        if cell["value"] is not None:
            values[cell["column"] - 1] = as_text(cell["value"])
    return checked(number, values)


def as_text(value: Any) -> str:
    """A cell as one would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value in ERROR_CODES else str(value).replace("_x000D_", "")
