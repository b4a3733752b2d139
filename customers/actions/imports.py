"""The verbs of a CRM's files: upload, say what the columns mean, try out, run. A file may be run again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse

from customers import rules
from customers.actions.syncing import Synced, sync
from customers.events import CustomerEvent
from customers.importing.columns import checked, guess
from customers.importing.kinds import file_kind
from customers.importing.reading import company_values, deal_values
from customers.models import CustomerImport, ImportedRow, ImportKind, ImportState, RowOutcome
from doors.sheets import table_of
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotAllowed, require
from history.versions import move
from jobs.actions import enqueue

COUNTS = tuple(f"{outcome.value}_count" for outcome in RowOutcome)


@transaction.atomic
def start_import(*, kind: str, file: File, file_name: str, actor: Actor) -> CustomerImport:
    """Keep an uploaded file and guess what its columns mean. Nothing is changed yet."""
    other = file_kind(kind)
    require(other.may(actor) if other is not None else rules.may_keep_customers(actor))
    if actor.person is None:
        raise NotAllowed("A file is brought in by a person.")
    with table_of(file) as (header, _):
        batch = CustomerImport(kind=kind, file_name=file_name[:200], columns=header, started_by=actor.person)
    batch.mapping = guess(kind, header)
    batch.file.save("customers.csv", file, save=False)
    batch.full_clean(exclude=["mapping"])  # nothing may be guessed of a file: its columns are named next
    batch.save()
    record(CustomerEvent.IMPORT_UPLOADED, batch, actor=actor, columns=len(header))
    return batch


@transaction.atomic
def try_out(batch: CustomerImport, *, actor: Actor, mapping: dict[str, str] | None = None) -> CustomerImport:
    """Say, row by row, what the file would change. Nothing is changed."""
    batch = CustomerImport.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_run_import(actor, batch))
    batch.mapping = checked(batch.kind, batch.mapping if mapping is None else mapping, batch.columns)
    batch.has_run = False
    move(batch, ImportState.CHECKING, "mapping", "has_run")
    begin(batch)
    send(batch, "Try out", actor=actor)
    record(CustomerEvent.IMPORT_TRIED, batch, actor=actor, words={"mapping": batch.mapping})
    return batch


@transaction.atomic
def run_import(batch: CustomerImport, *, actor: Actor) -> CustomerImport:
    """Bring in what was tried out, in the background."""
    batch = CustomerImport.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_run_import(actor, batch))
    move(batch, ImportState.RUNNING)
    begin(batch)
    batch.has_run = True
    batch.save(update_fields=["has_run"])
    send(batch, "Import", actor=actor)
    record(CustomerEvent.IMPORT_STARTED, batch, actor=actor)
    return batch


def send(batch: CustomerImport, word: str, *, actor: Actor) -> None:
    """Leave the rows to a job."""
    address = reverse("customers:import", args=[batch.pk])
    enqueue("customers.sync_rows", batch.pk, actor=actor, title=f"{word} {batch.file_name}", link=address)


def begin(batch: CustomerImport) -> None:
    """Forget the report of the run before."""
    batch.rows.all().delete()
    batch.rows_read, batch.fault, batch.finished_at = 0, "", None
    for name in COUNTS:
        setattr(batch, name, 0)
    batch.save(update_fields=["rows_read", "fault", "finished_at", *COUNTS])


@transaction.atomic
def take_rows(batch: CustomerImport, rows: Sequence[tuple[int, list[str]]], *, actor: Actor, made: dict[str, int]) -> bool:
    """Take, or try out, some numbered rows, with the checkpoint in the same transaction. Returns whether to go on.

    ``made`` remembers, while trying out, which row would make a company or deal that a later row names again.
    """
    batch = CustomerImport.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_taking_rows:
        return False
    is_dry = batch.state == ImportState.CHECKING
    fresh = [(number, row) for number, row in rows if number > batch.rows_read]
    taken = [take_row(batch, number, row, actor=actor, is_dry=is_dry, made=made) for number, row in fresh]
    ImportedRow.objects.bulk_create(taken)
    for name, outcome in zip(COUNTS, RowOutcome, strict=True):
        setattr(batch, name, getattr(batch, name) + sum(row.outcome == outcome for row in taken))
    batch.rows_read = fresh[-1][0] if fresh else batch.rows_read
    batch.save(update_fields=["rows_read", *COUNTS])
    return True


def take_row(
    batch: CustomerImport, number: int, row: list[str], *, actor: Actor, is_dry: bool, made: dict[str, int]
) -> ImportedRow:
    """One row of the report."""
    cells = dict(zip(batch.columns, [cell.replace("\x00", "").strip() for cell in row], strict=False))
    said = {name: cells.get(column, "") for name, column in batch.mapping.items()}
    other = file_kind(batch.kind)
    title = other.title(said) if other is not None else said.get("name", "")
    report = ImportedRow(batch=batch, number=number, name=title[:200])
    try:
        if any(cell.strip() for cell in row[len(batch.columns) :]):
            raise ValidationError(f"The row has {len(row)} cells, the header {len(batch.columns)}. Is a quotation mark missing?")
        found = sync(batch.kind, values_of(batch.kind, said), actor=actor, dry_run=is_dry)
    except ValidationError as error:
        found = Synced(RowOutcome.FAILED, notes=" ".join(error.messages))
    if is_dry and found.outcome == RowOutcome.CREATED:
        found = seen_before(found, keys_of(batch.kind, said), number, made)
    report.outcome, report.notes, report.changes = found.outcome, found.notes[:500], found.changes
    report.raw = {} if is_dry else found.raw
    report.record_id = found.record.pk if found.record is not None and not (is_dry and found.outcome == "created") else None
    return report


def values_of(kind: str, said: dict[str, str]) -> dict[str, Any]:
    """What a row says, as values. Raises ValidationError at what cannot be."""
    if (other := file_kind(kind)) is not None:
        return other.read(said)
    return company_values(said) if kind == ImportKind.COMPANIES else deal_values(said)


def keys_of(kind: str, said: dict[str, str]) -> list[str]:
    """By what a row of the file is known again: its id in the CRM, or else its name (a deal's with its company's)."""
    if (other := file_kind(kind)) is not None:
        return [other.key(said)]
    own = said.get("crm_id") or said.get("external_id")
    whose = "" if kind == ImportKind.COMPANIES else f"{said.get('company', '')}/{said.get('company_crm_id', '')}/"
    return [f"id {own}"] if own else [f"name {whose}{said.get('name', '')}".casefold()]


def seen_before(found: Synced, keys: list[str], number: int, made: dict[str, int]) -> Synced:
    """While trying out, nothing stays: a second row of the same new record changes what the first one makes."""
    earlier = next((made[key] for key in keys if key in made), None)
    if earlier is not None:
        return Synced(RowOutcome.CHANGED, None, found.changes, f"The same as row {earlier}, which makes it.")
    made |= dict.fromkeys(keys, number)
    return found


@transaction.atomic
def finish_import(batch: CustomerImport, *, actor: Actor, fault: str = "") -> CustomerImport:
    """Say that all rows were taken or tried out, or why not."""
    batch = CustomerImport.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_taking_rows:
        return batch
    was_dry = batch.state == ImportState.CHECKING
    batch.fault, batch.finished_at = fault[:500], clock.now()
    move(batch, ImportState.FAILED if fault else ImportState.CHECKED if was_dry else ImportState.DONE, "fault", "finished_at")
    if fault:
        record(CustomerEvent.IMPORT_FAILED, batch, actor=actor, reason=fault)
    elif not was_dry:
        counts = {name: getattr(batch, name) for name in COUNTS}
        record(CustomerEvent.IMPORT_DONE, batch, actor=actor, **counts)
    return batch
