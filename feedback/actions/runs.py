"""One verb on very many, in the background: frozen at the start, each row reported, undone as a whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse

from feedback import rules
from feedback.actions.bulk import VERBS, sentence_of
from feedback.actions.moving import REFUSALS, OneOrMany, Told
from feedback.actions.undoing import INVERSES, Back, way_back
from feedback.events import BulkEvent
from feedback.filters import asked_for
from feedback.models import BulkOutcome, BulkRow, BulkRun, Feedback, RunState
from history import clock
from history.actor import Actor
from history.models import Event
from history.recording import noting, record
from history.refusals import NotAllowed, NotPossible, Stale, require
from history.rows import update_each
from history.versions import move
from jobs.actions import enqueue
from people.models import Person

CHUNK = 50
MOST = 100_000
KIND = Feedback._meta.label_lower


@dataclass(frozen=True)
class Asker:
    """Whose view of things a filter takes when no page asks."""

    actor: Actor


def shown_by(query: str, actor: Actor) -> Any:
    """The feedback that a filter shows the actor. Raises ValidationError where it cannot be read."""
    data = QueryDict(query, mutable=True)
    data.setdefault("state", "all")
    asked = asked_for(Asker(actor), data)  # type: ignore[arg-type]
    if not asked.is_valid():
        raise ValidationError({"filter": [f"{name}: {' '.join(errors)}" for name, errors in asked.form.errors.items()]})
    return asked.qs.order_by()


@transaction.atomic
def start_run(
    verb: str, *, actor: Actor, values: dict[str, Any], query: str | None = None, picked: list[int] | None = None
) -> BulkRun:
    """Do one verb to everything that a filter shows, or to many that were picked, in the background."""
    require(rules.may_triage(actor))
    if actor.person is None:
        raise NotAllowed("A bulk run is a person's.")
    kind = VERBS[verb]
    rows = shown_by(query or "", actor) if picked is None else Feedback.objects.visible_to(actor).filter(pk__in=picked)
    count = rows.count()
    if not 0 < count <= MOST:
        raise NotPossible(f"This fits {count:,} feedback. Choose a filter that fits between 1 and {MOST:,}.")
    values = kind.prepared(values, actor=actor, count=count)
    run = BulkRun(
        verb=verb, values=kind.packed(values), query=query or "", picked=picked or [], started_by=actor.person, total=count,
        summary=f"{kind.words} {count:,} feedback", created_at=clock.now(),
    )  # fmt: skip
    run.full_clean(exclude=["started_by", "values", "picked"])
    run.save()
    address = reverse("feedback:bulk_run", args=[run.pk])
    enqueue("feedback.run_bulk", run.pk, actor=actor, title=run.summary, link=address)
    record(BulkEvent.STARTED, run, actor=actor, verb=verb, total=count)
    return run


@transaction.atomic
def freeze(run: BulkRun, *, actor: Actor) -> BulkRun:
    """Write down which feedback the run is about: what fits now, and was here when it was asked for. Once only."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.is_frozen or run.state != RunState.RUNNING:
        return run
    rows = Feedback.objects.visible_to(actor).filter(pk__in=run.picked) if run.picked else shown_by(run.query, actor)
    ids = list(rows.filter(created_at__lte=run.created_at).order_by("pk").values_list("pk", flat=True)[:MOST])
    BulkRow.objects.bulk_create([BulkRow(run=run, feedback_id=pk) for pk in ids], batch_size=2000)
    run.is_frozen, run.total = True, len(ids)
    run.save(update_fields=["is_frozen", "total"])
    return run


@transaction.atomic
def do_some(run: BulkRun, *, actor: Actor) -> bool:
    """Do the verb to the next rows, each for itself, with the report in the same transaction. Returns whether to go on."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.RUNNING:
        return False
    rows = list(run.rows.filter(outcome=BulkOutcome.WAITING).select_related("feedback")[:CHUNK])
    if not rows:
        finish(run, RunState.DONE, actor=actor)
        return False
    actor = as_now(actor)
    try:
        values = VERBS[run.verb].unpacked(run.values)
    except NotPossible as error:
        for row in rows:
            row.outcome, row.reason = BulkOutcome.REFUSED, sentence_of(error)
    else:
        if not do_together(rows, run.verb, values, actor=actor):
            for row in rows:
                do_one(row, run.verb, values, actor=actor)
        left = dict(Feedback.objects.filter(pk__in=[row.feedback_id for row in rows]).values_list("pk", "version"))
        for row in rows:
            row.version_after = left[row.feedback_id] if row.outcome == BulkOutcome.DONE else None
    update_each(rows, ["outcome", "reason", "steps", "version_after"])
    run.done_count += sum(row.outcome == BulkOutcome.DONE for row in rows)
    run.refused_count += sum(row.outcome == BulkOutcome.REFUSED for row in rows)
    run.save(update_fields=["done_count", "refused_count"])
    return True


def as_now(actor: Actor) -> Actor:
    """Who acts, with the roles that they hold by now; read once for all rows of a chunk."""
    assert actor.person is not None  # noqa: S101 (a run is a person's)
    return replace(actor, person=Person.objects.prefetch_related("held_roles").get(pk=actor.person.pk))


def do_together(rows: list[BulkRow], verb: str, values: dict[str, Any], *, actor: Actor) -> bool:
    """The verb on all of a chunk with a few statements, where it can be; False where each is to be done for itself."""
    run = VERBS[verb].run
    if not isinstance(run, OneOrMany):
        return False
    try:
        with transaction.atomic():
            told = run.together([row.feedback for row in rows], actor=actor, **values)
    except (Stale, IntegrityError):
        return False
    for row in rows:
        row.steps = [event.pk for event in told.events.get(row.feedback_id, ()) if event.kind in INVERSES]
        report(row, told, BulkOutcome.DONE, BulkOutcome.REFUSED)
    return True


def report(row: BulkRow, told: Told, done: BulkOutcome, refused: BulkOutcome) -> None:
    """What became of one of many that were dealt with together."""
    error = told.refused.get(row.feedback_id)
    row.outcome, row.reason = (done, "") if error is None else (refused, sentence_of(error))


def do_one(row: BulkRow, verb: str, values: dict[str, Any], *, actor: Actor) -> None:
    """The verb on one feedback, as on a single one; a refusal is its report, and leaves nothing behind."""
    try:
        with transaction.atomic(), noting() as events:
            VERBS[verb].run(row.feedback, actor=actor, **values)
        own = (event for event in events if (event.subject_type, event.subject_id) == (KIND, row.feedback_id))
        row.steps, row.outcome = [event.pk for event in own if event.kind in INVERSES], BulkOutcome.DONE
    except REFUSALS as error:
        row.outcome, row.reason = BulkOutcome.REFUSED, sentence_of(error)


def finish(run: BulkRun, state: RunState, *, actor: Actor) -> None:
    """Close a locked run's course."""
    run.finished_at = clock.now()
    move(run, state, "finished_at")
    done: dict[str, Any] = {
        "done": run.done_count,
        "refused": run.refused_count,
        "undone": run.undone_count,
        "kept": run.kept_count,
    }
    record(BulkEvent.UNDONE if state == RunState.UNDONE else BulkEvent.DONE, run, actor=actor, **done)


@transaction.atomic
def cancel_run(run: BulkRun, *, actor: Actor) -> BulkRun:
    """Stop a run after the rows that are being dealt with. What it did stands until it is undone."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    require(rules.may_keep_run(actor, run))
    if run.state != RunState.RUNNING:
        raise NotPossible(f"This run is {run.get_state_display().lower()}: there is nothing to stop.")
    run.finished_at = clock.now()
    move(run, RunState.CANCELLED, "finished_at")
    record(BulkEvent.CANCELLED, run, actor=actor, done=run.done_count)
    return run


@transaction.atomic
def leave_course(run: BulkRun, *, actor: Actor) -> None:
    """Note that the job at work on a run was cancelled: the run stops where it is."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.is_under_way:
        run.finished_at = clock.now()
        move(run, RunState.CANCELLED, "finished_at")
        record(BulkEvent.CANCELLED, run, actor=actor, done=run.done_count, undone=run.undone_count)


@transaction.atomic
def undo_run(run: BulkRun, *, actor: Actor) -> BulkRun:
    """Take back what a run did, in the background, wherever nobody changed it since."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    require(rules.may_keep_run(actor, run))
    if run.state in (RunState.DONE, RunState.CANCELLED) and not run.rows.filter(outcome=BulkOutcome.DONE).exists():
        raise NotPossible("This run did nothing that could be undone.")
    move(run, RunState.UNDOING, "finished_at")
    address = reverse("feedback:bulk_run", args=[run.pk])
    enqueue("feedback.undo_bulk", run.pk, actor=actor, title=f"Undo: {run.summary}"[:200], link=address)
    record(BulkEvent.UNDO_STARTED, run, actor=actor)
    return run


@transaction.atomic
def undo_some(run: BulkRun, *, actor: Actor) -> bool:
    """Take the next rows back, or say why they stay. Returns whether to go on."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.UNDOING:
        return False
    rows = list(run.rows.filter(outcome=BulkOutcome.DONE).select_related("feedback").order_by("-id")[:CHUNK])
    if not rows:
        finish(run, RunState.UNDONE, actor=actor)
        return False
    held = Feedback.objects.select_for_update().filter(pk__in=[row.feedback_id for row in rows]).order_by("pk")
    versions = {one.pk: one.version for one in held}
    steps = Event.objects.select_related("words", "actor").in_bulk([pk for row in rows for pk in row.steps])
    actor, alike = as_now(actor), defaultdict(list)
    for row in rows:
        if versions[row.feedback_id] != row.version_after:
            row.outcome, row.reason = BulkOutcome.KEPT, "Somebody changed it since."
            continue
        ways = [way_back(steps[pk]) for pk in sorted(row.steps, reverse=True)]
        if not ways:
            row.outcome = BulkOutcome.UNDONE  # there was nothing to do to it
            continue
        alike[ways[0].together if len(ways) == 1 else ""].append((row, ways))
    for together, those in alike.items():
        if not together or not undo_together([(row, ways[0]) for row, ways in those], actor=actor):
            for row, ways in those:
                undo_one(row, ways, actor=actor)
    update_each(rows, ["outcome", "reason"])
    run.undone_count += sum(row.outcome == BulkOutcome.UNDONE for row in rows)
    run.kept_count += sum(row.outcome == BulkOutcome.KEPT for row in rows)
    run.save(update_fields=["undone_count", "kept_count"])
    return True


def undo_together(those: list[tuple[BulkRow, Back]], *, actor: Actor) -> bool:
    """Take back what the same verb undoes in all of them; False where each is to be taken back for itself."""
    backs = [back for _, back in those]
    try:
        with transaction.atomic():
            values = backs[0].joined(backs)
            told = backs[0].verb.together([row.feedback for row, _ in those], actor=actor, **values)
    except (*REFUSALS, IntegrityError):  # a refusal of all of them: of what follows, or because somebody was faster
        return False
    for row, _ in those:
        report(row, told, BulkOutcome.UNDONE, BulkOutcome.KEPT)
    return True


def undo_one(row: BulkRow, ways: list[Back], *, actor: Actor) -> None:
    """Take one row's steps back, the last one first; where anything stands against it, it stays as it is."""
    try:
        with transaction.atomic():
            for back in ways:
                back.take(row.feedback, actor=actor)
        row.outcome = BulkOutcome.UNDONE
    except REFUSALS as error:
        row.outcome, row.reason = BulkOutcome.KEPT, sentence_of(error)
