"""Background work of feedback: taking in a file, taking it back, and noting what woke."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from celery import shared_task
from django.core.exceptions import ValidationError

from feedback.actions import wake
from feedback.actions.imports import finish_import, take_rows, undo_some
from feedback.importing.tables import MOST_ROWS, opened
from feedback.models import Feedback, FeedbackState, ImportBatch
from history import clock
from history.actor import Actor, Via, system
from jobs.progress import report

CHUNK = 100


def actor_for(batch: ImportBatch) -> Actor:
    """Whoever started the import acts in it; from the command line nobody of the people does."""
    person = batch.started_by
    return Actor(person=person, via=Via.WORKER) if person is not None else system("the command line", via=Via.COMMAND)


def count_rows(batch: ImportBatch) -> int:
    """How many rows the file has, the header apart."""
    with opened(batch.file) as rows:
        return max(0, sum(1 for row in rows if any(row)) - 1)


def numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows under the header with their numbers in the file; empty lines at the end of many exports don't count."""
    return enumerate((row for row in islice(rows, 1, None) if any(row)), start=2)


@shared_task(name="feedback.import_rows")
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
    with opened(batch.file) as rows:
        source = numbered(rows)
        while chunk := list(islice(source, CHUNK)):
            if not take_rows(batch, chunk, actor=actor):
                return False
            report(chunk[-1][0] - 1, total, f"Row {chunk[-1][0] - 1:,} of {total:,}")
    return True


def counts_of(pk: int) -> dict[str, int]:
    """What became of the rows."""
    batch = ImportBatch.objects.get(pk=pk)
    return {"created": batch.created_count, "skipped": batch.skipped_count, "failed": batch.failed_count}


@shared_task(name="feedback.undo_rows")
def undo_rows(pk: int) -> None:
    """Take an import back, some at a time."""
    batch, done = ImportBatch.objects.select_related("started_by").get(pk=pk), 0
    while undo_some(batch, actor=actor_for(batch)):
        done += 1
        report(done)


@shared_task(name="feedback.wake_due")
def wake_due() -> int:
    """Write down what woke because its day has come. It waits in the inbox from that moment, noted or not."""
    due = Feedback.objects.filter(state=FeedbackState.INBOX, snoozed_until__lte=clock.now()).order_by("pk")[:500]
    for feedback in due:
        wake(feedback, actor=system("the snooze clock"))
    return len(due)
