"""Reading usage events from NDJSON: one item a line, as Segment's or PostHog's clients write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from django.core.exceptions import ValidationError

from history import clock
from usage.items import ITEM_BYTES, TRACK, Clock, Item, Malformed, read_item
from usage.posthog import read_event
from usage.rows import MOST_ROWS, Row

LONGEST_LINE = 4 * ITEM_BYTES
UTF8_MARK = b"\xef\xbb\xbf"


def is_ndjson(file: IO[bytes]) -> bool:
    """Whether a file begins with an object rather than with the names of columns."""
    start = file.read(4096).removeprefix(UTF8_MARK).lstrip()
    file.seek(0)
    return start.startswith(b"{")


def rows_of_lines(file: IO[bytes]) -> Iterator[Row]:
    """Every line of an NDJSON file that is not empty. Raises ValidationError when there are more than we take."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if number > MOST_ROWS:
            raise ValidationError(f"The file has more than {MOST_ROWS:,} rows. Split it.")
        if len(line) > LONGEST_LINE:
            pass_over(file, line)
            yield Row(number, None, "This line is too long: an item has at most 32 kB.")
        elif line.strip():
            yield row_of_line(number, line.removeprefix(UTF8_MARK))


def pass_over(file: IO[bytes], line: bytes) -> None:
    """Read on to the end of a line that is too long to be held."""
    while line and not line.endswith(b"\n"):
        line = file.readline(LONGEST_LINE)


def row_of_line(number: int, line: bytes) -> Row:
    """A line as an item, or with what is wrong with it."""
    try:
        return Row(number, item_of(number, line))
    except Malformed as error:
        return Row(number, None, str(error))


def item_of(number: int, line: bytes) -> Item:
    """The item of a line, in whichever of the two shapes it is."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Malformed("This line is no JSON in UTF-8.") from error
    if not isinstance(raw, dict):
        raise Malformed("An item is an object.")
    if "distinct_id" in raw:
        item = read_event(raw, Clock(clock.now()), number)
    else:
        item = read_item({"type": TRACK} | raw, Clock(clock.now()), number)
    if item.kind == TRACK and not (raw.get("timestamp") or raw.get("originalTimestamp")):
        raise Malformed("“timestamp” is empty: an event of the past has a moment.")
    return item
