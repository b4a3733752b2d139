"""Checking in on key results."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from objectives import rules
from objectives.actions.key_results import check_current, locked
from objectives.events import ObjectiveEvent
from objectives.models import CheckIn, KeyResult, Unit


@transaction.atomic
def check_in(key_result: KeyResult, *, value: Decimal, confidence: int, actor: Actor, comment: str = "") -> CheckIn:
    """Say where a key result stands, how confident one is to reach its target (0–10), and why."""
    key_result = locked(key_result)
    require(rules.may_check_in(actor, key_result))
    cycle = key_result.objective.cycle
    if not cycle.takes_check_ins:
        raise NotPossible(f"{cycle} is {cycle.get_state_display().lower()}: one checks in while it runs or is graded.")
    check_current(key_result.objective)
    if key_result.archived_at is not None:
        raise NotPossible("This key result is archived. Bring it back first.")
    if key_result.unit == Unit.YES_NO and value not in (0, 1):
        raise ValidationError({"value": "It is either not done (0) or done (1)."})
    said = CheckIn(
        key_result=key_result, value=value, confidence=confidence, comment=comment.strip(), by=actor.person, at=clock.now()
    )
    said.full_clean(exclude=["key_result"])
    said.save()
    before = stand(key_result, said.value)
    changes = {"value": [key_result.say(before), key_result.say(said.value)]}
    record(
        ObjectiveEvent.CHECKED_IN, key_result, actor=actor, about=key_result.objective, changes=changes, reason=said.comment,
        check_in=said, confidence=confidence,
    )  # fmt: skip
    return said


@transaction.atomic
def undo_check_in(check_in: CheckIn, *, actor: Actor) -> CheckIn:
    """Take back one's last check-in, within a day: the key result stands where it stood before."""
    key_result = locked(check_in.key_result)
    check_in = CheckIn.objects.select_for_update(of=("self",)).select_related("key_result", "by").get(pk=check_in.pk)
    require(rules.may_undo(actor, check_in))
    if check_in.undone_at is not None:
        raise NotPossible("This check-in was taken back already.")
    if not key_result.objective.cycle.takes_check_ins:
        raise NotPossible("Its cycle takes no check-ins any more.")
    standing = list(key_result.check_ins.standing()[:2])
    if standing[0] != check_in:
        raise NotPossible("Somebody has checked in since. Check in again to put it right.")
    check_in.undone_at = clock.now()
    check_in.save(update_fields=["undone_at"])
    before = stand(key_result, standing[1].value if len(standing) > 1 else key_result.baseline)
    changes = {"value": [key_result.say(before), key_result.say(key_result.current)]}
    record(
        ObjectiveEvent.CHECK_IN_UNDONE, key_result, actor=actor, about=key_result.objective, changes=changes, check_in=check_in
    )
    return check_in


def stand(key_result: KeyResult, value: Decimal) -> Decimal:
    """Let the key result stand at ``value``; answers where it stood."""
    before = key_result.current
    key_result.current, key_result.version = value, key_result.version + 1
    key_result.save(update_fields=["current", "version"])
    return before
