"""Several people said the same in the same words: the verbs for duplicates."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from feedback import rules
from feedback.actions.moving import Step, check_not_merged, check_same_wall, locked, write
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState
from history.actor import Actor
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
    values = {"merged_into": into, "state": FeedbackState.REVIEWED, "state_before": feedback.state}
    write([Step(FeedbackEvent.MERGED, feedback, values, {"was": feedback.state}, about=into)], actor=actor)
    return feedback


def merge_among(feedback: Feedback, *, actor: Actor, into: Feedback, is_among: bool = True) -> Feedback:
    """Merge one of many into the one that stays. That one may be among them: there it is left as it is."""
    if is_among and feedback.pk == into.pk:
        return feedback
    return merge_duplicate(feedback, actor=actor, into=into)


def into_for_many(*, actor: Actor, count: int, into: Feedback) -> dict[str, Any]:
    """What merging takes for each: the one that stays can be among them where there are others."""
    return {"into": into, "is_among": count > 1}


@transaction.atomic
def unmerge(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Separate a duplicate again: it goes back to where it was, with its own insights and followers."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    into = feedback.merged_into
    if into is None:
        raise NotPossible(f"{feedback.key} is not merged.")
    values = {"merged_into": None, "state": feedback.state_before or FeedbackState.INBOX, "state_before": ""}
    write([Step(FeedbackEvent.UNMERGED, feedback, values, about=into)], actor=actor)
    return feedback
