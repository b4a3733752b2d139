"""Background work of the roadmap: keeping what ideas are ordered by."""

from __future__ import annotations

from celery import shared_task

from jobs.progress import report
from roadmap.actions import count_evidence
from roadmap.models import ToCount


@shared_task(name="roadmap.count_evidence")
def count_changed() -> int:
    """Count again whatever changed; each step in a transaction of its own. Killed, it goes on where it was."""
    counted = 0
    while some := count_evidence():
        counted += some
        report(counted, counted + ToCount.objects.count())
    return counted
