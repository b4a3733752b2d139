"""Ideas and initiatives as CSV files: what the list shows, with cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from doors.tables import csv_file
from roadmap.models import Idea, Initiative

CHUNK = 500
FIGURES = ["insight_count", "vote_count", "company_count", "arr", "deal_count", "deal_amount"]


def csv_of_ideas(ideas: QuerySet[Idea]) -> StreamingHttpResponse:
    """Ideas with their canvas and figures."""
    words = ["key", "title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes"]
    columns = [*words, "product", "owner", "state", "stage", *FIGURES]
    rows = ([cell(idea, name) for name in columns] for idea in ideas.iterator(CHUNK))
    return csv_file("ideas", columns, rows)


def csv_of_initiatives(initiatives: QuerySet[Initiative]) -> StreamingHttpResponse:
    """Initiatives with their figures."""
    words = ["key", "title", "problem", "target_outcomes", "actual_outcomes"]
    columns = [*words, "product", "owner", "state", "horizon", *FIGURES]
    rows = ([cell(one, name) for name in columns] for one in initiatives.iterator(CHUNK))
    return csv_file("initiatives", columns, rows)


def cell(record: Idea | Initiative, name: str) -> Any:
    """A column of a record: figures as numbers, the rest as people say it."""
    if name in FIGURES:
        return getattr(record, name)
    display = getattr(record, f"get_{name}_display", None)
    return str(display() if display else getattr(record, name) or "")
