"""Several people said the same in the same words: the verbs for duplicates."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from feedback import rules
from feedback.actions.moving import Step, Stepping, check_not_merged, check_same_wall, one_or_many
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState
from history.actor import Actor
from history.refusals import NotPossible, require


@one_or_many("duplicates")
def merge_duplicate(*, actor: Actor, into: Feedback) -> Stepping:
    """Merge a duplicate into the feedback that stays. Its insights and followers count there from now on; nothing is copied."""
    may_keep = rules.may_triage(actor, into)

    def step(feedback: Feedback) -> Step:
        if feedback.pk == into.pk:
            raise ValidationError({"into": "A feedback cannot be merged into itself."})
        require(rules.may_triage(actor, feedback))
        require(may_keep)
        check_not_merged(feedback)
        check_not_merged(into)
        check_same_wall(feedback.product, into.product)
        if FeedbackState.ARCHIVED in (feedback.state, into.state):
            raise NotPossible("One of the two is archived. Bring it back first.")
        if feedback.duplicates.exists():
            raise NotPossible(f"Others are merged into {feedback.key}. Merge {into.key} into it instead.")
        values = {"merged_into": into, "state": FeedbackState.REVIEWED, "state_before": feedback.state}
        return Step(FeedbackEvent.MERGED, feedback, values, {"was": feedback.state}, about=into)

    return step


@one_or_many("duplicates")
def merge_among(*, actor: Actor, into: Feedback, is_among: bool = True) -> Stepping:
    """Merge one of many into the one that stays. That one may be among them: there it is left as it is."""
    merged = merge_duplicate.verb(actor=actor, into=into)
    return lambda feedback: None if is_among and feedback.pk == into.pk else merged(feedback)


def into_for_many(*, actor: Actor, count: int, into: Feedback) -> dict[str, Any]:
    """What merging takes for each: the one that stays can be among them where there are others."""
    return {"into": into, "is_among": count > 1}


@one_or_many("merged_into")
def unmerge(*, actor: Actor) -> Stepping:
    """Separate a duplicate again: it goes back to where it was, with its own insights and followers."""

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        into = feedback.merged_into
        if into is None:
            raise NotPossible(f"{feedback.key} is not merged.")
        values = {"merged_into": None, "state": feedback.state_before or FeedbackState.INBOX, "state_before": ""}
        return Step(FeedbackEvent.UNMERGED, feedback, values, about=into)

    return step
