"""Bringing usage events in from a file, in the background, without doubles."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import require
from jobs.actions import enqueue
from jobs.models import Job
from people.models import Product
from usage import rules
from usage.actions.taking import Taken, take_chunk
from usage.events import UsageHistory
from usage.models import UsageImport
from usage.reading import MOST_BYTES
from usage.rows import Row

MOST_FAILURES = 1000
TASK = "usage.take_file"


@transaction.atomic
def import_usage(product: Product, *, file: File, actor: Actor, file_name: str = "") -> tuple[UsageImport, Job]:
    """Bring in a file of usage events: it is kept, and taken in by a job that shows how far it is."""
    brought = keep_file(product, file=file, actor=actor, file_name=file_name)
    job = enqueue(
        TASK, brought.pk, actor=actor, title=f"Usage events from {brought}", link=reverse("usage:import_list"), max_attempts=3
    )
    return brought, job


@transaction.atomic
def keep_file(product: Product, *, file: File, actor: Actor, file_name: str = "") -> UsageImport:
    """Keep a file of usage events, not yet taken in."""
    require(rules.may_take(actor, product))
    if file.size > MOST_BYTES:
        raise ValidationError({"file": f"A file has at most {MOST_BYTES // 1024 // 1024} MB. Split it."})
    brought = UsageImport(product=product, file_name=(file_name or file.name or "events.csv")[-200:], by=actor.person)
    brought.file.save("events", file, save=False)
    brought.full_clean(exclude=["by", "failures", "finished_at"])
    brought.save()
    record(UsageHistory.IMPORT_STARTED, brought, actor=actor, bytes=file.size)
    return brought


@transaction.atomic
def take_rows(brought: UsageImport, rows: Sequence[Row], *, actor: Actor) -> Taken:
    """Take some rows of a file, and the place behind them, in one go. The same row again is known and changes nothing."""
    brought = UsageImport.objects.select_for_update(of=("self",)).select_related("product").get(pk=brought.pk)
    require(rules.may_take(actor, brought.product))
    taken = take_chunk(brought.product, [row.item for row in rows if row.item is not None], source=None)
    wrong = [{"row": row.number, "error": row.wrong} for row in rows if row.item is None]
    wrong += [{"row": number, "error": why} for number, why in (*taken.refused, *taken.noted)]
    wrong.sort(key=itemgetter("row"))
    room = max(0, MOST_FAILURES - len(brought.failures))
    UsageImport.objects.filter(pk=brought.pk).update(
        rows_done=F("rows_done") + len(rows), taken=F("taken") + taken.taken, known=F("known") + taken.known,
        failed=F("failed") + len(wrong) - len(taken.noted), failures=brought.failures + wrong[:room],
    )  # fmt: skip
    return taken


@transaction.atomic
def finish_import(brought: UsageImport, *, actor: Actor) -> UsageImport:
    """Say that a file was taken in to its end."""
    brought = UsageImport.objects.select_for_update(of=("self",)).select_related("product").get(pk=brought.pk)
    require(rules.may_take(actor, brought.product))
    if brought.finished_at is not None:
        return brought
    brought.finished_at = clock.now()
    brought.save(update_fields=["finished_at"])
    record(UsageHistory.IMPORT_FINISHED, brought, actor=actor, taken=brought.taken, known=brought.known, failed=brought.failed)
    return brought
