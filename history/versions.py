"""Editable rows carry a version, so that two people who edit at once never overwrite each other unseen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from history.refusals import Stale


class Versioned(models.Model):
    """A row that people edit. ``version`` grows by one with each change."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def plain(value: Any) -> Any:
    """A value as history and error answers show it: related rows by their name, the rest as JSON-friendly text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def change(row: Versioned, values: dict[str, Any], *, version: int | None = None) -> dict[str, list[Any]]:
    """Change ``row`` to ``values`` and return ``{field: [before, after]}`` of what really differed.

    ``version`` is the one the editor saw; ``None`` means that the caller holds the row's lock and edits what is there.
    Raises ``Stale`` with the current state when somebody was faster, ``ValidationError`` when a value cannot be.
    """
    if version is not None and version != row.version:
        raise stale(row, values)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean(validate_unique=True)
    except ValidationError:
        for name, value in before.items():
            setattr(row, name, value)
        raise
    after = {name: getattr(row, name) for name in values}
    differing = {name: [plain(before[name]), plain(after[name])] for name in values if before[name] != after[name]}
    if not differing:
        return {}
    seen, row.version = row.version, row.version + 1
    manager = type(row)._default_manager
    fields = {name: getattr(row, name) for name in differing} | {"version": row.version}
    if not manager.filter(pk=row.pk, version=seen).update(**fields):
        raise stale(row, values)
    return differing


def stale(row: Versioned, values: dict[str, Any]) -> Stale:
    """The refusal that says what the record holds now."""
    current = type(row)._default_manager.get(pk=row.pk)
    state = {name: plain(getattr(current, name)) for name in values} | {"version": current.version}
    return Stale("Somebody changed this in the meantime. Compare with what it holds now, then save again.", current=state)
