"""Saying no to a suggestion, and taking it back."""

from __future__ import annotations

from django.db import transaction

from feedback.models import Feedback
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from matching import rules
from matching.events import SuggestionEvent
from matching.models import Refusal
from roadmap.models import Idea


@transaction.atomic
def refuse_suggestion(feedback: Feedback, idea: Idea, *, actor: Actor) -> Refusal:
    """Say that a feedback does not support an idea: it is not suggested for it again, nor for words as good as the same."""
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    require(rules.may_refuse(actor, feedback, idea))
    if feedback.insights.standing().filter(idea=idea).exists():
        raise NotPossible(f"{feedback.key} is linked to {idea.key}. Take that insight back first.")
    if feedback.refusals.standing().filter(idea=idea).exists():
        raise NotPossible(f"{idea.key} is not suggested for {feedback.key} any more already.")
    refusal = Refusal.objects.create(feedback=feedback, idea=idea, by=actor.person, at=clock.now())
    record(SuggestionEvent.REFUSED, feedback, actor=actor, about=idea, refusal=refusal)
    return refusal


@transaction.atomic
def withdraw_refusal(feedback: Feedback, idea: Idea, *, actor: Actor) -> Refusal:
    """Let an idea be suggested for a feedback again."""
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    require(rules.may_refuse(actor, feedback, idea))
    refusal = feedback.refusals.standing().filter(idea=idea).first()
    if refusal is None:
        raise NotPossible(f"Nobody said that {feedback.key} does not support {idea.key}.")
    refusal.withdrawn_at = clock.now()
    refusal.save(update_fields=["withdrawn_at"])
    record(SuggestionEvent.REFUSAL_WITHDRAWN, feedback, actor=actor, about=idea, refusal=refusal)
    return refusal
