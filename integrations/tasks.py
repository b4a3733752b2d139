"""Background work of imports: trying a file, taking it in, and taking it back."""

from __future__ import annotations

from itertools import islice

from celery import shared_task
from django.core.exceptions import ValidationError

from feedback.models import ImportBatch, ImportState
from history.actor import Actor, Via, system
from integrations.actions.imports import finish_import, take_rows
from integrations.actions.undoing import undo_some
from integrations.files import MOST_ROWS, opened
from integrations.forecasts import kept_forecast, rows_under_header
from jobs.progress import report

CHUNK = 100


def actor_for(batch: ImportBatch) -> Actor:
    """Whoever started the import acts in it; from the command line nobody of the people does."""
    person = batch.started_by
    return Actor(person=person, via=Via.WORKER) if person is not None else system("the command line", via=Via.COMMAND)


def count_rows(batch: ImportBatch) -> int:
    """How many rows the file has under its header."""
    with opened(batch.file) as table:
        return sum(1 for _ in rows_under_header(table.rows))


@shared_task(name="integrations.try_rows")
def try_rows(pk: int, version: int) -> None:
    """Count what the whole file would make, unless somebody chose anew in between."""
    batch = ImportBatch.objects.select_related("started_by", "product").get(pk=pk)
    if batch.version == version and batch.state == ImportState.MAPPING:
        told = kept_forecast(batch, actor_for(batch))
        ImportBatch.objects.filter(pk=pk, version=version).update(forecast=told)


@shared_task(name="integrations.import_rows")
def import_rows(pk: int) -> dict[str, int]:
    """Take a file in, chunk by chunk. Run again after a kill, it goes on behind the last chunk that was committed."""
    batch = ImportBatch.objects.select_related("started_by").get(pk=pk)
    actor, fault = actor_for(batch), ""
    try:
        total = count_rows(batch)
        if total > MOST_ROWS:
            raise ValidationError(f"The file has {total:,} rows; at most {MOST_ROWS:,} are taken at once. Split it.")
        if not all_taken(batch, total, actor):
            return counts_of(pk)
    except ValidationError as error:
        fault = " ".join(error.messages)
    finish_import(batch, actor=actor, fault=fault)
    return counts_of(pk)


def all_taken(batch: ImportBatch, total: int, actor: Actor) -> bool:
    """Take every row; False when somebody cancelled in between."""
    with opened(batch.file) as table:
        source, done = rows_under_header(table.rows), 0
        while chunk := list(islice(source, CHUNK)):
            if not take_rows(batch, chunk, actor=actor):
                return False
            done += len(chunk)
            report(done, total, f"Row {done:,} of {total:,}")
    return True


def counts_of(pk: int) -> dict[str, int]:
    """What became of the rows."""
    batch = ImportBatch.objects.get(pk=pk)
    return {"created": batch.created_count, "skipped": batch.skipped_count, "failed": batch.failed_count}


@shared_task(name="integrations.undo_rows")
def undo_rows(pk: int) -> None:
    """Take an import back, some at a time."""
    batch, done = ImportBatch.objects.select_related("started_by").get(pk=pk), 0
    while undo_some(batch, actor=actor_for(batch)):
        done += 1
        report(done)
