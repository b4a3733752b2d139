"""A CSV file as rows, whatever its encoding and its delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TypeVar

from django.core.exceptions import ValidationError

from doors.tables import original
from integrations.files.rows import LARGEST_FILE, Row, checked

Result = TypeVar("Result")
SAMPLE = 64 * 1024
QUOTED = re.compile(r'"[^"]*"')
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NO_TEXT = "The file is no table of text. Save it as CSV or as .xlsx, and upload it again."
csv.field_size_limit(LARGEST_FILE)  # one long cell is its row's fault, not the file's


@dataclass(frozen=True)
class Encoding:
    """How the bytes are read, and how sure we are of it."""

    name: str
    errors: str
    words: str


UTF_8 = Encoding("utf-8-sig", "strict", "UTF-8")


@contextmanager
def text_rows(raw: IO[bytes]) -> Iterator[tuple[str, Iterator[Row]]]:
    """How the file is read, in words, and its rows."""
    encoding = encoding_of(raw)
    text = io.TextIOWrapper(raw, encoding=encoding.name, errors=encoding.errors, newline="")
    try:
        sample = decoded(lambda: text.read(SAMPLE))
        text.seek(0)
        delimiter = delimiter_of(sample)
        yield f"CSV with {DELIMITERS[delimiter]}, {encoding.words}", rows_of(text, delimiter)
    finally:
        text.detach()  # else the wrapper closes the file under its owner


def encoding_of(raw: IO[bytes]) -> Encoding:
    """What the bytes themselves say: their mark, where their zeros are, whether they are UTF-8."""
    raw.seek(0)
    head = raw.read(SAMPLE)
    raw.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "surrogatepass", "UTF-16")
    if head[:2048].count(0) > len(head[:2048]) / 5:
        order = "le" if head[1:2048:2].count(0) > head[0:2048:2].count(0) else "be"
        return Encoding(f"utf-16-{order}", "surrogatepass", "UTF-16 without its mark (guessed)")
    sound, broken = letters_of(raw)
    if not broken:
        return UTF_8
    if sound >= broken:
        return Encoding("utf-8-sig", "surrogateescape", "UTF-8, damaged in places: those rows fail")
    if b"\x00" in head:
        raise ValidationError({"file": NO_TEXT})
    return Encoding(
        "windows-1252", "surrogateescape", "Windows-1252 (guessed, as it is no UTF-8): see whether the accents below are right"
    )


def letters_of(raw: IO[bytes]) -> tuple[int, int]:
    """How many letters beyond ASCII are sound UTF-8, and how many bytes are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sound = broken = 0
    while block := raw.read(1024 * 1024):
        text = decoder.decode(block)
        if text.isascii():
            continue
        odd = sum("\udc80" <= letter <= "\udcff" for letter in text)
        broken += odd
        sound += sum(letter > "\x7f" for letter in text) - odd
    raw.seek(0)
    return sound, broken


def delimiter_of(sample: str) -> str:
    """The separator that the first line uses most, outside quotes."""
    first = next((line for line in QUOTED.sub("", sample).splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


class Lines:
    """The lines of a text. ``is_over`` once one more was asked for: a row that wanted it has a cell without an end."""

    def __init__(self, text: IO[str]) -> None:
        self.text, self.is_over = text, False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self.text)
        except StopIteration:
            self.is_over = True
            raise


def rows_of(text: IO[str], delimiter: str) -> Iterator[Row]:
    """Row by row, cells as they were before an export made them harmless."""
    lines = Lines(text)
    reader, number = csv.reader(lines, delimiter=delimiter), 0
    while True:
        number, begun = number + 1, reader.line_num + 1
        try:
            cells = decoded(lambda: next(reader, None))
        except csv.Error as error:
            yield Row(number, [], f"Line {reader.line_num} cannot be read: {error}.")
            continue
        if cells is None:
            return
        if lines.is_over:
            yield Row(
                number, [], f"A quotation mark of line {begun} is never closed: all the rest of the file would be in its cell."
            )
            return
        yield checked(number, [original(cell) for cell in cells])


def decoded(read: Callable[[], Result]) -> Result:
    """What ``read`` gives, or a sentence on what to do when the file is not text."""
    try:
        return read()
    except UnicodeError as error:
        raise ValidationError({"file": NO_TEXT}) from error
