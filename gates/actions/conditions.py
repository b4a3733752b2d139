"""The verbs of a conditional go's conditions: verify, and let lapse."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.decisions import note_sealed, supersede
from gates.actions.moves import held
from gates.events import GateEvent
from gates.models.decisions import Basis, Condition, Decision
from gates.models.scores import Outcome
from gates.rules.decisions import may_verify
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require


def held_condition(condition: Condition) -> Condition:
    """The condition as it is now, its review locked for the rest of the transaction."""
    review_id = Condition.objects.values_list("decision__review", flat=True).get(pk=condition.pk)
    held(Decision.objects.filter(review=review_id).select_related("review").first().review)  # type: ignore[union-attr]
    return Condition.objects.select_related("decision__review__idea__product", "decision__review__idea__owner", "owner").get(
        pk=condition.pk
    )


@transaction.atomic
def verify_condition(condition: Condition, *, actor: Actor, finding: str) -> Condition:
    """Say that a condition is met, having seen it. The last one met turns the conditional go into a Go."""
    condition = held_condition(condition)
    require(may_verify(actor, condition))
    check_open(condition)
    if condition.due < clock.today():
        raise NotPossible("This condition's day has passed, so it lapsed. The gate is on hold.")
    if not finding.strip():
        raise ValidationError({"finding": "Say what you saw: the test, and how it came out."})
    condition.settled_at, condition.is_met = clock.now(), True
    condition.verified_by, condition.finding = actor.person, finding.strip()
    condition.full_clean()
    condition.save()
    decision = condition.decision
    record(
        GateEvent.CONDITION_VERIFIED,
        condition,
        actor=actor,
        about=decision.review.idea,
        reason=finding.strip(),
        decision=decision,
    )
    if not decision.conditions.exclude(is_met=True).exists():
        settle(decision, actor=actor, outcome=Outcome.GO, basis=Basis.CONDITIONS_MET)
    return condition


@transaction.atomic
def lapse_condition(condition: Condition, *, actor: Actor) -> Condition:
    """Note that a condition's day went by unmet: the gate is on hold. A job does this; done twice, it changes nothing."""
    condition = held_condition(condition)
    if not actor.is_system:
        raise NotPossible("A condition lapses by its day, not by anybody's word.")
    check_open(condition)
    if condition.due >= clock.today():
        raise NotPossible("This condition's day has not passed yet.")
    condition.settled_at, condition.is_met = clock.now(), False
    condition.save(update_fields=["settled_at", "is_met"])
    decision = condition.decision
    record(GateEvent.CONDITION_LAPSED, condition, actor=actor, about=decision.review.idea, decision=decision, due=condition.due)
    settle(decision, actor=actor, outcome=Outcome.HOLD, basis=Basis.CONDITION_LAPSED)
    return condition


def check_open(condition: Condition) -> None:
    """Refuse a condition that nobody waits for any more."""
    if condition.settled_at is not None:
        raise NotPossible("This condition is met already." if condition.is_met else "This condition lapsed.")
    if Decision.objects.filter(supersedes=condition.decision).exists():
        raise NotPossible("The gate is settled already: this condition counts no more.")


def settle(decision: Decision, *, actor: Actor, outcome: str, basis: str) -> Decision:
    """Turn a conditional go into what its conditions made of it: a new record, with a packet of its own."""
    days = decision.review.rules.hold_days
    review_on = clock.today() + timedelta(days=days) if outcome == Outcome.HOLD else None
    said = decision.words.get("said", {})
    settled = supersede(decision, actor=actor, basis=basis, outcome=outcome, said=said, review_on=review_on)
    note_sealed(GateEvent.SETTLED, settled, actor=actor, basis=basis)
    return settled
