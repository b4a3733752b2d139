"""The web door of imports: upload, say what the file is, try it, watch, read the report, undo."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, asks_for_part, attempt, find, page, paged, toast
from feedback.models import ImportBatch, ImportRow, ImportState, RowOutcome
from history.actor import Actor, Role
from integrations import actions, rules
from integrations.actions.imports import CHOSEN, choose
from integrations.exports import BY_NAME
from integrations.forecasts import forecast, meanings
from integrations.forms import MappingForm, ReadingForm, UploadForm, looks_like


@door(Role.PRODUCT)
def import_list(request: HttpRequest) -> HttpResponse:
    """Imports so far, and the form to upload the next."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: uploaded(form, actor))):
        return redirect("integrations:import", made.pk)
    batches = paged(request, ImportBatch.objects.visible_to(actor).select_related("started_by", "product"))
    status = 422 if form.is_bound else 200
    return page(request, "integrations/import_list.html", form=form, batches=batches, exports=known_tools(), status=status)


def known_tools() -> list[str]:
    """The tools whose exports are recognised."""
    return list(dict.fromkeys(one.label for one in BY_NAME.values()))


def uploaded(form: UploadForm, actor: Actor) -> ImportBatch:
    """The batch that keeps the uploaded file."""
    file = form.cleaned_data["file"]
    return actions.start_import(file=file, file_name=file.name, product=form.cleaned_data["product"], actor=actor)


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """The import, if one may see it."""
    return find(ImportBatch.objects.visible_to(actor_of(request)).select_related("started_by", "product"), pk)


@door(Role.PRODUCT)
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An import as far as it is: what its columns mean, or its course and its report."""
    batch, actor = batch_of(request, pk), actor_of(request)
    if batch.state != ImportState.MAPPING:
        return report(request, batch)
    form = MappingForm(request.POST or None, actor=actor, batch=batch)
    if form.is_valid() and attempt(form, lambda: actions.run_import(batch, actor=actor, **form.chosen())):
        toast(request, f"The import of {batch.file_name} has started.")
        return redirect("integrations:import", batch.pk)
    return mapping_page(request, batch, form, status=422 if form.is_bound else 200)


def mapping_page(request: HttpRequest, batch: ImportBatch, form: MappingForm, status: int = 200) -> HttpResponse:
    """What the file was taken for, what its columns mean, and what it would make."""
    reading = ReadingForm(actor=actor_of(request), initial={"export": batch.export})
    return page(
        request, "integrations/import_mapping.html", part="counting", batch=batch, form=form, reading=reading,
        looks_like=looks_like(batch), status=status, **preview(batch, form, actor_of(request)),
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The first rows as they would come in, and what they would make, while one chooses."""
    batch, actor = batch_of(request, pk), actor_of(request)
    form = MappingForm(request.POST, actor=actor, batch=batch)
    return page(request, "integrations/_import_preview.html", batch=batch, **preview(batch, form, actor))


def preview(batch: ImportBatch, form: MappingForm, actor: Actor) -> dict[str, Any]:
    """A dry run of what is chosen in the form, kept nowhere."""
    if batch.state != ImportState.MAPPING:
        return {"told": None, "fault": f"This import is {batch.get_state_display().lower()}."}
    looked_at = ImportBatch(pk=batch.pk, **{name: getattr(batch, name) for name in ("columns", "export", "file", *CHOSEN)})
    try:
        if form.is_bound and form.is_valid():
            choose(looked_at, actor, form.chosen())
        return {"told": forecast(looked_at, actor), "meanings": meanings(), "fault": ""}
    except ValidationError as error:
        return {"told": None, "fault": " ".join(error.messages)}


@require_POST
@door(Role.PRODUCT)
def import_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file as the export of another tool."""
    form = ReadingForm(request.POST, actor=actor_of(request))
    if form.is_valid():
        actions.reread_import(batch_of(request, pk), export=form.cleaned_data["export"], actor=actor_of(request))
    return redirect("integrations:import", pk)


@require_POST
@door(Role.PRODUCT)
def import_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Count what the whole file would make, in the background."""
    batch, actor = batch_of(request, pk), actor_of(request)
    form = MappingForm(request.POST, actor=actor, batch=batch)
    if form.is_valid() and attempt(form, lambda: actions.try_import(batch, actor=actor, **form.chosen())):
        return redirect("integrations:import", pk)
    return mapping_page(request, batch, form, status=422)


def report(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """How far it is, and what became of each row. Whoever watched it end gets the whole page anew, with rows and activity."""
    if asks_for_part(request) and not batch.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    outcome = request.GET.get("outcome", "")
    rows = ImportRow.objects.filter(batch=batch).select_related("feedback")
    if outcome in RowOutcome.values:
        rows = rows.filter(outcome=outcome)
    elif outcome == "kept":
        rows = rows.filter(made__has_key="kept")
    listed: Page[ImportRow] = paged(request, rows)
    kept = ImportRow.objects.filter(batch=batch, made__has_key="kept").count() if batch.state == ImportState.UNDONE else 0
    return page(
        request, "integrations/import.html", part="course", batch=batch, rows=listed, outcome=outcome, kept=kept,
        may_import=rules.may_import(actor_of(request), batch.product),
        can_undo=ImportState.UNDOING in ImportBatch.MOVES[ImportState(batch.state)],
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def import_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an import."""
    batch = actions.cancel_import(batch_of(request, pk), actor=actor_of(request))
    toast(request, f"Stopped the import of {batch.file_name}. What came in stays until you undo it.")
    return redirect("integrations:import", pk)


@require_POST
@door(Role.PRODUCT)
def import_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole import back."""
    batch = actions.undo_import(batch_of(request, pk), actor=actor_of(request))
    toast(request, f"Undoing the import of {batch.file_name}.")
    return redirect("integrations:import", pk)


@door(Role.PRODUCT)
def import_rows_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a file: every row that was read."""
    batch = batch_of(request, pk)
    rows = ImportRow.objects.filter(batch=batch).order_by("number").iterator(chunk_size=2000)
    columns = ["row", "outcome", "reason", "feedback", "idea", "votes", "undone", *batch.columns]
    return csv_file(f"import-{batch.pk}", columns, (reported(row) for row in rows))


def reported(row: ImportRow) -> list[Any]:
    """A row of the report: what became of it, and for one that failed what it held."""
    made = row.made
    undone = "taken back" if "undone" in made else made.get("kept", "")
    own = [row.number, row.outcome, row.reason, row.feedback_id or "", made.get("idea", ""), len(made.get("votes", [])) or ""]
    return [*own, undone, *row.values.get("row", [])]
