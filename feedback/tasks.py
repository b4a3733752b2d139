"""Background work of feedback: bulk runs, and noting what woke or is to be looked at again."""

from __future__ import annotations

from collections.abc import Callable

from celery import shared_task

from feedback.actions import wake
from feedback.actions.revisiting import look_again, look_at_some
from feedback.actions.ruling import apply_rules as apply_rules_to
from feedback.actions.runs import do_some, freeze, leave_course, undo_some
from feedback.models import BulkRun, Feedback, FeedbackState, ImportBatch
from history import clock
from history.actor import Actor, Via, system
from jobs.progress import Cancelled, report

CHUNK = 100


@shared_task(name="feedback.run_bulk")
def run_bulk(pk: int) -> dict[str, int]:
    """Do a bulk run's verb, chunk by chunk. Run again after a kill, it goes on with the rows that still wait."""
    run = at_work(pk, do_some)
    return {"done": run.done_count, "refused": run.refused_count}


@shared_task(name="feedback.undo_bulk")
def undo_bulk(pk: int) -> dict[str, int]:
    """Take a bulk run back, chunk by chunk."""
    run = at_work(pk, undo_some)
    return {"undone": run.undone_count, "kept": run.kept_count}


def at_work(pk: int, step: Callable[..., bool]) -> BulkRun:
    """Take a run's steps as long as there are more, and say after each how far it is."""
    run = BulkRun.objects.select_related("started_by").get(pk=pk)
    actor = Actor(person=run.started_by, via=Via.WORKER)
    freeze(run, actor=actor)
    try:
        while step(run, actor=actor):
            run.refresh_from_db()
            report(run.progress, run.course_total, f"{run.progress:,} of {run.course_total:,}")
    except Cancelled:
        leave_course(run, actor=actor)
        raise
    run.refresh_from_db()
    return run


@shared_task(name="feedback.wake_due")
def wake_due() -> int:
    """Write down what woke because its day has come. It waits in the inbox from that moment, noted or not."""
    due = Feedback.objects.filter(state=FeedbackState.INBOX, snoozed_until__lte=clock.now()).order_by("pk")[:500]
    for feedback in due:
        wake(feedback, actor=system("the snooze clock"))
    return len(due)


@shared_task(name="feedback.revisit_set_asides")
def revisit_set_asides() -> int:
    """Bring back what was set aside until something came, and that has come."""
    actor = system("the set-aside ledger")
    return sum(look_again(aside, actor=actor, why=why) for aside, why in look_at_some())


@shared_task(name="feedback.apply_rules")
def apply_rules(pk: int, is_change: bool = False) -> int:
    """Run the triage rules on a feedback that came in, or changed. Each runs on it once ever, however often this does."""
    return apply_rules_to(pk, is_change=is_change)


@shared_task(name="feedback.apply_rules_to_import")
def apply_rules_to_import(pk: int) -> int:
    """Run the triage rules on everything that a file brought in."""
    ids = list(
        ImportBatch.objects.get(pk=pk).feedback.filter(state=FeedbackState.INBOX).order_by("pk").values_list("pk", flat=True)
    )
    fired = 0
    for number, one in enumerate(ids, start=1):
        fired += apply_rules_to(one)
        if number % CHUNK == 0:
            report(number, len(ids), f"{number:,} of {len(ids):,}")
    return fired
