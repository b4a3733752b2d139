"""The verbs of waivers: ask, grant, refuse, and let run out."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.moves import held, require_state
from gates.actions.reopening import reopen
from gates.events import GateEvent
from gates.findings import Findings
from gates.models.decisions import Decision
from gates.models.reopenings import Cause
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


@transaction.atomic
def lapse_waiver(waiver: Waiver, *, actor: Actor) -> Waiver:
    """Note that a waiver's last day went by. What was decided with its help is looked at again, unless it is met by now.

    A job does this; done twice, it changes nothing.
    """
    review = held(waiver.review)
    waiver = Waiver.objects.select_related("review__idea__product").get(pk=waiver.pk)
    if not actor.is_system:
        raise NotPossible("A waiver runs out by its day, not by anybody's word.")
    if not waiver.is_granted or waiver.lapsed_at is not None:
        raise NotPossible("This waiver excuses nothing any more.")
    if waiver.until >= clock.today():
        raise NotPossible("This waiver's last day has not passed yet.")
    waiver.lapsed_at = clock.now()
    waiver.save(update_fields=["lapsed_at"])
    record(GateEvent.WAIVER_LAPSED, waiver, actor=actor, about=review.idea, review=review, criterion=waiver.criterion_key)
    decision = Decision.objects.standing().filter(review=review).select_related("review__idea").first()
    if decision is not None and not is_met_now(review, waiver):
        reopen(decision, cause=Cause.WAIVER, what=waiver.criterion_name, actor=actor)
    return waiver


def is_met_now(review: GateReview, waiver: Waiver) -> bool:
    """Whether the criterion is met without the waiver by now."""
    verdict = Findings(review).verdict
    found = [one for one in verdict.judged if one.criterion.key == waiver.criterion_key] if verdict else []
    return any(str(one.result) == "met" for one in found)
