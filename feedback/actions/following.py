"""Who wants to hear what becomes of a feedback."""

from __future__ import annotations

from django.db import transaction

from feedback import rules
from feedback.events import FeedbackEvent
from feedback.models import Feedback, Follow
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require


@transaction.atomic
def follow(feedback: Feedback, *, actor: Actor) -> Follow:
    """Hear from now on what becomes of a feedback."""
    require(rules.may_follow(actor, feedback))
    row, is_new = Follow.objects.get_or_create(feedback=feedback, person=actor.person)
    if not is_new:
        raise NotPossible(f"You follow {feedback.key} already.")
    record(FeedbackEvent.FOLLOWED, feedback, actor=actor)
    return row


@transaction.atomic
def unfollow(feedback: Feedback, *, actor: Actor) -> None:
    """Hear no more of a feedback."""
    require(rules.may_follow(actor, feedback))
    deleted, _ = Follow.objects.filter(feedback=feedback, person=actor.person).delete()
    if not deleted:
        raise NotPossible(f"You do not follow {feedback.key}.")
    record(FeedbackEvent.UNFOLLOWED, feedback, actor=actor)
