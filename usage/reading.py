"""Reading usage events from a file of CSV, row by row and within bounds; NDJSON is in `usage.lines`."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO, Any

from django.core.exceptions import ValidationError

from history import clock
from usage.items import TRACK, Clock, Malformed, read_item
from usage.lines import is_ndjson, rows_of_lines
from usage.rows import MOST_ROWS, Row

MOST_BYTES = 200 * 1024 * 1024
MOST_COLUMNS = 60
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
BROKEN = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,10}")
SPELLINGS = {
    "event": ("event", "event_name", "name"),
    "userId": ("user_id", "userid", "user"),
    "anonymousId": ("anonymous_id", "anonymousid"),
    "company": ("company", "company_id", "group_id", "groupid"),
    "timestamp": ("timestamp", "time", "at", "date"),
    "messageId": ("message_id", "messageid", "id"),
    "properties": ("properties",),
}
NAMES = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}

LONGEST_CELL = 131_072


def rows_of(file: IO[bytes]) -> Iterator[Row]:
    """Every row of a file of NDJSON or CSV. Raises ValidationError when the file as a whole cannot be read."""
    return rows_of_lines(file) if is_ndjson(file) else rows_of_table(file)


def rows_of_table(file: IO[bytes]) -> Iterator[Row]:
    """Every row of a CSV file in UTF-8. Raises ValidationError when the file as a whole cannot be read."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        table = csv.reader(text, delimiter=delimiter_of(text))
        columns = columns_of(next(table, []))
        for number, cells in enumerate(table, 2):
            if number > MOST_ROWS + 1:
                raise ValidationError(f"The file has more than {MOST_ROWS:,} rows. Split it.")
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise csv.Error(f"line {number} has a cell of more than {LONGEST_CELL:,} characters")
            if any(cells):
                yield row_of(number, dict(zip(columns, cells, strict=False)))
    except UnicodeDecodeError as error:
        raise ValidationError("The file is not text in UTF-8.") from error
    except csv.Error as error:
        raise ValidationError(f"The file cannot be read as CSV: {error}.") from error
    finally:
        if not file.closed:  # its owner may have closed it before the last row was read
            text.detach()


def delimiter_of(text: TextIOWrapper) -> str:
    """The mark between cells: a comma, or what the first line has more of."""
    line = text.readline(65_536)
    text.seek(0)
    return max(",;\t", key=line.count) if line else ","


def columns_of(header: list[str]) -> list[str]:
    """What each column holds; one that we don't know is a property of that name."""
    if not 1 < len(header) <= MOST_COLUMNS:
        raise ValidationError(f"The first line names the columns: event, user_id, timestamp and more, at most {MOST_COLUMNS}.")
    columns = [NAMES.get(name.strip().lower().replace(" ", "_"), f".{name.strip()[:80]}") for name in header]
    if "event" not in columns or not {"userId", "anonymousId"} & set(columns):
        raise ValidationError("The file needs a column “event” and a column “user_id”.")
    return columns


def row_of(number: int, cells: dict[str, str]) -> Row:
    """A row as an item, or with what is wrong with it."""
    try:
        properties = properties_of(cells.get("properties", ""))
        raw: dict[str, Any] = {}
        for name, cell in cells.items():
            if not cell.strip() or name in ("properties", "."):
                continue
            if name.startswith("."):
                properties[name[1:]] = value_of(cell)
            else:
                raw[name] = cell.strip()
        if "timestamp" not in raw:
            raise Malformed("“timestamp” is empty: an event of the past has a moment.")
        return Row(number, read_item(raw | {"type": TRACK, "properties": properties}, Clock(clock.now()), number))
    except Malformed as error:
        return Row(number, None, str(error))


def properties_of(cell: str) -> dict[str, Any]:
    """Properties given as JSON in a cell of their own."""
    if not cell.strip():
        return {}
    try:
        parsed = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise Malformed("“properties” is not JSON.") from error
    if not isinstance(parsed, dict):
        raise Malformed("“properties” must be a JSON object.")
    return parsed


def value_of(cell: str) -> Any:
    """A cell as the value that a client would have sent: true, 12 and 1.5 are no text, 007 is."""
    if cell in ("true", "false"):
        return cell == "true"
    if WHOLE.fullmatch(cell):
        return int(cell)
    return float(cell) if BROKEN.fullmatch(cell) else cell
