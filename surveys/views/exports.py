"""A survey's answers as a file: those that its page shows, to whoever may see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from doors.policy import door
from doors.tables import csv_file, xlsx_file
from doors.web import actor_of, find
from surveys.filters import Rows, answers_to
from surveys.models import Survey

COLUMNS = ("answered", "score", "answer", "words", "contact", "e-mail", "company", "segment", "user", "feedback")
TABLES = {"csv": csv_file, "xlsx": xlsx_file}


@door()
def answers(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The answers that the filters leave, as CSV or as a workbook."""
    survey = find(Survey.objects.visible_to(actor_of(request)), pk)
    asked = answers_to(survey, request.GET, is_page=False)
    rows = asked.qs if asked.is_valid() else asked.queryset.none()
    return TABLES[kind](f"survey-{survey.pk}-answers", COLUMNS, lines_of(rows))


def lines_of(rows: Rows) -> Iterator[list[Any]]:
    """Each answer as a line."""
    for row in rows.iterator(chunk_size=500):
        contact, company = row.contact, row.company
        yield [
            row.at.isoformat(timespec="seconds"), row.score, row.said, row.words, contact.name if contact else "",
            contact.email if contact else "", company.name if company else "",
            company.get_segment_display() if company else "", row.user_key, row.feedback.key if row.feedback else "",
        ]  # fmt: skip
