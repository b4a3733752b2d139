"""What is watched once an idea is out: how much its features are used, and how far the key results are that it serves.

Both are known only later, so no criterion of a gate names them; a decision's tripwires do.
"""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from gates.evidence.latest import Evidence
from gates.evidence_measures import exact
from gates.measures import WATCHED, Measured, Standing, measure, unknown
from gates.policy_rules import PolicyRules
from gates.shipped import shipped
from history.actor import system
from objectives.models import KeyResult
from roadmap.models import Idea

WATCH = system("the tripwires' watch")


@measure("usage.adoption", gate=WATCHED, label="Share that took up its least used feature", unit="share")
def adoption(evidence: Evidence, rules: PolicyRules) -> Measured:
    """Of the idea's released features, the one that fewest took up."""
    idea = Idea.objects.select_related("product").get(pk=evidence.idea_id)
    rows = [row for row in shipped([idea], WATCH) if row.after is not None]
    if not rows:
        return unknown("None of its features was released and used yet.")
    least = min(rows, key=lambda row: row.after.share)  # type: ignore[union-attr]
    as_of = timezone.make_aware(datetime.combine(least.counted_on, time())) if least.counted_on else None
    return Measured(
        value=exact(least.after.share), standing=Standing.KNOWN, as_of=as_of, source=f"Usage of {least.feature.name}",  # type: ignore[union-attr]
        words=f"{least.feature.name}: {least.after.successes} of {least.after.n} by week {least.week}.",  # type: ignore[union-attr]
    )  # fmt: skip


@measure("objectives.progress", gate=WATCHED, label="Progress of the key result that is least far", unit="share")
def progress(evidence: Evidence, rules: PolicyRules) -> Measured:
    """Of the key results that the idea's initiatives serve, the one that is least far from its baseline to its target."""
    served = KeyResult.objects.current().filter(initiatives__ideas=evidence.idea_id).select_related("objective").distinct()
    rows = list(served.order_by("id"))
    if not rows:
        return unknown("Its initiatives serve no key result.")
    least = min(rows, key=lambda row: row.progress)
    return Measured(
        value=exact(float(least.progress)), standing=Standing.KNOWN, as_of=None, source=f"Key result {least.pk}",
        words=f"{least.progress:.0%} of the way.",
    )  # fmt: skip
