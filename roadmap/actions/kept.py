"""What the verbs of personas, jobs, templates and fields share: they are added, changed, put away and brought back alike."""

from __future__ import annotations

from typing import Any, TypeVar

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from roadmap import rules
from roadmap.models import Kept

Row = TypeVar("Row", bound=Kept)


def held(row: Row, actor: Actor) -> Row:
    """The row, locked, for whoever may keep it."""
    found = type(row).objects.select_for_update(of=("self",)).select_related("product").get(pk=row.pk)
    require(rules.may_keep(actor, found.product))
    return found


def add(row: Row, kind: str, *, actor: Actor) -> Row:
    """Keep one more."""
    require(rules.may_keep(actor, row.product))
    row.full_clean()
    row.save()
    record(kind, row, actor=actor)
    return row


def alter(row: Row, values: dict[str, Any], kind: str, *, actor: Actor, version: int | None) -> Row:
    """Change what it says; which product keeps it stays."""
    row = held(row, actor)
    trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    if changes := change(row, trimmed, version=version):
        record(kind, row, actor=actor, changes=changes)
    return row


def put_away(row: Row, kind: str, *, actor: Actor) -> Row:
    """Offer it no more. Ideas that have it keep it."""
    row = held(row, actor)
    if row.is_archived:
        raise NotPossible(f"“{row}” is archived already.")
    row.archived_at, row.version = clock.now(), row.version + 1
    row.save(update_fields=["archived_at", "version"])
    record(kind, row, actor=actor)
    return row


def bring_back(row: Row, kind: str, *, actor: Actor) -> Row:
    """Offer it again."""
    row = held(row, actor)
    if not row.is_archived:
        raise NotPossible(f"“{row}” is not archived.")
    row.archived_at, row.version = None, row.version + 1
    row.validate_constraints()
    row.save(update_fields=["archived_at", "version"])
    record(kind, row, actor=actor)
    return row
