"""What can happen among objectives."""

from django.db.models import TextChoices

from history.kinds import register


class ObjectiveEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    CYCLE_ADDED = "cycle.added", "{actor} added the cycle {subject}"
    CYCLE_CHANGED = "cycle.changed", "{actor} changed the cycle {subject}"
    CYCLE_STARTED = "cycle.started", "{actor} started the cycle {subject}"
    CYCLE_GRADING = "cycle.grading", "{actor} opened {subject} for grading"
    CYCLE_CLOSED = "cycle.closed", "{actor} closed the cycle {subject}"
    CYCLE_PLANNED = "cycle.planned", "{actor} took {subject} back to planning"
    ADDED = "objective.added", "{actor} added the objective {subject}"
    EDITED = "objective.edited", "{actor} edited the objective {subject}"
    ARCHIVED = "objective.archived", "{actor} archived the objective {subject}"
    RESTORED = "objective.restored", "{actor} brought the objective {subject} back"
    RESULT_ADDED = "key_result.added", "{actor} added the key result {subject}"
    RESULT_EDITED = "key_result.edited", "{actor} edited the key result {subject}"
    RESULT_ARCHIVED = "key_result.archived", "{actor} archived the key result {subject}"
    RESULT_RESTORED = "key_result.restored", "{actor} brought the key result {subject} back"
    CHECKED_IN = "key_result.checked_in", "{actor} checked in on {subject}"
    CHECK_IN_UNDONE = "key_result.check_in_undone", "{actor} took back their check-in on {subject}"
    CHECK_IN_CORRECTED = "key_result.check_in_corrected", "{actor} put a check-in on {subject} right"
    COUNTED = "key_result.counted", "{actor} counted {subject}"
    GRADED = "key_result.graded", "{actor} graded {subject}"
    GRADE_UNDONE = "key_result.grade_undone", "{actor} took back the grade of {subject}"
    CARRIED_OVER = "objective.carried_over", "{actor} carried {subject} over into the next cycle"
    CARRY_OVER_UNDONE = "objective.carry_over_undone", "{actor} took back that {subject} was carried over"


register(ObjectiveEvent, group="Objectives")
