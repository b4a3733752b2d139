"""Keeping what could not be taken, so that whoever wires up a client sees why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from usage.models import Reject, Source

KEPT, AT_ONCE = 200, 50


@transaction.atomic
def keep_rejects(source: Source, rejects: Sequence[tuple[str, Any]]) -> None:
    """Keep the reasons and the beginnings of what was refused; of each source only the last ones."""
    rows = [Reject(source=source, reason=reason[:200], excerpt=excerpt_of(raw)) for reason, raw in rejects[-AT_ONCE:]]
    Reject.objects.bulk_create(rows)
    oldest = source.rejects.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1]
    if oldest:
        source.rejects.filter(pk__lte=oldest[0]).delete()


def excerpt_of(raw: Any) -> str:
    """The beginning of an item, fit for every database."""
    text = json.dumps(raw, default=str, ensure_ascii=True)[:480]
    return text.replace("\\u0000", "␀")
