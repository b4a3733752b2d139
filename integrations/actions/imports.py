"""The verbs of imports: upload a file, say what its columns mean, try it, take its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from feedback.events import ImportEvent
from feedback.models import Becomes, Feedback, ImportBatch, ImportRow, ImportState, RowOutcome
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import move
from integrations import columns, rules
from integrations.drafts import Draft, Reader
from integrations.exports import BY_NAME, mapping_for, recognised
from integrations.files import Row, header_of
from integrations.hands import Hands
from integrations.statuses import Meaning
from integrations.taking import UNFIT, sentence_of, take
from jobs.actions import enqueue
from people.models import Product

MOST_STATUSES = 60


@transaction.atomic
def start_import(
    *, file: File, file_name: str, actor: Actor, product: Product | None = None, export: str | None = None
) -> ImportBatch:
    """Keep an uploaded file, say what it looks like, and guess what its columns mean. Nothing is taken in yet.

    ``export`` names the tool that it is from (empty for none); left out, it is recognised by its columns.
    """
    require(rules.may_import(actor, product))
    header, reading = header_of(file)
    batch = ImportBatch(
        file_name=file_name[:200], product=product, columns=header, reading=reading[:300], started_by=actor.person
    )
    found = recognised(header)
    read_as(batch, (found.name if found else "") if export is None else export)
    batch.file.save("feedback.xlsx" if reading.startswith("Excel") else "feedback.csv", file, save=False)
    batch.full_clean(exclude=["started_by", "product", "statuses", "forecast"])
    batch.save()
    record(ImportEvent.UPLOADED, batch, actor=actor, columns=len(header), export=batch.export)
    return batch


def read_as(batch: ImportBatch, export: str) -> None:
    """Read the file as the export of a tool, or as any table."""
    if export and export not in BY_NAME:
        raise ValidationError({"export": f"There is no export “{export[:40]}”. Known are: {', '.join(BY_NAME)}."})
    known = BY_NAME.get(export)
    batch.export, batch.mapping = export, mapping_for(known, batch.columns)
    batch.becomes = known.becomes if known else Becomes.FEEDBACK
    batch.source = known.system if known else "import"


@transaction.atomic
def reread_import(batch: ImportBatch, *, export: str, actor: Actor) -> ImportBatch:
    """Overrule what the file was taken for: its columns are guessed anew."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    if batch.state != ImportState.MAPPING:
        raise NotPossible(f"This import is {batch.get_state_display().lower()}.")
    read_as(batch, export)
    batch.forecast, batch.statuses, batch.version = None, {}, batch.version + 1
    batch.save(update_fields=["export", "mapping", "becomes", "source", "forecast", "statuses", "version"])
    return batch


def choose(batch: ImportBatch, actor: Actor, values: dict[str, Any]) -> None:
    """Write what somebody chose on a locked batch, checked: mapping, product, source, what rows become, statuses."""
    product = values.get("product", batch.product)
    require(rules.may_import(actor, product))
    if batch.state != ImportState.MAPPING:
        raise NotPossible(f"This import is {batch.get_state_display().lower()}.")
    becomes = Becomes(values.get("becomes") or batch.becomes)
    batch.mapping = columns.checked(values["mapping"], batch.columns, needs_title=becomes == Becomes.IDEAS)
    if becomes == Becomes.IDEAS and product is None and "product" not in batch.mapping:
        raise ValidationError({"product": "An idea belongs to a product. Choose one."})
    batch.product, batch.becomes = product, becomes
    batch.source = (values.get("source") or batch.source).strip()[:60] or "import"
    batch.statuses = statuses_checked(values.get("statuses") or {})


def statuses_checked(chosen: dict[str, str]) -> dict[str, str]:
    """What somebody said the file's statuses mean."""
    if len(chosen) > MOST_STATUSES:
        raise ValidationError({"statuses": f"At most {MOST_STATUSES} statuses are told apart."})
    for status, meaning in chosen.items():
        if meaning not in Meaning.values:
            raise ValidationError({"statuses": f"“{status[:40]}”: choose one of {', '.join(Meaning.values)}."})
    return chosen


CHOSEN = ("mapping", "product", "source", "becomes", "statuses")


@transaction.atomic
def run_import(batch: ImportBatch, *, actor: Actor, **values: Any) -> ImportBatch:
    """Take the file's rows in, in the background, as the mapping ``{target: column}`` says."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    choose(batch, actor, values)
    if batch.becomes == Becomes.IDEAS and actor.person is None:
        raise ValidationError("This makes ideas and votes, which a person signs. Say who imports (--by E-MAIL).")
    move(batch, ImportState.RUNNING, *CHOSEN)
    address = reverse("integrations:import", args=[batch.pk])
    enqueue("integrations.import_rows", batch.pk, actor=actor, title=f"Import {batch.file_name}", link=address)
    record(ImportEvent.STARTED, batch, actor=actor, words={"mapping": batch.mapping}, source=batch.source, becomes=batch.becomes)
    return batch


@transaction.atomic
def try_import(batch: ImportBatch, *, actor: Actor, **values: Any) -> ImportBatch:
    """Count in the background what the whole file would make. Nothing is made."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    choose(batch, actor, values)
    batch.forecast, batch.version = {"state": "counting"}, batch.version + 1
    batch.save(update_fields=["forecast", "version", *CHOSEN])
    address = reverse("integrations:import", args=[batch.pk])
    enqueue("integrations.try_rows", batch.pk, batch.version, actor=actor, title=f"Try {batch.file_name}", link=address)
    record(ImportEvent.TRIED, batch, actor=actor)
    return batch


def reader_of(batch: ImportBatch, actor: Actor) -> Reader:
    """How the batch's rows are read."""
    products = {name.casefold(): one for one in Product.objects.visible_to(actor).current() for name in (one.name, one.key)}
    known = BY_NAME.get(batch.export)
    extra = {"channel": known.channel} if known else {}
    return Reader(batch.columns, batch.mapping, products, batch.product, **extra)


@transaction.atomic
def take_rows(batch: ImportBatch, rows: Sequence[Row], *, actor: Actor) -> bool:
    """Take some rows of the file in, with the checkpoint in the same transaction.

    Rows taken before are passed over, so a job that was killed goes on where it was. Returns whether to go on.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    if batch.state != ImportState.RUNNING:
        return False
    last = batch.rows.aggregate(last=Max("number"))["last"] or 1
    fresh = [row for row in rows if row.number > last]
    if not fresh:
        return True
    hands = Hands(batch, actor)
    taken = [take_row(row, draft, hands) for row, draft in drafts_of(fresh, reader_of(batch, actor), hands)]
    note_versions(taken)
    ImportRow.objects.bulk_create(taken)
    batch.rows_read += len(taken)
    for outcome in RowOutcome:
        name = f"{outcome.value}_count"
        setattr(batch, name, getattr(batch, name) + sum(row.outcome == outcome for row in taken))
    batch.save(update_fields=["rows_read", "created_count", "skipped_count", "failed_count"])
    return True


def drafts_of(rows: Sequence[Row], reader: Reader, hands: Hands) -> list[tuple[Row, Draft | Exception]]:
    """The rows as drafts, or as what is wrong with them; what they will ask for is looked up at once."""
    read: list[tuple[Row, Draft | Exception]] = []
    for row in rows:
        try:
            read.append((row, reader.draft_of(row)))
        except ValidationError as error:
            read.append((row, error))
    hands.prepare(draft for _, draft in read if isinstance(draft, Draft))
    return read


def take_row(row: Row, draft: Draft | Exception, hands: Hands) -> ImportRow:
    """One row of the file: what came of it, or the reason why not. A row that fails leaves nothing behind."""
    report = ImportRow(batch=hands.batch, number=row.number, outcome=RowOutcome.FAILED)
    try:
        if isinstance(draft, Exception):
            raise draft
        with transaction.atomic():
            taken = take(draft, hands)
        report.outcome, report.reason, report.feedback = taken.outcome, taken.reason, taken.feedback
        report.made = taken.made or {}
    except UNFIT as error:
        hands.forget_row()
        report.reason = sentence_of(error)
        report.values = {"row": [cell.replace("\x00", "")[:2000].encode(errors="replace").decode() for cell in row.cells]}
    return report


def note_versions(taken: Sequence[ImportRow]) -> None:
    """The version in which the import left each feedback: whoever works on it counts it up."""
    left = dict(Feedback.objects.filter(pk__in=[row.feedback_id for row in taken]).values_list("pk", "version"))
    for row in taken:
        if row.feedback_id is not None:
            row.made |= {"version": left[row.feedback_id]}


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
