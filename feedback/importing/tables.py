"""A CSV file as rows, within bounds, whatever its delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TypeVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile

from doors.tables import original

Result = TypeVar("Result")
LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 131_072
csv.field_size_limit(LONGEST_CELL)


@contextmanager
def opened(file: File) -> Iterator[Iterator[list[str]]]:
    """The file's rows, header first, cells as they were before an export made them harmless.

    Raises ValidationError at ``file`` when it cannot be read as a table of text.
    """
    raw = file.open("rb")
    text = io.TextIOWrapper(raw, encoding=encoding_of(raw), newline="")
    try:
        sample = decoded(lambda: text.read(64 * 1024))
        text.seek(0)
        yield rows_of(text, delimiter_of(sample))
    finally:
        text.detach()
        # A stored file was opened here; an uploaded one is its request's, which reads it again.
        file.close() if isinstance(file, FieldFile) else file.seek(0)


def encoding_of(raw: IO[bytes]) -> str:
    """UTF-8 unless a byte order mark says UTF-16."""
    start = raw.read(4)
    raw.seek(0)
    return "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def delimiter_of(sample: str) -> str:
    """The separator that the first lines use most, outside quotes."""
    first = sample.partition("\n")[0]
    return max(",;\t|", key=first.count)


def rows_of(text: IO[str], delimiter: str) -> Iterator[list[str]]:
    """Row by row, with what is wrong in the file said with its line."""
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        try:
            row = decoded(lambda: next(reader, None))
        except csv.Error as error:
            raise ValidationError({"file": f"Line {reader.line_num} cannot be read: {error}."}) from error
        if row is None:
            return
        yield [original(cell) for cell in row]


def decoded(read: Callable[[], Result]) -> Result:
    """What ``read`` gives, or a sentence on what to do when the file is not text."""
    try:
        return read()
    except UnicodeError as error:
        sentence = "The file is not UTF-8 text. In your spreadsheet, save it as “CSV UTF-8” and upload it again."
        raise ValidationError({"file": sentence}) from error


def header_of(file: File) -> list[str]:
    """The names of the columns. Raises ValidationError when there is none, or when two are the same."""
    if file.size > LARGEST_FILE:
        raise ValidationError({"file": f"The file has {file.size:,} bytes; at most {LARGEST_FILE:,} are taken. Split it."})
    with opened(file) as rows:
        header = [" ".join(cell.split())[:120] for cell in next(rows, [])]
    if not any(header):
        raise ValidationError({"file": "The first row must name the columns; it is empty."})
    if len(header) > MOST_COLUMNS:
        raise ValidationError({"file": f"The file has {len(header)} columns; at most {MOST_COLUMNS} are taken."})
    named = [name or f"Column {number}" for number, name in enumerate(header, start=1)]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise ValidationError({"file": f"Two columns are called “{twice}”. Give each its own name."})
    return named
