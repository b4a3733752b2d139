"""The web door of a CRM's files: upload, name the columns, try out, run, read the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers import actions, rules
from customers.importing.columns import targets_of
from customers.importing.kinds import file_kind
from customers.models import CustomerImport, ImportedRow, ImportKind, ImportState, RowOutcome
from doors.forms import ActorForm
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, asks_for_part, attempt, find, page, paged, toast

KINDS = {ImportKind.COMPANIES: "customers:company", ImportKind.DEALS: "customers:deal"}


class UploadForm(ActorForm):
    """A file of companies, of deals, or of what companies pay."""

    kind = forms.ChoiceField(
        label="The rows are", choices=ImportKind.choices, initial=ImportKind.COMPANIES, widget=forms.RadioSelect
    )
    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}))


class MappingForm(ActorForm):
    """What each column means."""

    def __init__(self, *args: Any, batch: CustomerImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not in the file"), *((name, name) for name in batch.columns)]
        for target in targets_of(batch.kind):
            first = batch.mapping.get(target.name)
            self.fields[f"map_{target.name}"] = forms.ChoiceField(
                choices=choices, required=False, label=target.label, initial=first
            )

    def mapping(self) -> dict[str, str]:
        """Which column gives what."""
        return {name.removeprefix("map_"): column for name, column in self.cleaned_data.items()}

    def add_error(self, field: str | None, error: Any) -> None:
        """A verb speaks of targets; here they are fields of their own name."""
        super().add_error(f"map_{field}" if field is not None and f"map_{field}" in self.fields else field, error)


@door(*rules.KEEPERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Files so far, and the form to upload the next."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: uploaded(form, actor))):
        return redirect("customers:import_mapping", made.pk)
    batches = paged(request, CustomerImport.objects.visible_to(actor).select_related("started_by"))
    return page(request, "customers/import_list.html", form=form, batches=batches, status=422 if form.is_bound else 200)


def uploaded(form: UploadForm, actor: Any) -> CustomerImport:
    """The import that keeps the uploaded file."""
    file = form.cleaned_data["file"]
    return actions.start_import(kind=form.cleaned_data["kind"], file=file, file_name=file.name, actor=actor)


@door(*rules.KEEPERS)
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the columns mean, and have it tried out."""
    actor = actor_of(request)
    batch = find(CustomerImport.objects.visible_to(actor), pk)
    form = MappingForm(request.POST or None, actor=actor, batch=batch)
    if form.is_valid() and attempt(form, lambda: actions.try_out(batch, mapping=form.mapping(), actor=actor)):
        return redirect("customers:import", pk)
    return page(request, "customers/import_mapping.html", batch=batch, form=form, status=422 if form.is_bound else 200)


@door(*rules.KEEPERS)
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is, and what became, or would become, of each row."""
    batch = find(CustomerImport.objects.visible_to(actor_of(request)).select_related("started_by"), pk)
    if batch.state == ImportState.MAPPING:
        return redirect("customers:import_mapping", pk)
    if asks_for_part(request) and not batch.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    outcome = request.GET.get("outcome", "")
    rows = batch.rows.filter(outcome=outcome) if outcome in RowOutcome.values else batch.rows.all()
    return page(
        request, "customers/import.html", part="course", batch=batch, rows=paged(request, rows), outcome=outcome,
        outcomes=RowOutcome, counts=counts_of(batch), record_page=page_of(batch.kind),
        may_run=rules.may_run_import(actor_of(request), batch),
    )  # fmt: skip


def page_of(kind: str) -> str:
    """The address of what a row became."""
    other = file_kind(kind)
    return other.page if other is not None else KINDS[ImportKind(kind)]


def counts_of(batch: CustomerImport) -> list[tuple[str, int]]:
    """Its counts, in the words of what is or would be."""
    would = batch.state in (ImportState.CHECKING, ImportState.CHECKED)
    words = (
        ("Would be new", "Would change", "As they are", "Cannot be taken")
        if would
        else ("New", "Changed", "As they were", "Failed")
    )
    return list(zip(words, (batch.created_count, batch.changed_count, batch.unchanged_count, batch.failed_count), strict=True))


@require_POST
@door(*rules.KEEPERS)
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in what was tried out."""
    batch = actions.run_import(find(CustomerImport.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, f"The import of {batch} has started.")
    return redirect("customers:import", pk)


@require_POST
@door(*rules.KEEPERS)
def import_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what it brought in."""
    batch = actions.undo_import(find(CustomerImport.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, f"What {batch} brought in is being taken back.")
    return redirect("customers:import", pk)


@door(*rules.KEEPERS)
def import_rows_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a file."""
    batch = find(CustomerImport.objects.visible_to(actor_of(request)), pk)
    rows = batch.rows.order_by("number").iterator(chunk_size=2000)
    table = ([row.number, row.outcome, row.name, row.notes, in_words(row.changes), taken_back(row)] for row in rows)
    return csv_file(f"import-{batch.pk}", ["row", "outcome", "name", "notes", "changes", "taken back"], table)


def in_words(changes: dict[str, list[Any]]) -> str:
    """Before and after, field by field."""
    return "; ".join(f"{name}: {before} → {after}" if before else f"{name}: {after}" for name, (before, after) in changes.items())


def taken_back(row: ImportedRow) -> str:
    """Whether a row was taken back, or why not."""
    return "" if row.undone_at is None else row.stays or "yes"
