"""A CSV file as rows, within bounds: what a spreadsheet or a CRM exports, whatever its delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile

from doors.tables import original

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 131_072

Rows = Iterator[tuple[int, list[str]]]


@contextmanager
def table_of(file: File) -> Iterator[tuple[list[str], Rows]]:
    """The names of the columns, and the rows under them with their numbers in the file; empty lines are passed over.

    Cells come back as they were before an export made them harmless. Raises ValidationError at ``file``.
    """
    if file.size > LARGEST_FILE:
        raise fault(f"The file has {file.size:,} bytes; at most {LARGEST_FILE:,} are taken. Split it.")
    raw = file.open("rb")
    try:
        start = raw.read(4)
        raw.seek(0)
        wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = io.TextIOWrapper(raw, encoding="utf-16" if wide else "utf-8-sig", newline="")
        try:
            first = text.readline(64 * 1024)
            text.seek(0)
            rows = csv.reader(text, delimiter=max(",;\t|", key=first.count))
            yield header_of(next(rows, [])), numbered(rows)
        finally:
            text.detach()
    except UnicodeError as error:
        raise fault("The file is not UTF-8 text. In your spreadsheet, save it as “CSV UTF-8” and upload it again.") from error
    except csv.Error as error:
        raise fault(f"The file cannot be read as a table: {error}.") from error
    finally:
        # A stored file was opened here; an uploaded one is its request's, which reads it again.
        file.close() if isinstance(file, FieldFile) else file.seek(0)


def header_of(cells: list[str]) -> list[str]:
    """The names of the columns, each its own."""
    header = [" ".join(original(cell).split())[:120] for cell in cells]
    if not any(header):
        raise fault("The first row must name the columns; it is empty.")
    if len(header) > MOST_COLUMNS:
        raise fault(f"The file has {len(header)} columns; at most {MOST_COLUMNS} are taken.")
    named = [name or f"Column {number}" for number, name in enumerate(header, start=1)]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise fault(f"Two columns are called “{twice}”. Give each its own name.")
    return named


def numbered(rows: Iterator[list[str]]) -> Rows:
    """The rows that say something, with their numbers."""
    taken = 0
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            taken += 1
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise fault(
                    f"The file cannot be read as a table: row {number} has a cell longer than {LONGEST_CELL:,} characters."
                )
            if taken > MOST_ROWS:
                raise fault(f"The file has more than {MOST_ROWS:,} rows. Split it.")
            yield number, [original(cell) for cell in row]


def fault(sentence: str) -> ValidationError:
    """What is wrong with the file."""
    return ValidationError({"file": sentence})
