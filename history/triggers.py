"""Tables that the database itself refuses to change: triggers on both databases, installed by migrations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

_POSTGRES_FUNCTION = """
create or replace function throughline_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'Throughline: rows of % are only added, never changed or removed', tg_table_name
    using errcode = 'restrict_violation';
end $$
"""


def install_sql(vendor: str, table: str, *, erasable: str = "", columns: Sequence[str] = ()) -> list[str]:
    """Statements that make ``table`` append-only. ``erasable`` names one column that may become null, all else unchanged.

    ``columns`` are all of the table's: SQLite has to be told one by one what must stay as it was.
    """
    if vendor == "postgresql":
        when = (
            f"when (not (new.{erasable} is null and (to_jsonb(new) - '{erasable}') = (to_jsonb(old) - '{erasable}')))"
            if erasable
            else ""
        )
        refusal = "execute function throughline_refuse()"
        return [
            _POSTGRES_FUNCTION,
            f"create trigger {table}_no_update before update on {table} for each row {when} {refusal}",
            f"create trigger {table}_no_delete before delete on {table} for each row {refusal}",
            f"create trigger {table}_no_truncate before truncate on {table} for each statement {refusal}",
        ]
    words = f"Throughline: rows of {table} are only added, never changed or removed"
    refusal = f"begin select raise(abort, '{words}'); end"
    same = " and ".join(f'new."{name}" is old."{name}"' for name in columns if name != erasable)
    when = f"when not (new.{erasable} is null{f' and {same}' if same else ''})" if erasable else ""
    return [
        f"create trigger {table}_no_update before update on {table} for each row {when} {refusal}",
        f"create trigger {table}_no_delete before delete on {table} for each row {refusal}",
    ]


def remove_sql(vendor: str, table: str) -> list[str]:
    """Statements that take the refusal away again."""
    suffix = f" on {table}" if vendor == "postgresql" else ""
    names = ("no_update", "no_delete", "no_truncate") if vendor == "postgresql" else ("no_update", "no_delete")
    return [f"drop trigger if exists {table}_{name}{suffix}" for name in names]


class AppendOnly(Operation):
    """A migration step that makes a table append-only.

    On SQLite a step that adds or changes a column may build the table anew, without its triggers: such a migration begins
    and ends with this step, ``is_again``, which works in both directions.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, erasable: str = "", *, is_again: bool = False) -> None:
        self.table, self.erasable, self.is_again = table, erasable, is_again

    def state_forwards(self, app_label, state) -> None:  # type: ignore[no-untyped-def]
        """The models stay as they are; only the table's manners change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_table_description(cursor, self.table)
        columns = [column.name for column in found]
        for statement in remove_sql(schema_editor.connection.vendor, self.table) if self.is_again else []:
            schema_editor.execute(statement, params=None)
        for statement in install_sql(schema_editor.connection.vendor, self.table, erasable=self.erasable, columns=columns):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        if self.is_again:
            self.database_forwards(app_label, schema_editor, from_state, to_state)
            return
        for statement in remove_sql(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Make {self.table} append-only"


@contextmanager
def lifted(database: BaseDatabaseWrapper | None = None) -> Iterator[None]:
    """Take every refusal away for the block. Only for throwing a whole test database's contents away."""
    database = database or connection
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("set session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("set session_replication_role = origin")
            return
        cursor.execute("select name, sql from sqlite_master where type = 'trigger' and name like '%%_no_%%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"drop trigger {name}")
        try:
            yield
        finally:
            for _, sql in triggers:
                cursor.execute(sql)
