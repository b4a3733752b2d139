"""Experiments as a CSV file: what the list shows, with cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse

from doors.tables import csv_file
from experiments.filters import Rows
from experiments.measuring import said

COLUMNS = (
    "key", "title", "product", "ideas", "kind", "hypothesis", "metric", "criterion", "state", "owner", "started", "ended",
    "result", "from", "to", "unit", "sample", "guards", "verdict", "proposed", "why", "learning", "what followed", "tags",
)  # fmt: skip
CHUNK = 200


def csv_of(rows: Rows) -> StreamingHttpResponse:
    """Experiments with their results and what was learned."""
    return csv_file("experiments", COLUMNS, lines_of(rows))


def lines_of(rows: Rows) -> Iterator[list[Any]]:
    """Each experiment as a line."""
    rows = rows.select_related("product", "owner").prefetch_related("ideas", "tags")
    for one in rows.iterator(chunk_size=CHUNK):
        yield [
            one.key, one.title, one.product, ", ".join(idea.key for idea in one.ideas.all()), one.get_kind_display(),
            one.hypothesis, one.metric, f"{one.get_direction_display()} {said(one, one.threshold)}", one.get_state_display(),
            one.owner or "", as_day(one.started_at), as_day(one.ended_at), one.result, one.low, one.high, one.said_unit,
            one.sample, "; ".join(said_guard(guard) for guard in one.judged_guards), one.get_verdict_display(),
            one.get_proposed_display(), one.verdict_reason, one.learning, one.followed,
            ", ".join(tag.name for tag in one.tags.all()),
        ]  # fmt: skip


def as_day(moment: Any) -> str:
    """The day of a moment."""
    return moment.date().isoformat() if moment else ""


def said_guard(guard: dict[str, Any]) -> str:
    """A guard with what became of it."""
    held = {True: "held", False: "broke", None: "not measured"}[guard["held"]]
    return f"{guard['name']}: {held}"
