"""Background work of usage: taking in a file."""

from __future__ import annotations

from itertools import islice
from typing import Any

from celery import shared_task

from history.actor import Actor, Via, system
from jobs.progress import report
from usage.actions.imports import TASK, finish_import, take_rows
from usage.models import UsageImport
from usage.reading import rows_of

CHUNK = 2000


@shared_task(name=TASK)
def take_file(import_id: int) -> dict[str, Any]:
    """Take a file in, chunk by chunk. Run again after a kill, it goes on behind the last chunk that was committed."""
    brought = UsageImport.objects.select_related("product", "by").get(pk=import_id)
    actor = Actor(person=brought.by, via=Via.WORKER) if brought.by else system("the command line", via=Via.COMMAND)
    with brought.file.open("rb") as file:
        rows = islice(rows_of(file), brought.rows_done, None)
        while chunk := list(islice(rows, CHUNK)):
            take_rows(brought, chunk, actor=actor)
            brought.refresh_from_db(fields=["rows_done"])
            report(brought.rows_done, message=f"{brought.rows_done:,} rows read")
    brought = finish_import(brought, actor=actor)
    report(brought.rows_done, brought.rows_done, f"{brought.taken:,} taken, {brought.known:,} known, {brought.failed:,} failed")
    return {"taken": brought.taken, "known": brought.known, "failed": brought.failed, "errors": brought.failures}
