"""Triggers, on both databases, that write down what is to be counted again.

Whoever changes an insight, a vote, a feedback, a request or a company, by whatever verb, changes figures of ideas. A change
that nobody noted would make an order wrong without anybody seeing it, so the database promises to note it.

A trigger names no table but its own and the notes: SQLite refuses to write a table anew that another's trigger reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connections
from django.db.migrations.operations.base import Operation

NOTES = "roadmap_tocount"


class Moment(NamedTuple):
    """What happens to a row of ``table``, and what is noted of it: ``values`` for the column ``about``. Of an update it is
    noted only when one of ``columns`` differs, for a form saves them all."""

    table: str
    what: str
    about: str
    values: tuple[str, ...]
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the trigger is called."""
        return f"{self.table}_counts_{self.what}"


def on_row(table: str, about: str, name: str, columns: tuple[str, ...]) -> list[Moment]:
    """A row comes, changes and goes."""
    return [
        Moment(table, "insert", about, (f"new.{name}",)),
        Moment(table, "update", about, (f"old.{name}", f"new.{name}"), columns),
        Moment(table, "delete", about, (f"old.{name}",)),
    ]


MOMENTS = (
    *on_row("roadmap_insight", "idea", "idea_id", ("idea_id", "feedback_id", "importance", "withdrawn_at")),
    *on_row("roadmap_vote", "idea", "idea_id", ("idea_id", "company_id", "withdrawn_at")),
    *on_row("roadmap_idea", "idea", "duplicate_of_id", ("duplicate_of_id",)),
    *on_row("feedback_request", "feedback", "feedback_id", ("feedback_id", "amount", "stage", "deal_id", "opportunity")),
    Moment("feedback_feedback", "insert", "feedback", ("new.merged_into_id",)),
    Moment(
        "feedback_feedback", "update", "feedback", ("new.id", "old.merged_into_id", "new.merged_into_id"),
        ("company_id", "merged_into_id"),
    ),
    Moment("feedback_feedback", "delete", "feedback", ("old.merged_into_id",)),
    Moment("customers_company", "update", "company", ("new.id",), ("arr",)),
)  # fmt: skip


def install_sql(vendor: str, moment: Moment) -> Iterator[str]:
    """The statements of one trigger. All of it is ours; nothing that anybody types stands in it."""
    of = f" of {', '.join(moment.columns)}" if moment.columns else ""
    differs = "is distinct from" if vendor == "postgresql" else "is not"
    when = " or ".join(f"old.{column} {differs} new.{column}" for column in moment.columns)
    when = when or " or ".join(f"{value} is not null" for value in moment.values)
    fires = f"create trigger {moment.name} after {moment.what}{of} on {moment.table} for each row when ({when})"
    note = f"insert into {NOTES} ({moment.about}) values {', '.join(f'({value})' for value in moment.values)};"  # noqa: S608
    if vendor == "postgresql":
        yield f"create function {moment.name}() returns trigger language plpgsql as $$ begin {note} return null; end $$"
        yield f"{fires} execute function {moment.name}()"
    else:
        yield f"{fires} begin {note} end"


def remove_sql(vendor: str, moment: Moment) -> Iterator[str]:
    """The statements that take it away."""
    if vendor == "postgresql":
        yield f"drop trigger if exists {moment.name} on {moment.table}"
        yield f"drop function if exists {moment.name}()"
    else:
        yield f"drop trigger if exists {moment.name}"


class NoteWhatToCount(Operation):
    """A migration step that sets the triggers, and has every idea counted."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state) -> None:  # type: ignore[no-untyped-def]
        """The models do not know of it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        vendor = schema_editor.connection.vendor
        for moment in MOMENTS:
            for statement in remove_sql(vendor, moment):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return "Note what is to be counted again"


def statements(vendor: str) -> Iterator[str]:
    """All that sets the triggers, anew where they were, and has every idea counted."""
    for moment in MOMENTS:
        yield from remove_sql(vendor, moment)
        yield from install_sql(vendor, moment)
    yield f"insert into {NOTES} (idea) select id from roadmap_idea"  # noqa: S608


def mend_triggers(using: str, **others: Any) -> None:
    """Set the triggers again where a migration lost them, as SQLite does with those of a table that it writes anew."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("select name from sqlite_master where type = 'trigger' or name = %s", [NOTES])
        found = {name for (name,) in cursor.fetchall()}
        if NOTES in found and not {moment.name for moment in MOMENTS} <= found:
            for statement in statements(connection.vendor):
                cursor.execute(statement)
