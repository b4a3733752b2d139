"""Checking in on key results, putting a check-in right, and taking one back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from objectives import rules
from objectives.actions.key_results import check_current, locked, read
from objectives.events import ObjectiveEvent
from objectives.models import CheckIn, Cycle, KeyResult, Unit

# What is counted checks in when it moved, and once in a while to say that it did not.
SAY_AGAIN = timedelta(days=7)


@transaction.atomic
def check_in(key_result: KeyResult, *, confidence: int, actor: Actor, value: Decimal | None = None, comment: str = "") -> CheckIn:
    """Say where a key result stands, how confident one is to reach its target (0–10), and why.

    What is counted needs no value: one says how confident one is of the number that there is.
    """
    key_result = locked(key_result)
    require(rules.may_check_in(actor, key_result))
    check_takes(key_result)
    if key_result.is_counted:
        value = counted_value(key_result, value)
    check_value(key_result, value)
    said = CheckIn(key_result=key_result, value=value, confidence=confidence, comment=comment.strip(), by=actor.person)
    written(said)
    changes = stand(key_result)
    record(
        ObjectiveEvent.CHECKED_IN, key_result, actor=actor, about=key_result.objective, changes=changes, reason=said.comment,
        check_in=said, confidence=confidence,
    )  # fmt: skip
    return said


@transaction.atomic
def correct_check_in(
    check_in: CheckIn, *, value: Decimal, confidence: int, reason: str, actor: Actor, comment: str = ""
) -> CheckIn:  # fmt: skip
    """Put a check-in right, whenever it was: a new one that speaks of the same moment takes its place. The old one stays."""
    key_result = locked(check_in.key_result)
    check_in = CheckIn.objects.select_for_update(of=("self",)).select_related("key_result", "by").get(pk=check_in.pk)
    require(rules.may_correct(actor, key_result, check_in))
    check_takes(key_result)
    if not CheckIn.objects.standing().filter(pk=check_in.pk).exists():
        raise NotPossible("This check-in stands no more: it was taken back, or put right already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong, so that nobody wonders later."})
    check_value(key_result, value)
    right = CheckIn(
        key_result=key_result, value=value, confidence=confidence, comment=comment.strip(), by=actor.person, at=check_in.at,
        corrects=check_in,
    )  # fmt: skip
    was = key_result.say(check_in.value)
    written(right)
    stand(key_result)
    changes = {"value": [was, right.said]} if was != right.said else None
    record(
        ObjectiveEvent.CHECK_IN_CORRECTED, key_result, actor=actor, about=key_result.objective, changes=changes,
        reason=reason.strip(), check_in=right, corrects=check_in, confidence=confidence,
    )  # fmt: skip
    return right


@transaction.atomic
def undo_check_in(check_in: CheckIn, *, actor: Actor) -> CheckIn:
    """Take back one's last check-in, or a correction, within a day: what stood before it stands again."""
    key_result = locked(check_in.key_result)
    check_in = CheckIn.objects.select_for_update(of=("self",)).select_related("key_result", "by").get(pk=check_in.pk)
    require(rules.may_undo(actor, check_in))
    if check_in.undone_at is not None:
        raise NotPossible("This check-in was taken back already.")
    if not key_result.objective.cycle.takes_check_ins:
        raise NotPossible("Its cycle takes no check-ins any more.")
    if not CheckIn.objects.standing().filter(pk=check_in.pk).exists():
        raise NotPossible("This check-in was put right since. Take the correction back first.")
    if check_in.corrects_id is None and key_result.check_ins.standing().first() != check_in:
        raise NotPossible("Somebody has checked in since. Put this check-in right instead.")
    check_in.undone_at = clock.now()
    check_in.save(update_fields=["undone_at"])
    changes = stand(key_result)
    record(
        ObjectiveEvent.CHECK_IN_UNDONE, key_result, actor=actor, about=key_result.objective, changes=changes, check_in=check_in
    )
    return check_in


@transaction.atomic
def count_key_result(key_result: KeyResult, *, actor: Actor) -> CheckIn | None:
    """Let a key result check itself in with what its source counts now; None where there is nothing new to say."""
    key_result = locked(key_result)
    require(rules.may_count(actor, key_result))
    if not key_result.is_counted:
        raise NotPossible("Nothing is counted for this key result: its owner checks in.")
    check_takes(key_result)
    value = read(key_result)
    if value is None:
        return None
    last = key_result.check_ins.standing().first()
    if last is not None and last.value == value and last.at > clock.now() - SAY_AGAIN:
        return None
    said = written(CheckIn(key_result=key_result, value=value, source=key_result.source))
    changes = stand(key_result)
    record(
        ObjectiveEvent.COUNTED, key_result, actor=actor, about=key_result.objective, changes=changes, check_in=said,
        source=key_result.source, source_id=key_result.source_id,
    )  # fmt: skip
    return said


def check_takes(key_result: KeyResult) -> None:
    """One checks in on what is current, while its cycle runs or is graded."""
    cycle: Cycle = key_result.objective.cycle
    if not cycle.takes_check_ins:
        raise NotPossible(f"{cycle} is {cycle.get_state_display().lower()}: one checks in while it runs or is graded.")
    check_current(key_result.objective)
    if key_result.archived_at is not None:
        raise NotPossible("This key result is archived. Bring it back first.")


def check_value(key_result: KeyResult, value: Decimal | None) -> None:
    """There is a value, and what is done or not done is no or yes."""
    if value is None:
        raise ValidationError({"value": "Say where it stands."})
    if key_result.unit == Unit.YES_NO and value not in (0, 1):
        raise ValidationError({"value": "It is either not done (0) or done (1)."})


def counted_value(key_result: KeyResult, value: Decimal | None) -> Decimal:
    """What a counted key result stands at, whoever says so."""
    found = read(key_result)
    found = key_result.current if found is None else found
    if value is not None and value != found:
        raise ValidationError({"value": f"This is counted, not typed: it stands at {key_result.say(found)}."})
    return found


def written(check_in: CheckIn) -> CheckIn:
    """A check-in that was looked at and kept. What corrects another keeps the moment that it speaks of."""
    check_in.made_at = clock.now()
    check_in.at = check_in.at if check_in.corrects_id else check_in.made_at
    check_in.full_clean(exclude=["key_result", "by", "corrects"])
    check_in.save()
    return check_in


def stand(key_result: KeyResult) -> dict[str, list[str]]:
    """Let the key result stand where its last standing check-in says, or at its baseline; answers what changed, in words."""
    last = key_result.check_ins.standing().first()
    before, key_result.current = key_result.current, last.value if last is not None else key_result.baseline
    key_result.version += 1
    key_result.save(update_fields=["current", "version"])
    return {"value": [key_result.say(before), key_result.say(key_result.current)]}
