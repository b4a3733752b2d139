"""The verbs of imports: upload a file, say what its columns mean, take its rows, undo the whole batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse

from customers.actions import company_named, contact_known_as
from feedback import rules
from feedback.actions.intake import give_feedback
from feedback.actions.triage import archive, unarchive
from feedback.events import ImportEvent
from feedback.importing import columns
from feedback.importing.rows import Draft, cells_of, draft_of
from feedback.importing.tables import header_of
from feedback.models import Feedback, FeedbackState, ImportBatch, ImportRow, ImportState, RowOutcome
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotAllowed, NotPossible, require
from jobs.actions import enqueue
from people.models import Product

UNDO_CHUNK = 100


def move(batch: ImportBatch, state: ImportState, *fields: str) -> None:
    """Move a locked batch to a state that follows its own."""
    if state not in ImportBatch.MOVES[ImportState(batch.state)]:
        raise NotPossible(f"This import is {batch.get_state_display().lower()}.")
    batch.state, batch.version = state, batch.version + 1
    batch.save(update_fields=["state", "version", *fields])


@transaction.atomic
def start_import(*, file: File, file_name: str, actor: Actor, product: Product | None = None) -> ImportBatch:
    """Keep an uploaded file and guess what its columns mean. Nothing is taken in yet."""
    require(rules.may_import(actor, product))
    header = header_of(file)
    batch = ImportBatch(file_name=file_name[:200], product=product, columns=header, started_by=actor.person)
    batch.mapping = columns.guess(header)
    batch.file.save("feedback.csv", file, save=False)
    batch.full_clean()
    batch.save()
    record(ImportEvent.UPLOADED, batch, actor=actor, columns=len(header))
    return batch


@transaction.atomic
def run_import(
    batch: ImportBatch, *, mapping: dict[str, str], actor: Actor, product: Product | None = None, source: str = "import"
) -> ImportBatch:
    """Take the file's rows in, in the background, as the mapping ``{target: column}`` says."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, product))
    batch.mapping = columns.checked(mapping, batch.columns)
    batch.product, batch.source = product, source.strip()[:60] or "import"
    move(batch, ImportState.RUNNING, "mapping", "product", "source")
    address = reverse("feedback:import", args=[batch.pk])
    enqueue("feedback.import_rows", batch.pk, actor=actor, title=f"Import {batch.file_name}", link=address)
    record(ImportEvent.STARTED, batch, actor=actor, words={"mapping": batch.mapping}, source=batch.source)
    return batch


@transaction.atomic
def take_rows(batch: ImportBatch, rows: Sequence[tuple[int, list[str]]], *, actor: Actor) -> bool:
    """Take some numbered rows of the file in, with the checkpoint in the same transaction.

    Rows taken before are passed over, so a job that was killed goes on where it was. Returns whether to go on.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    if batch.state != ImportState.RUNNING:
        return False
    fresh = [(number, row) for number, row in rows if number > batch.rows_read + 1]
    if not fresh:
        return True
    products = {name.casefold(): one for one in Product.objects.visible_to(actor) for name in (one.name, one.key)}
    taken = [take_row(batch, number, row, products, actor=actor) for number, row in fresh]
    ImportRow.objects.bulk_create(taken)
    batch.rows_read = fresh[-1][0] - 1
    for outcome in RowOutcome:
        name = f"{outcome.value}_count"
        setattr(batch, name, getattr(batch, name) + sum(row.outcome == outcome for row in taken))
    batch.save(update_fields=["rows_read", "created_count", "skipped_count", "failed_count"])
    return True


def take_row(batch: ImportBatch, number: int, row: list[str], products: dict[str, Product], *, actor: Actor) -> ImportRow:
    """One row of the file: feedback, or the reason why not. A row that fails leaves nothing behind."""
    report = ImportRow(batch=batch, number=number, outcome=RowOutcome.CREATED)
    try:
        with transaction.atomic():
            cells = cells_of(row, batch.columns)
            draft = draft_of(cells, batch.mapping, products, batch.product)
            report.feedback, report.reason = taken_in(batch, draft, actor=actor)
            if report.feedback is None:
                report.outcome = RowOutcome.SKIPPED
    except (ValidationError, NotPossible, NotAllowed) as error:
        said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        report.outcome, report.reason, report.feedback = RowOutcome.FAILED, said[:500], None
        report.values = {"row": [cell[:2000] for cell in row]}
    return report


def taken_in(batch: ImportBatch, draft: Draft, *, actor: Actor) -> tuple[Feedback | None, str]:
    """The draft as feedback; nothing, and why, where it is here already. What an undone batch archived comes back."""
    here = Feedback.objects.filter(source=batch.source, source_id=draft.source_id).select_related("batch").first()
    if here is not None and here.state == FeedbackState.ARCHIVED and here.batch and here.batch.state == ImportState.UNDONE:
        back = unarchive(here, actor=actor)
        Feedback.objects.filter(pk=back.pk).update(batch=batch)
        return back, "Brought back from an import that was undone."
    if here is not None:
        return None, f"Here already as {here.key}."
    company = company_named(draft.company, actor=actor) if draft.company else None
    contact = contact_known_as(name=draft.contact, email=draft.email, company=company, actor=actor)
    given = give_feedback(
        text=draft.text, title=draft.title, product=draft.product, channel=draft.channel, contact=contact,
        company=company if contact is None or contact.company is None else contact.company,
        said_at=draft.said_at, tags=draft.tags, source=batch.source, source_id=draft.source_id,
        source_url=draft.source_url, batch=batch, actor=actor,
    )  # fmt: skip
    return given, ""


@transaction.atomic
def finish_import(batch: ImportBatch, *, actor: Actor, fault: str = "") -> ImportBatch:
    """Close an import whose last row was taken, or whose file has a fault that ends it."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    batch.finished_at, batch.rows_total = clock.now(), batch.rows_read
    move(batch, ImportState.FAILED if fault else ImportState.DONE, "finished_at", "rows_total")
    counts: dict[str, Any] = {"created": batch.created_count, "skipped": batch.skipped_count, "failed": batch.failed_count}
    record(ImportEvent.FAILED if fault else ImportEvent.DONE, batch, actor=actor, reason=fault, **counts)
    return batch


@transaction.atomic
def cancel_import(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """Stop an import. What was taken in stays until the batch is undone."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    batch.finished_at = clock.now()
    move(batch, ImportState.CANCELLED, "finished_at")
    record(ImportEvent.CANCELLED, batch, actor=actor, created=batch.created_count)
    return batch


@transaction.atomic
def undo_import(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """Take a whole batch back, in the background. What people have worked on since stays, and the report says so."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    move(batch, ImportState.UNDOING)
    address = reverse("feedback:import", args=[batch.pk])
    enqueue("feedback.undo_rows", batch.pk, actor=actor, title=f"Undo the import of {batch.file_name}", link=address)
    record(ImportEvent.UNDO_STARTED, batch, actor=actor)
    return batch


@transaction.atomic
def undo_some(batch: ImportBatch, *, actor: Actor) -> bool:
    """Archive some of a batch's feedback that still waits in the inbox. Returns whether there is more."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    if batch.state != ImportState.UNDOING:
        return False
    waiting = batch.feedback.filter(state=FeedbackState.INBOX, merged_into=None).order_by("pk")[:UNDO_CHUNK]
    for row in waiting:
        archive(row, reason=f"The import of {batch.file_name} was undone.", actor=actor)
    if waiting:
        return True
    kept = batch.feedback.exclude(state=FeedbackState.ARCHIVED).count()
    move(batch, ImportState.UNDONE)
    record(ImportEvent.UNDONE, batch, actor=actor, kept=kept)
    return False
