"""A verb on many: on what was picked, or on everything that the filter shows; few at once, many as a run with its report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, asks_for_part, attempt, find, page, paged, toast
from feedback import actions, rules
from feedback.actions.bulk import AT_ONCE as FEW
from feedback.actions.bulk import VERBS
from feedback.actions.runs import shown_by
from feedback.models import BulkOutcome, BulkRow, BulkRun, Feedback, Tag, seen_by
from feedback.views.answers import done, undo_address
from feedback.views.verbs import ASKING, AT_ONCE
from history.actor import Actor, Role


@dataclass(frozen=True)
class Selection:
    """What was chosen: ids, or a filter; and how many that is."""

    rows: QuerySet[Feedback]
    ids: list[int]
    query: str | None
    count: int

    @property
    def is_large(self) -> bool:
        """Whether this is a run in the background rather than one step."""
        return self.count > FEW

    @property
    def each(self) -> QuerySet[Feedback]:
        """Few of them, to choose one from: what was said first comes first."""
        return self.rows.select_related("company").order_by("said_at", "pk")[:FEW]

    @property
    def named(self) -> str:
        """What the toast calls it."""
        return f"F-{self.ids[0]}" if self.count == 1 and self.ids else f"{self.count:,} feedback"


def selected(request: HttpRequest) -> Selection:
    """What the form or the address chose. A hidden and a missing id give the same 404; so does nothing at all."""
    actor, data = actor_of(request), request.POST if request.method == "POST" else request.GET
    if "filter" in data:
        try:
            rows = shown_by(data["filter"][:4000], actor)
        except ValidationError as error:
            raise Http404 from error
        return Selection(rows, [], data["filter"][:4000], rows.count())
    asked = data.getlist("id") or request.GET.getlist("id")
    ids = {int(pk) for pk in asked if pk.isdigit() and len(pk) < 19}
    rows = Feedback.objects.visible_to(actor).filter(pk__in=ids)
    count = rows.count() if len(ids) <= 1000 else 0
    if not count or count != len(set(asked)):
        raise Http404
    return Selection(rows, sorted(ids), None, count)


@door(Role.PRODUCT)
def many(request: HttpRequest, verb: str) -> HttpResponse:
    """A verb on all that were chosen."""
    if verb not in VERBS or verb not in (ASKING | AT_ONCE):
        raise Http404
    chosen = selected(request)
    if verb in AT_ONCE:
        return at_once(request, chosen, verb)
    actor, asking = actor_of(request), ASKING[verb]
    initial = {} if request.method == "POST" else asking.initial_for_many(chosen.rows)
    form = asking.form(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and (did := attempt(form, lambda: act(chosen, verb, actor, asking.values(form.cleaned_data)))):
        return answered(request, chosen, did, asking.said(form.cleaned_data), asking.kind)
    return page(
        request, asking.template, form=form, chosen=chosen, asking=asking, is_bulk=True, verb=verb,
        tags=Tag.objects.all()[:100], status=422 if form.is_bound else 200,
    )  # fmt: skip


def at_once(request: HttpRequest, chosen: Selection, verb: str) -> HttpResponse:
    """A verb that has nothing to ask; by a link, whether one means it."""
    if request.method != "POST":
        return page(request, "feedback/verbs/sure.html", chosen=chosen, verb=verb, is_bulk=True, heading=VERBS[verb].words)
    said, kind = AT_ONCE[verb]
    return answered(request, chosen, act(chosen, verb, actor_of(request), {}), said, kind)


def act(chosen: Selection, verb: str, actor: Actor, values: dict[str, Any]) -> BulkRun | list[Feedback]:
    """All or nothing on few; a run on many."""
    if chosen.is_large or not chosen.count:
        return actions.start_run(verb, actor=actor, values=values, query=chosen.query, picked=chosen.ids or None)
    return actions.do_to_all(verb, chosen.rows, actor=actor, **values)


def answered(request: HttpRequest, chosen: Selection, did: BulkRun | list[Feedback], said: str, kind: str) -> HttpResponse:
    """Say what was done, or lead to the run."""
    if isinstance(did, BulkRun):
        toast(request, f"Started: {did}.")
        return redirect("feedback:bulk_run", did.pk)
    return done(request, did, f"{chosen.named} {said}.", undo=undo_address(actor_of(request), did, kind))


@door(Role.PRODUCT)
def run_list(request: HttpRequest) -> HttpResponse:
    """One's own bulk runs, the newest first."""
    runs = BulkRun.objects.visible_to(actor_of(request))
    return page(request, "feedback/run_list.html", runs=paged(request, runs))


@door(Role.PRODUCT)
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is, and what became of each feedback."""
    actor = actor_of(request)
    run = find(BulkRun.objects.visible_to(actor), pk)
    outcome = request.GET.get("outcome", "")
    rows = report_of(run, actor)
    if outcome in BulkOutcome.values:
        rows = rows.filter(outcome=outcome)
    may = rules.may_keep_run(actor, run)
    shown = page(
        request, "feedback/run.html", part="course", run=run, may=may, rows=paged(request, rows.order_by("id")), outcome=outcome,
        outcomes=BulkOutcome.choices,
    )  # fmt: skip
    if asks_for_part(request) and not run.is_under_way:
        shown["HX-Trigger"] = json.dumps({"renew": ""})  # the report below, once, when the course has ended
    return shown


def report_of(run: BulkRun, actor: Actor) -> QuerySet[BulkRow]:
    """What became of each feedback that one may still see."""
    return run.rows.filter(seen_by(actor, "feedback__")).select_related("feedback__company")


@require_POST
@door(Role.PRODUCT)
def run_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a run."""
    run = actions.cancel_run(find(BulkRun.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, f"Stopped after {run.progress:,} of {run.total:,}.")
    return redirect("feedback:bulk_run", pk)


@require_POST
@door(Role.PRODUCT)
def run_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a run back wherever nobody changed what it did."""
    actions.undo_run(find(BulkRun.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, "Taking it back.")
    return redirect("feedback:bulk_run", pk)


@door(Role.PRODUCT)
def run_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The report as a file."""
    actor = actor_of(request)
    run = find(BulkRun.objects.visible_to(actor), pk)
    return csv_file(f"run-{run.pk}", ["feedback", "title", "company", "outcome", "why"], lines_of(report_of(run, actor)))


def lines_of(rows: QuerySet[BulkRow]) -> Iterator[list[Any]]:
    """Each row as a line of the file."""
    for row in rows.order_by("id").iterator(chunk_size=500):
        yield [row.feedback.key, str(row.feedback), row.feedback.company or "", row.get_outcome_display(), row.reason]
