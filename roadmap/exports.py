"""Ideas and initiatives as CSV files: what the list shows, with cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from doors.fields.values import cell as value_cell
from doors.tables import csv_file
from doors.web import rows_of
from history.actor import Actor
from roadmap.models import Idea, IdeaField, Initiative
from roadmap.ordering import Counts
from roadmap.tally import tally_initiatives

CHUNK = 500
FIGURES = ["insight_count", "vote_count", "company_count", "arr", "deal_count", "deal_amount"]


def csv_of_ideas(
    ids: Iterable[int], read: Callable[[list[int]], QuerySet[Idea]], counts: Counts
) -> StreamingHttpResponse:  # fmt: skip
    """Ideas with their canvas and figures, in the order of their ids."""
    words = ["key", "title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes", "notes"]
    own = [field.key for field in IdeaField.objects.visible_to(counts.actor).current()]
    columns = [*words, "product", "owner", "state", "stage", *FIGURES, *own]
    some = (counts.put(rows_of(chunk, read)) for chunk in chunks(ids))
    rows = (
        [*(cell(idea, name) for name in columns[: len(columns) - len(own)]), *(value_cell(idea.custom.get(key)) for key in own)]
        for chunk in some
        for idea in chunk
    )
    return csv_file("ideas", columns, rows)


def csv_of_initiatives(initiatives: QuerySet[Initiative], actor: Actor) -> StreamingHttpResponse:
    """Initiatives with their figures."""
    words = ["key", "title", "problem", "target_outcomes", "actual_outcomes"]
    columns = [*words, "product", "owner", "state", "horizon", *FIGURES]
    some = (tally_initiatives(chunk, actor) for chunk in chunks(initiatives.prefetch_related("ideas")))
    rows = ([cell(one, name) for name in columns] for chunk in some for one in chunk)
    return csv_file("initiatives", columns, rows)


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, or ids, some at a time."""
    source = rows.iterator(CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def cell(record: Idea | Initiative, name: str) -> Any:
    """A column of a record: figures as numbers, the rest as people say it."""
    if name in FIGURES:
        return getattr(record, name)
    display = getattr(record, f"get_{name}_display", None)
    return str(display() if display else getattr(record, name) or "")
