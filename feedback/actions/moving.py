"""What the verbs share: a locked row, and a change that counts its version."""

from __future__ import annotations

from typing import Any

from feedback.models import Feedback, FeedbackState
from history.refusals import NotPossible
from history.versions import plain

Changes = dict[str, list[Any]]


def locked(feedback: Feedback) -> Feedback:
    """The feedback as it is now, held until the verb ends."""
    return Feedback.objects.select_for_update().get(pk=feedback.pk)


def moved(feedback: Feedback, **values: Any) -> Changes:
    """Change a locked feedback and return what differed, for history."""
    before = {name: getattr(feedback, name) for name in values}
    for name, value in values.items():
        setattr(feedback, name, value)
    feedback.version += 1
    feedback.save(update_fields=[*values, "version"])
    return {name: [plain(before[name]), plain(value)] for name, value in values.items() if before[name] != value}


def check_not_merged(feedback: Feedback) -> None:
    """A duplicate is decided with the one it was merged into."""
    if feedback.merged_into_id is not None:
        raise NotPossible(f"{feedback.key} is merged into F-{feedback.merged_into_id}. Separate the two first.")


def check_in_inbox(feedback: Feedback) -> None:
    """Only what is in the inbox waits for a decision."""
    check_not_merged(feedback)
    if feedback.state != FeedbackState.INBOX:
        raise NotPossible(f"{feedback.key} is {feedback.get_state_display().lower()} already.")


def check_same_wall(one: Any, other: Any) -> None:
    """What belongs to a restricted product is not tied to something outside it, whose readers could not see it."""
    if one is None or other is None or one == other:
        return
    walled = one if one.is_restricted else other if other.is_restricted else None
    if walled is not None:
        raise NotPossible(f"{walled} is restricted and keeps its feedback to itself. Move both to the same product first.")
