"""Leads as a CSV file: what the list shows, with cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

from doors.tables import csv_file
from pqls.models import PqlQuerySet

COLUMNS = (
    "key", "company", "contact", "product", "rule", "rule version", "pipeline", "reason", "owner", "state", "handed over",
    "answered", "why rejected", "opportunity", "amount", "deal", "closed", "why lost", "last words",
)  # fmt: skip
CHUNK = 500


def csv_of(rows: PqlQuerySet) -> StreamingHttpResponse:
    """Leads with what became of them."""
    return csv_file("pqls", COLUMNS, lines_of(rows))


def lines_of(rows: PqlQuerySet) -> Iterator[list[Any]]:
    """Each lead as a line."""
    for one in rows.for_pages().iterator(chunk_size=CHUNK):
        # as text: only text is kept from being taken for a formula
        yield [
            one.key, str(one.company), str(one.contact or ""), str(one.product), str(one.rule),
            one.rule_version, one.get_motion_display(),
            one.reason, str(one.owner or ""), one.get_state_display(), one.handed_on.isoformat(), day(one.answered_at),
            one.get_rejection_display(), day(one.opportunity_at), one.amount, one.crm_deal_id, day(one.closed_at),
            one.get_loss_display(), one.words,
        ]  # fmt: skip


def day(moment: Any) -> str:
    """The day of a moment where the organisation is."""
    return timezone.localdate(moment).isoformat() if moment else ""
