"""The web door of imports: upload, map the columns, watch, read the report, undo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.forms import ActorForm, VisibleChoice
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, asks_for_part, attempt, find, page, paged, toast
from feedback import actions, rules
from feedback.importing.columns import TARGETS
from feedback.importing.rows import cells_of, draft_of
from feedback.importing.tables import opened
from feedback.models import ImportBatch, ImportRow, ImportState, RowOutcome
from history.actor import Role
from people.models import Product

PREVIEWED = 5


class UploadForm(ActorForm):
    """A file of feedback."""

    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}))
    product = VisibleChoice(Product, required=False, empty_label="Decide later", help_text="For rows that name no product.")


class MappingForm(ActorForm):
    """What each column means."""

    product = VisibleChoice(Product, required=False, empty_label="Decide later", label="Rows without a product belong to")
    source = forms.CharField(
        max_length=60,
        label="The file is from",
        initial="import",
        help_text="A row with the same id of the same origin never comes in twice.",
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not in the file"), *((name, name) for name in batch.columns)]
        for target in TARGETS:
            field = forms.ChoiceField(choices=choices, required=False, label=target.label, initial=batch.mapping.get(target.name))
            self.fields[f"map_{target.name}"] = field

    def mapping(self) -> dict[str, str]:
        """Which column gives what."""
        return {target.name: self.cleaned_data[f"map_{target.name}"] for target in TARGETS}

    def columns(self) -> list[forms.BoundField]:
        """The fields that choose a column."""
        return [self[f"map_{target.name}"] for target in TARGETS]

    def add_error(self, field: str | None, error: Any) -> None:
        """A verb speaks of targets; here they are fields of their own name."""
        name = f"map_{field}" if field is not None and f"map_{field}" in self.fields else field
        super().add_error(name, error)


@door(Role.PRODUCT)
def import_list(request: HttpRequest) -> HttpResponse:
    """Imports so far, and the form to upload the next."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: uploaded(form, actor))):
        return redirect("feedback:import", made.pk)
    batches = paged(request, ImportBatch.objects.visible_to(actor).select_related("started_by", "product"))
    return page(request, "feedback/import_list.html", form=form, batches=batches, status=422 if form.is_bound else 200)


def uploaded(form: UploadForm, actor: Any) -> ImportBatch:
    """The batch that keeps the uploaded file."""
    file = form.cleaned_data["file"]
    return actions.start_import(file=file, file_name=file.name, product=form.cleaned_data["product"], actor=actor)


@door(Role.PRODUCT)
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: its columns to be named, then how far it is, then its report."""
    actor = actor_of(request)
    batch = find(ImportBatch.objects.visible_to(actor).select_related("started_by", "product"), pk)
    if batch.state != ImportState.MAPPING:
        return report(request, batch)
    form = MappingForm(
        request.POST or None, actor=actor, batch=batch, initial={"product": batch.product_id, "source": batch.source}
    )
    if form.is_valid() and attempt(form, lambda: started(batch, form, actor)):
        toast(request, f"The import of {batch.file_name} has started.")
        return redirect("feedback:import", pk)
    mapping = form.mapping() if form.is_bound and hasattr(form, "cleaned_data") and form.is_valid() else batch.mapping
    return page(
        request, "feedback/import_mapping.html", batch=batch, form=form,
        preview=preview(batch, mapping, actor), status=422 if form.is_bound else 200,
    )  # fmt: skip


def started(batch: ImportBatch, form: MappingForm, actor: Any) -> ImportBatch:
    """The batch on its way."""
    return actions.run_import(
        batch, mapping=form.mapping(), product=form.cleaned_data["product"], source=form.cleaned_data["source"], actor=actor
    )


@require_POST
@door(Role.PRODUCT)
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The first rows as they would come in under the mapping being chosen."""
    actor = actor_of(request)
    batch = find(ImportBatch.objects.visible_to(actor), pk)
    form = MappingForm(request.POST, actor=actor, batch=batch)
    mapping = form.mapping() if form.is_valid() else batch.mapping
    return page(request, "feedback/_import_preview.html", preview=preview(batch, mapping, actor))


def preview(batch: ImportBatch, mapping: dict[str, str], actor: Any) -> list[dict[str, Any]]:
    """The first rows of the file as drafts, each with what is wrong with it."""
    products = {name.casefold(): one for one in Product.objects.visible_to(actor) for name in (one.name, one.key)}
    shown: list[dict[str, Any]] = []
    with opened(batch.file) as rows:
        next(rows, None)
        for number, row in enumerate(rows, start=2):
            try:
                draft = draft_of(cells_of(row, batch.columns), {k: v for k, v in mapping.items() if v}, products, batch.product)
                shown.append({"number": number, "draft": draft})
            except ValidationError as error:
                shown.append({"number": number, "fault": " ".join(error.messages)})
            if len(shown) == PREVIEWED:
                break
    return shown


def report(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """How far it is, and what became of each row. Whoever watched it end gets the whole page anew, with rows and activity."""
    if asks_for_part(request) and not batch.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    outcome = request.GET.get("outcome", "")
    rows = ImportRow.objects.filter(batch=batch).select_related("feedback")
    if outcome in RowOutcome.values:
        rows = rows.filter(outcome=outcome)
    listed: Page[ImportRow] = paged(request, rows)
    return page(
        request, "feedback/import.html", part="course", batch=batch, rows=listed, outcome=outcome,
        may_import=rules.may_import(actor_of(request), batch.product),
        can_undo=ImportState.UNDOING in ImportBatch.MOVES[ImportState(batch.state)],
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def import_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an import."""
    batch = actions.cancel_import(find(ImportBatch.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, f"Stopped the import of {batch.file_name}. What came in stays until you undo it.")
    return redirect("feedback:import", pk)


@require_POST
@door(Role.PRODUCT)
def import_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole import back."""
    batch = actions.undo_import(find(ImportBatch.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, f"Undoing the import of {batch.file_name}.")
    return redirect("feedback:import", pk)


@door(Role.PRODUCT)
def import_rows_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a file: every row that was read."""
    batch = find(ImportBatch.objects.visible_to(actor_of(request)), pk)
    rows = ImportRow.objects.filter(batch=batch).order_by("number").iterator(chunk_size=2000)
    table = ([row.number, row.outcome, row.reason, row.feedback_id or "", *row.values.get("row", [])] for row in rows)
    return csv_file(f"import-{batch.pk}", ["row", "outcome", "reason", "feedback", *batch.columns], table)
