"""Several people said the same in the same words: the verbs for duplicates."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from feedback import rules
from feedback.actions.moving import check_not_merged, check_same_wall, locked, moved
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require


@transaction.atomic
def merge_duplicate(feedback: Feedback, *, actor: Actor, into: Feedback) -> Feedback:
    """Merge a duplicate into the feedback that stays. Its insights and followers count there from now on; nothing is copied."""
    if feedback.pk == into.pk:
        raise ValidationError({"into": "A feedback cannot be merged into itself."})
    both = {row.pk: row for row in Feedback.objects.select_for_update().filter(pk__in=[feedback.pk, into.pk]).order_by("pk")}
    feedback, into = both[feedback.pk], both[into.pk]
    require(rules.may_triage(actor, feedback))
    require(rules.may_triage(actor, into))
    check_not_merged(feedback)
    check_not_merged(into)
    check_same_wall(feedback.product, into.product)
    if FeedbackState.ARCHIVED in (feedback.state, into.state):
        raise NotPossible("One of the two is archived. Bring it back first.")
    if feedback.duplicates.exists():
        raise NotPossible(f"Others are merged into {feedback.key}. Merge {into.key} into it instead.")
    was = feedback.state
    changes = moved(feedback, merged_into=into, state=FeedbackState.REVIEWED, state_before=was)
    changes.pop("state_before", None)
    record(FeedbackEvent.MERGED, feedback, actor=actor, about=into, changes=changes, was=was)
    return feedback


@transaction.atomic
def unmerge(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Separate a duplicate again: it goes back to where it was, with its own insights and followers."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    into = feedback.merged_into
    if into is None:
        raise NotPossible(f"{feedback.key} is not merged.")
    back = feedback.state_before or FeedbackState.INBOX
    changes = moved(feedback, merged_into=None, state=back, state_before="")
    changes.pop("state_before", None)
    record(FeedbackEvent.UNMERGED, feedback, actor=actor, about=into, changes=changes)
    return feedback
