"""Background work of usage: taking in a file, counting what came in, dropping what is old."""

from __future__ import annotations

from itertools import islice
from typing import Any

from celery import shared_task

from history.actor import Actor, Via, system
from jobs.progress import report
from usage.actions.features import COUNT
from usage.actions.funnels import COUNT as COUNT_FUNNEL
from usage.actions.imports import TASK, finish_import, take_rows
from usage.depth import count_stale_depths, keep_depth
from usage.funnels import count_stale_funnels, keep_count
from usage.models import Feature, Funnel, UsageImport
from usage.reading import rows_of
from usage.recounting import RECOUNT, recount
from usage.retention import prune
from usage.rollups import count_feature, roll_up
from usage.standing import count_stale, counted_now

CHUNK = 2000


@shared_task(name=TASK)
def take_file(import_id: int) -> dict[str, Any]:
    """Take a file in, chunk by chunk. Run again after a kill, it goes on behind the last chunk that was committed."""
    brought = UsageImport.objects.select_related("product", "by").get(pk=import_id)
    actor = Actor(person=brought.by, via=Via.WORKER) if brought.by else system("the command line", via=Via.COMMAND)
    with brought.file.open("rb") as file:
        rows = islice(rows_of(file), brought.rows_done, None)
        while chunk := list(islice(rows, CHUNK)):
            take_rows(brought, chunk, actor=actor)
            brought.refresh_from_db(fields=["rows_done"])
            report(brought.rows_done, message=f"{brought.rows_done:,} rows read")
    brought = finish_import(brought, actor=actor)
    report(brought.rows_done, brought.rows_done, f"{brought.taken:,} taken, {brought.known:,} known, {brought.failed:,} failed")
    return {"taken": brought.taken, "known": brought.known, "failed": brought.failed, "errors": brought.failures}


@shared_task(name="usage.count")
def count_usage() -> dict[str, int]:
    """Bring the daily counts, and what is drawn together from them, up to date with what came in."""
    return {"days": roll_up(), "features": count_stale(), "depths": count_stale_depths(), "funnels": count_stale_funnels()}


@shared_task(name=COUNT)
def count_one(feature_id: int) -> dict[str, int]:
    """Count a feature's past anew, after it was defined or changed."""
    feature = Feature.objects.select_related("product").get(pk=feature_id)
    days = count_feature(feature)
    counted_now(feature)
    keep_depth(feature)
    return {"days": days}


@shared_task(name=COUNT_FUNNEL)
def count_funnel(funnel_id: int) -> dict[str, int]:
    """Count a funnel, after it was made or changed."""
    passage = keep_count(Funnel.objects.get(pk=funnel_id))
    return {"periods": len(passage.periods)}


@shared_task(name=RECOUNT)
def recount_usage() -> dict[str, int]:
    """Count every day anew, after the organisation's time zone was changed. Killed, it goes on with the days that are left."""
    return {"days": recount(), "features": count_stale(patience=0)}


@shared_task(name="usage.prune")
def prune_events() -> dict[str, int]:
    """Drop the raw events that are older than they are kept."""
    return {"dropped": prune()}
