"""What verbs share that link a record to others: the change with its before and after, and one version more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Model

from history.versions import Versioned, stale


def relink(row: Versioned, links: Mapping[str, Iterable[Model]], *, version: int | None = None) -> dict[str, list[Any]]:
    """Link ``row`` to exactly these records and return ``{name: [before, after]}`` of what really differed."""
    if version is not None and version != row.version:
        raise stale(row, {})
    changes: dict[str, list[Any]] = {}
    for name, wanted in links.items():
        before, after = set(getattr(row, name).all()), set(wanted)
        if before != after:
            getattr(row, name).set(after)
            changes[name] = [named(before), named(after)]
    if changes:
        type(row)._default_manager.filter(pk=row.pk).update(version=F("version") + 1)
        row.version += 1
    return changes


def named(records: Iterable[Model]) -> str:
    """Records by their names, in a fixed order."""
    return ", ".join(sorted(str(record) for record in records))
