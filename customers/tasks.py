"""Background work of customers: a CRM's file, row by row."""

from __future__ import annotations

from itertools import islice

from celery import shared_task
from django.core.exceptions import ValidationError

from customers.actions.imports import begin, finish_import, take_rows
from customers.actions.undoing import undo_some
from customers.models import CustomerImport, ImportState
from doors.sheets import table_of
from history.actor import Actor, Via
from jobs.progress import report

CHUNK = 100


@shared_task(name="customers.sync_rows")
def sync_rows(pk: int) -> None:
    """Try a file out, or bring it in. Killed while bringing in, it goes on behind the last rows that were committed;

    killed while trying out, which changes nothing, it begins anew.
    """
    batch = CustomerImport.objects.select_related("started_by").get(pk=pk)
    actor, fault, made = Actor(person=batch.started_by, via=Via.WORKER), "", {}
    if batch.state == ImportState.CHECKING:
        begin(batch)
    try:
        with table_of(batch.file) as (_, rows):
            while chunk := list(islice(rows, CHUNK)):
                if not take_rows(batch, chunk, actor=actor, made=made):
                    return
                report(chunk[-1][0], message=f"Row {chunk[-1][0]:,}")
    except ValidationError as error:
        fault = " ".join(error.messages)
    finish_import(batch, actor=actor, fault=fault)


@shared_task(name="customers.undo_rows")
def undo_rows(pk: int) -> None:
    """Take a file back. Killed, it goes on with the rows that are not marked yet."""
    batch = CustomerImport.objects.select_related("started_by").get(pk=pk)
    actor = Actor(person=batch.started_by, via=Via.WORKER)
    while undo_some(batch, actor=actor):
        done = batch.rows.exclude(undone_at=None).count()
        report(done, message=f"{done:,} rows")
