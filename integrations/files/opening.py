"""Opening a file of any kind that we read, by what it holds and not by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile

from integrations.files.rows import LARGEST_FILE, MOST_COLUMNS, Row
from integrations.files.text import NO_TEXT, text_rows
from integrations.files.workbooks import OLE, ZIP, refuse_old_workbook, sheet_rows


@dataclass(frozen=True)
class Table:
    """The file's rows that say something, header first, and how it was read, in words."""

    words: str
    rows: Iterator[Row]


@contextmanager
def opened(file: File) -> Iterator[Table]:
    """The file as a table. Raises ValidationError at ``file`` when it cannot be read as one."""
    raw = file.open("rb")
    try:
        start = raw.read(8)
        if start == OLE:
            refuse_old_workbook(raw)
        with (sheet_rows if start.startswith(ZIP) else text_rows)(raw) as (words, rows):
            yield Table(words, (row for row in rows if not row.is_blank))
    finally:
        # A stored file was opened here; an uploaded one is its request's, which reads it again.
        file.close() if isinstance(file, FieldFile) else file.open("rb")


def header_of(file: File) -> tuple[list[str], str]:
    """The names of the columns, each once, and how the file was read. Raises ValidationError when there are none."""
    if file.size > LARGEST_FILE:
        raise ValidationError({"file": f"The file has {file.size:,} bytes; at most {LARGEST_FILE:,} are taken. Split it."})
    with opened(file) as table:
        first, words = next(table.rows, None), table.words[:300]
    if first is None:
        raise ValidationError({"file": "The first row must name the columns; it is empty."})
    if "NUL" in first.fault:
        raise ValidationError({"file": NO_TEXT})
    if first.fault:
        raise ValidationError({"file": f"The first row must name the columns. {first.fault}"})
    if any(letter < " " and letter not in "\t\r\n" for cell in first.cells for letter in cell):
        raise ValidationError({"file": NO_TEXT})
    names = [" ".join(cell.split())[:110] for cell in first.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise ValidationError({"file": f"The file has {len(names)} columns; at most {MOST_COLUMNS} are taken."})
    return once([name or f"Column {number}" for number, name in enumerate(names, start=1)]), words


def once(names: list[str]) -> list[str]:
    """Names that come again are counted: trackers repeat a column for each label and each comment."""
    seen: dict[str, int] = {}
    counted = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        again = name if seen[name] == 1 else f"{name} ({seen[name]})"
        counted.append(again if again not in counted else f"{again} *")
    return counted
