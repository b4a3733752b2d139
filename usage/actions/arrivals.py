"""Keeping the last items of a source as they were sent: whoever wires up a client sees what came, and why it was refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction

from usage.items import Item, is_storable
from usage.models import Arrival, Source

KEPT, AT_ONCE, TRIMMED = 200, 50, 2000
LONGEST = 8000
FROM = ("event", "name", "type")
WHOSE = ("userId", "distinct_id", "anonymousId")


class Heard(NamedTuple):
    """One item as it came: raw, as it was read if it could be, and why it was refused or not wholly taken."""

    raw: Any
    item: Item | None
    reason: str
    is_refused: bool


@transaction.atomic
def keep_arrivals(source: Source, heard: Iterable[Heard]) -> None:
    """Keep the last items of a request; of each source only the last ones that were taken and the last that were refused."""
    taken: list[Heard] = []
    refused: list[Heard] = []
    for one in heard:
        (refused if one.is_refused else taken).append(one)
    for some in (taken, refused):
        if some:
            Arrival.objects.bulk_create([arrival_of(source, one) for one in some[-AT_ONCE:]])
            trim(source, some[-1].is_refused)


def trim(source: Source, is_refused: bool) -> None:
    """Let go of what is older than the last ones; rows that another request is letting go of are its affair."""
    rows = source.arrivals.filter(is_refused=is_refused).order_by("-pk")
    oldest = rows.values_list("pk", flat=True)[KEPT : KEPT + 1]
    if oldest:
        gone = rows.filter(pk__lte=oldest[0]).select_for_update(skip_locked=True).values_list("pk", flat=True)[:TRIMMED]
        Arrival.objects.filter(pk__in=list(gone)).delete()


def arrival_of(source: Source, heard: Heard) -> Arrival:
    """One item as it is kept."""
    raw = heard.raw if isinstance(heard.raw, dict) else {}
    item = heard.item
    return Arrival(
        source=source, is_refused=heard.is_refused, reason=heard.reason[:200], raw=raw_of(heard.raw),
        kind=item.kind if item else plain(raw, "type")[:20], name=(item.name if item else plain(raw, *FROM))[:120],
        user_key=(item.user if item else plain(raw, *WHOSE))[:200],
    )  # fmt: skip


def plain(raw: dict[str, Any], *names: str) -> str:
    """The first of some fields that is text which every database holds."""
    return next((value for name in names if isinstance(value := raw.get(name), str) and value and is_storable(value)), "")


def raw_of(raw: Any) -> str:
    """An item as JSON, fit for every database, and its beginning if it is long."""
    try:
        return json.dumps(raw, default=str, ensure_ascii=True)[:LONGEST]
    except RecursionError:
        return ""
