"""Grading key results when their cycle ends."""

from __future__ import annotations

from collections.abc import Iterable
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
from objectives.models import Cycle, Grade, KeyResult

PLACES = Decimal("0.0001")


@transaction.atomic
def grade_key_result(key_result: KeyResult, *, actor: Actor, judged: Decimal | None = None, reason: str = "") -> Grade:
    """Say what a key result came to: what its numbers give, and if that tells the wrong story, a judgement with its reason."""
    key_result = locked(key_result)
    require(rules.may_grade(actor, key_result))
    check_grades(key_result)
    if judged is not None and not reason.strip():
        raise ValidationError({"reason": "A judgement says why the numbers alone tell the wrong story."})
    made = replaced(key_result, judged=judged, reason=reason.strip(), actor=actor)
    record(
        ObjectiveEvent.GRADED, key_result, actor=actor, about=key_result.objective, reason=made.reason,
        computed=made.computed, judged=made.judged, grade=made.pk,
    )  # fmt: skip
    return made


@transaction.atomic
def undo_grade(grade: Grade, *, actor: Actor) -> Grade:
    """Take a grade back, as long as its cycle is being graded: the one that it replaced stands again."""
    key_result = locked(grade.key_result)
    grade = Grade.objects.select_for_update(of=("self",)).select_related("key_result", "replaces").get(pk=grade.pk)
    require(rules.may_grade(actor, key_result))
    check_grades(key_result)
    if grade.withdrawn_at is not None:
        raise NotPossible("This grade stands no more.")
    grade.withdrawn_at = clock.now()
    grade.save(update_fields=["withdrawn_at"])
    if grade.replaces is not None:
        grade.replaces.withdrawn_at = None
        grade.replaces.save(update_fields=["withdrawn_at"])
    record(ObjectiveEvent.GRADE_UNDONE, key_result, actor=actor, about=key_result.objective, grade=grade.pk)
    return grade


def settle_grades(cycle: Cycle, actor: Actor) -> int:
    """Before a cycle closes, every key result has the grade that its numbers give; judgements stay as they are."""
    standing = {grade.key_result_id: grade for grade in Grade.objects.standing().filter(key_result__objective__cycle=cycle)}
    rows = KeyResult.objects.current().select_for_update(of=("self",)).filter(objective__cycle=cycle).order_by("pk")
    due = [one for one in rows if one.pk not in standing or standing[one.pk].computed != computed(one)]
    old = [standing[one.pk] for one in due if one.pk in standing]
    Grade.objects.filter(pk__in=[grade.pk for grade in old]).update(withdrawn_at=clock.now())
    Grade.objects.bulk_create(fresh(due, standing, actor))
    return len(due)


def fresh(due: Iterable[KeyResult], standing: dict[int, Grade], actor: Actor) -> Iterable[Grade]:
    """Grades of what the numbers give, with the judgement that was there and whoever gave it."""
    for one in due:
        was = standing.get(one.pk)
        yield Grade(
            key_result=one, computed=computed(one), judged=was.judged if was else None, reason=was.reason if was else "",
            by=was.by if was else actor.person, replaces=was, at=clock.now(),
        )  # fmt: skip


def replaced(key_result: KeyResult, *, judged: Decimal | None, reason: str, actor: Actor) -> Grade:
    """A new grade in the place of the one that stood."""
    was = key_result.grades.standing().first()
    made = Grade(
        key_result=key_result, computed=computed(key_result), judged=judged, reason=reason, by=actor.person, replaces=was,
        at=clock.now(),
    )  # fmt: skip
    made.clean_fields(exclude=["key_result", "by", "replaces"])
    if was is not None:
        was.withdrawn_at = clock.now()
        was.save(update_fields=["withdrawn_at"])
    made.save()
    return made


def computed(key_result: KeyResult) -> Decimal:
    """The grade that the numbers give: how far it came."""
    return key_result.progress.quantize(PLACES)


def check_grades(key_result: KeyResult) -> None:
    """One grades what is current, while its cycle is open for grading."""
    cycle: Cycle = key_result.objective.cycle
    if not cycle.is_graded:
        raise NotPossible(f"{cycle} is {cycle.get_state_display().lower()}: one grades while it is open for grading.")
    check_current(key_result.objective)
    if key_result.archived_at is not None:
        raise NotPossible("This key result is archived.")
