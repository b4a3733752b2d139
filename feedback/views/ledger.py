"""The set-aside ledger: nothing is lost. What was put aside, by whom, why, what would bring it back, and what has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, page, paged
from feedback import rules
from feedback.ledger import STANDS, LedgerFilter
from feedback.models import SetAside
from history import clock

EXPORTED = 50_000


def asked_for(request: HttpRequest) -> LedgerFilter:
    """The filter of the address, over what one may see; what cannot be read of it is passed over, and its field says so."""
    data = request.GET.copy()
    if data.get("stands") not in (*dict(STANDS), "all"):
        data["stands"] = "standing"
    if data["stands"] == "all":
        del data["stands"]
    rows = SetAside.objects.visible_to(actor_of(request)).select_related("feedback__company", "feedback__product", "by")
    asked = LedgerFilter(data, queryset=rows, request=request)
    asked.form.full_clean()
    asked.form.fields["q"].widget = forms.TextInput(attrs={"type": "search", "placeholder": "Words, company or reason"})
    del asked.form.fields["stands"]  # the tabs choose it
    for name in ("since", "until"):
        asked.form.fields[name].widget = forms.DateInput(attrs={"type": "date"})
    return asked


def rows_of(asked: LedgerFilter) -> Any:
    """What the filters leave, of those that could be read."""
    rows = asked.queryset.all()
    for name, value in getattr(asked.form, "cleaned_data", {}).items():
        rows = asked.filters[name].filter(rows, value)
    return rows.order_by("-at", "-id")


@door()
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger."""
    actor, asked = actor_of(request), asked_for(request)
    entries = paged(request, rows_of(asked))
    return page(
        request, "feedback/ledger.html", entries=entries, form=asked.form, stands=asked.data.get("stands", "all"),
        tabs=(*STANDS, ("all", "All")), may_triage=rules.may_triage(actor),
    )  # fmt: skip


@door()
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The ledger as the filter shows it, as a file for a spreadsheet."""
    header = [
        "feedback", "title", "text", "company", "product", "reason", "words", "look again when", "comes back", "by", "at",
        "came back at", "because", "undone at",
    ]  # fmt: skip
    rows = rows_of(asked_for(request)).select_related("feedback__interview")[:EXPORTED].iterator(chunk_size=500)
    return csv_file(f"set-aside-{clock.today()}", header, (as_cells(entry) for entry in rows))


def as_cells(entry: SetAside) -> list[Any]:
    """An entry as a line of the file."""
    said = entry.feedback
    return [
        said.key, said.title, said.quotable_text, said.company or "", said.product or "", entry.get_reason_display(), entry.words,
        entry.look_again_when, "; ".join(entry.triggers), entry.by, entry.at.isoformat(),
        entry.triggered_at.isoformat() if entry.triggered_at else "", entry.triggered_why,
        entry.undone_at.isoformat() if entry.undone_at else "",
    ]  # fmt: skip
