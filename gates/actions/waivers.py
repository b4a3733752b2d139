"""The verbs of waivers: ask, grant, refuse."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.moves import held, require_state
from gates.events import GateEvent
from gates.models.reviews import Criterion, GateReview, ReviewState
from gates.models.waivers import Waiver
from gates.rules.reviews import may_answer_waiver, may_ask_waiver
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require

OPEN = (ReviewState.LOCKED, ReviewState.READY, ReviewState.SCORING, ReviewState.DISCUSSION)


@transaction.atomic
def ask_waiver(review: GateReview, *, criterion: str, why: str, control: str, until: date, actor: Actor) -> Waiver:
    """Ask to excuse one must-meet for a while, and say what is done in its place."""
    review = held(review)
    require(may_ask_waiver(actor, review))
    require_state(review, *OPEN)
    found = criterion_to_waive(review, criterion)
    waiver = Waiver(
        review=review, criterion_key=found.key, criterion_name=found.name, why=why.strip(), control=control.strip(), until=until,
        asked_by=actor.person,
    )  # fmt: skip
    waiver.full_clean()
    check_until(review, until)
    waiver.save()
    record(GateEvent.WAIVER_ASKED, waiver, actor=actor, about=review.idea, reason=waiver.why, review=review, criterion=found.key)
    return waiver


def criterion_to_waive(review: GateReview, key: str) -> Criterion:
    """The criterion in force; what is fatal and what is only weighed is never waived."""
    found = review.criteria_sets.order_by("-number")[0].criteria.filter(key=key).first()
    if found is None:
        raise ValidationError({"criterion": "There is no such criterion."})
    if not found.is_must:
        raise ValidationError({"criterion": "A should-meet is weighed, so there is nothing to waive."})
    if found.is_fatal:
        raise ValidationError({"criterion": "This criterion is fatal: nobody waives it."})
    return found


def check_until(review: GateReview, until: date) -> None:
    """A waiver lasts from tomorrow to the policy's days."""
    days = review.rules.waiver_days
    if not clock.today() < until <= clock.today() + timedelta(days=days):
        raise ValidationError({"until": f"A waiver ends from tomorrow to {days} days from now."})


@transaction.atomic
def answer_waiver(waiver: Waiver, *, actor: Actor, is_granted: bool, answer: str = "") -> Waiver:
    """Grant or refuse a waiver that somebody else asked for."""
    review = held(waiver.review)
    waiver = Waiver.objects.select_related("review__idea__product", "review__idea__owner", "asked_by").get(pk=waiver.pk)
    require(may_answer_waiver(actor, waiver))
    if waiver.answered_at is not None:
        raise NotPossible(f"This waiver was {'granted' if waiver.is_granted else 'refused'} already.")
    require_state(review, *OPEN)
    if not is_granted and not answer.strip():
        raise ValidationError({"answer": "Say why not."})
    waiver.is_granted, waiver.answered_by, waiver.answered_at = is_granted, actor.person, clock.now()
    waiver.answer = answer.strip()
    waiver.full_clean()
    waiver.save()
    kind = GateEvent.WAIVER_GRANTED if is_granted else GateEvent.WAIVER_REFUSED
    record(kind, waiver, actor=actor, about=review.idea, reason=waiver.answer, review=review, criterion=waiver.criterion_key)
    return waiver
