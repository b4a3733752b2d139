"""Full-text search, the same on both databases: an index that the database keeps, and questions to it.

``Index("feedback_feedback", ("title", "text"))`` in a migration makes the index: on Postgres a generated ``tsvector`` column
with a GIN index, on SQLite an FTS5 table that triggers keep. ``search(rows, words)`` narrows rows to those that hold all the
words; ``"in quotes"`` means as they stand, ``-word`` means without, and the last word may be unfinished.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connections, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Func, RawSQL

Row = TypeVar("Row", bound=Model)
BOUND = 1000
MOST_TERMS = 12
WORD = re.compile(r"[^\W_]+")
# What Postgres would read as part of one word, of an address or of a tag (whose content it skips) parts words here.
JOINTS = "-_/.@:<>&"
TERM = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


class Index(Operation):
    """A migration step that makes a table searchable by the words of some of its columns, the weightiest first;
    ``is_again`` where it was before."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, columns: tuple[str, ...], *, is_again: bool = False) -> None:
        self.table, self.columns, self.is_again = table, columns, is_again

    def state_forwards(self, app_label, state) -> None:  # type: ignore[no-untyped-def]
        """The models do not know of it: only searching does."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        vendor = schema_editor.connection.vendor
        before = remove_sql(vendor, self.table) if self.is_again else []
        for statement in (*before, *install_sql(vendor, self.table, self.columns)):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        for statement in [] if self.is_again else remove_sql(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Make {self.table} searchable"


def install_sql(vendor: str, table: str, columns: tuple[str, ...]) -> list[str]:
    """Statements that make the index and fill it with what is there."""
    if vendor == "postgresql":
        parts = " || ".join(
            f"setweight(to_tsvector('english'::regconfig, translate(coalesce({column}, ''), '{JOINTS}', '{' ' * len(JOINTS)}')), "
            f"'{'ABCD'[min(place, 3)]}')"
            for place, column in enumerate(columns)
        )
        return [
            f"alter table {table} add column words tsvector generated always as ({parts}) stored",
            f"create index {table}_words on {table} using gin (words)",
        ]
    listed = ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    forget = f"insert into {table}_words({table}_words, rowid, {listed}) values ('delete', old.id, {old});"
    learn = f"insert into {table}_words(rowid, {listed}) values (new.id, {new});"
    return [
        f"create virtual table {table}_words using fts5({listed}, content='{table}', content_rowid='id', "
        "tokenize='porter unicode61 remove_diacritics 0')",
        f"insert into {table}_words({table}_words) values ('rebuild')",
        f"create trigger {table}_words_insert after insert on {table} begin {learn} end",
        f"create trigger {table}_words_update after update of {listed} on {table} begin {forget} {learn} end",
        f"create trigger {table}_words_delete after delete on {table} begin {forget} end",
    ]


def remove_sql(vendor: str, table: str) -> list[str]:
    """Statements that take the index away."""
    if vendor == "postgresql":
        return [f"alter table {table} drop column words"]
    triggers = [f"drop trigger if exists {table}_words_{name}" for name in ("insert", "update", "delete")]
    return [*triggers, f"drop table if exists {table}_words"]


@dataclass(frozen=True)
class Term:
    """A part of what was asked: words that stand together, wanted or not; the last word of all may be unfinished."""

    words: tuple[str, ...]
    is_unwanted: bool = False
    is_unfinished: bool = False


def terms_of(asked: str) -> list[Term]:
    """What somebody typed, as terms. Anything that is no word is passed over."""
    asked, terms = asked[:400], []
    for found in TERM.finditer(asked):
        is_unwanted = "-" in (found[1] or "", found[3] or "")
        is_phrase = found[2] is not None
        words = tuple(WORD.findall(found[2] if is_phrase else found[4]))
        is_last = found.end() == len(asked) and not is_phrase and not is_unwanted
        if words:
            terms.append(Term(words, is_unwanted, is_unfinished=is_last and len(words[-1]) > 1))
    return terms[:MOST_TERMS]


def search(rows: QuerySet[Row], asked: str, *, vendor: str = "") -> QuerySet[Row]:
    """The rows that hold all the words asked for; nothing asked, all rows; nothing that is a word, none."""
    if not asked.strip():
        return rows
    found = matching(rows.model, asked)
    return rows.none() if found is None else rows.filter(found)


def matching(model: type[Model], asked: str) -> Q | None:
    """The same as a condition, to be combined with others."""
    terms = terms_of(asked)
    if not terms:
        return None
    wanted, unwanted = (
        [term for term in terms if not term.is_unwanted],
        [term for term in terms if term.is_unwanted],
    )
    condition = Q(pk__in=holding(model, wanted)) if wanted else Q()
    for term in unwanted:
        condition &= ~Q(pk__in=holding(model, [term]))
    return condition


def ranked(rows: QuerySet[Row], asked: str, *order: str, count: int | None = None) -> QuerySet[Row]:
    """Best first, as long as ``BOUND`` or fewer were found; beyond that ranking would cost more than it tells, so ``order``.

    Whoever has counted the rows already says so with ``count``.
    """
    wanted = [term for term in terms_of(asked) if not term.is_unwanted]
    order = order or ("-pk",)
    if not wanted or (rows.order_by()[: BOUND + 1].count() if count is None else count) > BOUND:
        return rows.order_by(*order)
    return rows.order_by(Rank(rows.model, wanted).desc(), *order)


def holding(model: type[Model], terms: list[Term]) -> RawSQL:
    """The ids of the rows that hold all these terms, by the index."""
    table = model._meta.db_table
    if is_postgres(model):
        expression, params = as_tsquery(terms)
        return RawSQL(f"select id from {table} where words @@ ({expression})", params)
    return RawSQL(f"select rowid from {table}_words where {table}_words match %s", [as_match(terms)])


class Rank(Func):
    """How well a row fits the terms, by the database's own measure; higher is better."""

    output_field = models.FloatField()

    def __init__(self, model: type[Model] | None = None, terms: list[Term] | None = None, **extra: Any) -> None:
        super().__init__(F("pk"), **extra)
        if model is None or terms is None:
            return
        table = model._meta.db_table
        if is_postgres(model):
            expression, self.asked = as_tsquery(terms)
            self.sql = f"(select ts_rank(i.words, {expression}) from {table} i where i.id = "
        else:
            self.asked = [as_match(terms)]
            self.sql = f"(select -bm25({table}_words, 4.0, 1.0) from {table}_words where {table}_words match %s and rowid = "

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        pk, params = compiler.compile(self.source_expressions[0])
        return f"{self.sql}{pk})", [*self.asked, *params]


def as_match(terms: list[Term]) -> str:
    """The terms as FTS5 says them."""
    return " AND ".join(f'"{" ".join(term.words)}"{"*" if term.is_unfinished else ""}' for term in terms)


def as_tsquery(terms: list[Term]) -> tuple[str, list[str]]:
    """The terms as Postgres says them, with their parameters."""
    parts, params = [], []
    for term in terms:
        if term.is_unfinished and len(term.words) == 1:
            parts.append("to_tsquery('english', %s)")
            params.append(f"'{term.words[0]}':*")
        else:
            parts.append("phraseto_tsquery('english', %s)")
            params.append(" ".join(term.words))
    return " && ".join(parts), params


def is_postgres(model: type[Model]) -> bool:
    """Which of the two databases answers."""
    return connections[model._default_manager.db].vendor == "postgresql"


def alike(model: type[Model], text: str, *, limit: int = 5, most_words: int = 8, each: int = 200) -> list[tuple[int, float]]:
    """Ids of the rows that share the most telling words with ``text``, and how much. Each word is followed to its newest
    rows only, so that the cost stays the same however many rows there are. Common words count for little."""
    words = telling_words(text, most_words)
    if not words:
        return []
    table, connection = model._meta.db_table, connections[model._default_manager.db]
    if is_postgres(model):
        one = f"(select {{n}}, id from {table} where words @@ plainto_tsquery('english', %s) order by id desc limit {each})"
    else:
        one = (
            f"select * from (select {{n}}, rowid from {table}_words where {table}_words match %s "
            f"order by rowid desc limit {each})"
        )
    with connection.cursor() as cursor:
        cursor.execute(
            " union all ".join(one.format(n=n) for n in range(len(words))),
            words if is_postgres(model) else [f'"{word}"' for word in words],
        )
        found = cursor.fetchall()
    hits = Counter(n for n, _ in found)
    scores: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for n, pk in found:
        scores[pk] += 1 / (1 + hits[n])  # type: ignore[assignment]
        shared[pk] += 1
    return [(pk, score) for pk, score in scores.most_common(limit * 4) if shared[pk] >= min(2, len(words))][: limit * 2]


COMMON_WORDS = """
about after again also always another because been before being between both cannot could does doing done each every from
getting have having here into just like made make makes many more most much must need needs never only other ours over please
really same should since some still such take than thank thanks that their them then there these they thing things this those
through under until very want wants were what when where which while will with within without would year your
"""
COMMON = frozenset(COMMON_WORDS.split())


def telling_words(text: str, most: int) -> list[str]:
    """The words of a text that say what it is about: longer ones, said more than once or early, no common ones."""
    said = [word for word in (found.lower() for found in WORD.findall(text[:4000])) if len(word) > 3 and word not in COMMON]
    counts = Counter(word for word in said if not word.isdigit())
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], -min(len(item[0]), 10)))[:most]]
