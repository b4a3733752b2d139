"""Editable rows carry a version, so that two people who edit at once never overwrite each other unseen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from history.refusals import NotPossible, Stale


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
        clean(row, set(values))
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


class Moving(Versioned):
    """A row that goes from state to state, only as ``MOVES`` lets it. ``called`` is what people call it in a refusal."""

    MOVES: ClassVar[dict[Any, set[Any]]]
    called: ClassVar[str]
    state: Any

    class Meta:
        abstract = True


def move(row: Moving, state: str, *fields: str) -> None:
    """Move a locked row to a state that may follow its own, and save that with the other ``fields`` named.

    Raises ``NotPossible``, which says where the row stands.
    """
    if state not in row.MOVES[row.state]:
        raise NotPossible(f"This {row.called} is {row.get_state_display().lower()}.")  # type: ignore[attr-defined]
    row.state, row.version = state, row.version + 1
    row.save(update_fields=["state", "version", *fields])


def clean(row: Versioned, changed: set[str]) -> None:
    """Check a row whose ``changed`` fields have new values: those fields, and all that holds for the row as a whole.

    The others are as the database has them; Django's own ``full_clean`` would ask it once more for each row they refer to.
    """
    untouched = {field.name for field in row._meta.fields} - changed
    errors: dict[str, list[Any]] = {}
    for check in (lambda: row.clean_fields(exclude=untouched), row.clean, row.validate_unique, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def stale(row: Versioned, values: dict[str, Any]) -> Stale:
    """The refusal that says what the record holds now."""
    current = type(row)._default_manager.get(pk=row.pk)
    state = {name: plain(getattr(current, name)) for name in values} | {"version": current.version}
    return Stale("Somebody changed this in the meantime. Compare with what it holds now, then save again.", current=state)
