"""Long work: an import, and bulk verbs with their undoing. Each says how many records it dealt with."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from filling import Words

from feedback import actions, tasks
from feedback.models import BulkRun, Feedback, FeedbackState
from feedback.models.feedback import FeedbackQuerySet
from history.actor import Actor
from integrations.actions.imports import run_import, start_import
from integrations.tasks import import_rows
from measuring.lists import Prepared
from roadmap.models import Idea, IdeaState

TABLE = Feedback._meta.db_table
MAPPING = {"text": "Text", "title": "Title", "company": "Company", "email": "Mail", "said_at": "Date", "tags": "Tags"}
VERBS: dict[str, Callable[[], dict[str, Any]]] = {
    "tag": lambda: {"add": ["picked"]},
    "set-aside": lambda: {"reason": "praise", "words": "Thanks"},
    "link": lambda: {
        "idea": Idea.objects.exclude(state=IdeaState.ARCHIVED).filter(product__is_restricted=False).order_by("pk").first()
    },
    "merge": lambda: {"into": mergeable().order_by("pk").first()},
}


def works(at: Prepared, many: int) -> Iterator[tuple[str, Callable[[], int]]]:
    """Everything that takes long, by name."""
    yield "bare SQL: one INSERT a row", lambda: inserted(many)
    yield "bare SQL: one UPDATE a row", lambda: updated(many)
    yield "import of a CSV file", lambda: imported(at.actor, many)
    for name, values_now in VERBS.items():
        runs: list[BulkRun] = []
        yield f"{name}, as a bulk run", lambda name=name, of=values_now, runs=runs: done(at.actor, name, of(), many, runs)
        yield f"undo of that {name}", lambda runs=runs: undone(at.actor, runs)


@transaction.atomic
def inserted(many: int) -> int:
    """What the table and its search index alone take for so many new rows; taken back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} ORDER BY id LIMIT {many}")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) | {"source_id": ""} for row in cursor.fetchall()]
        kept = [name for name in names if name != "id"]
        holes = ", ".join(["%s"] * len(kept))
        cursor.executemany(
            f"INSERT INTO {TABLE} ({', '.join(kept)}) VALUES ({holes})",
            [[row[name] for name in kept] for row in rows],
        )
    transaction.set_rollback(True)
    return len(rows)


@transaction.atomic
def updated(many: int) -> int:
    """What it takes to write one column of so many rows, each by itself; taken back."""
    ids = list(Feedback.objects.order_by("pk").values_list("pk", flat=True)[:many])
    with connection.cursor() as cursor:
        for pk in ids:
            cursor.execute(f"UPDATE {TABLE} SET state = 'reviewed', version = version + 1 WHERE id = %s", [pk])
    transaction.set_rollback(True)
    return len(ids)


def imported(actor: Actor, many: int) -> int:
    """Rows of which a third are of companies and people that are here already."""
    luck = random.Random(many)
    words, table = Words(luck), io.StringIO()
    out = csv.writer(table)
    out.writerow(MAPPING.values())
    for n in range(many):
        who = luck.randrange(many // 4 + 1)
        row = [words.some(30), words.some(4), f"Company {who % 60}", f"person{who}@company{who % 60}.example", "2026-03-01"]
        out.writerow([*row, f"tag {n % 7}"])
    file = ContentFile(table.getvalue().encode(), name="bench.csv")
    batch = start_import(file=file, file_name="bench.csv", actor=actor, export="")
    batch = run_import(batch, mapping=MAPPING, source=f"bench {batch.pk}", actor=actor)
    import_rows(batch.pk)
    batch.refresh_from_db()
    if batch.created_count != many:
        raise SystemExit(f"{batch.created_count} of {many} rows were taken in.")
    return many


def done(actor: Actor, verb: str, values: dict[str, Any], many: int, runs: list[BulkRun]) -> int:
    """A verb on what waits, the oldest first, or on anything where less waits."""
    rows = Feedback.objects.visible_to(actor).filter(merged_into=None).order_by("pk")
    if verb in ("merge", "link"):
        rows = mergeable().exclude(insights__idea=values.get("idea"))
    elif verb != "tag":
        rows = rows.filter(state=FeedbackState.INBOX)
    picked = list(rows.values_list("pk", flat=True)[:many])
    run = actions.start_run(verb, actor=actor, values=values, picked=picked)
    runs.append(run)
    tasks.run_bulk(run.pk)
    run.refresh_from_db()
    if run.done_count != len(picked):
        raise SystemExit(f"{run.done_count} of {len(picked)} were done.")
    return len(picked)


def mergeable() -> FeedbackQuerySet:
    """What waits, stands for itself alone, and behind no wall."""
    alone = Feedback.objects.filter(merged_into=None, duplicates=None, state=FeedbackState.INBOX)
    return alone.exclude(product__is_restricted=True).order_by("pk")


def undone(actor: Actor, runs: list[BulkRun]) -> int:
    """Take the run back."""
    run = runs[0]
    actions.undo_run(run, actor=actor)
    tasks.undo_bulk(run.pk)
    run.refresh_from_db()
    if run.undone_count != run.done_count:
        raise SystemExit(f"{run.undone_count} of {run.done_count} were taken back.")
    return run.undone_count
