"""The verbs of a try-out: ask for it, and write down what it found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import require
from jobs.actions import enqueue
from pqls import rules
from pqls.actions.rules import locked
from pqls.events import PqlEvent
from pqls.kinds import Run
from pqls.models import PqlRule, TryOut

MOST_WEEKS, LEAST_WINDOW, MOST_WINDOW = 52, 7, 180


@transaction.atomic
def try_out_rule(rule: PqlRule, *, actor: Actor, weeks: int = 12, window_days: int = 30) -> TryOut:
    """Have a rule tried out on the past ``weeks``: whom it would have handed over, and who converted in ``window_days``.

    It changes nothing else; a job works it out. What the rule asks for now is kept with it.
    """
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    faults = {}
    if not 2 <= weeks <= MOST_WEEKS:
        faults["weeks"] = f"From 2 to {MOST_WEEKS} weeks."
    if not LEAST_WINDOW <= window_days <= MOST_WINDOW:
        faults["window_days"] = f"From {LEAST_WINDOW} to {MOST_WINDOW} days."
    if faults:
        raise ValidationError(faults)
    asked = TryOut.objects.create(
        rule=rule, rule_version=rule.version, level=rule.level, conditions=rule.conditions, any_of=rule.any_of,
        cool_down_days=rule.cool_down_days, last_day=clock.today() - timedelta(days=1), weeks=weeks, window_days=window_days,
        by=actor.person,
    )  # fmt: skip
    job = enqueue(
        "pqls.try_out", asked.pk, actor=actor, title=f"Try out {rule.name}", link=reverse("pqls:try_out", args=[asked.pk]),
        slot=f"pqls try-out {asked.pk}",
    )  # fmt: skip
    asked.job_id = job.pk
    asked.save(update_fields=["job_id"])
    record(PqlEvent.TRIED_OUT, rule, actor=actor, try_out=asked.pk, weeks=weeks, window_days=window_days)
    return asked


@transaction.atomic
def finish_try_out(asked: TryOut, result: dict[str, Any]) -> TryOut:
    """Write down what a try-out found; a second time changes nothing."""
    asked = TryOut.objects.select_for_update().get(pk=asked.pk)
    if asked.is_under_way:
        asked.state, asked.result, asked.finished_at = Run.DONE, result, clock.now()
        asked.save(update_fields=["state", "result", "finished_at"])
    return asked
