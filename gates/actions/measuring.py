"""The verbs of a value besides the hand: count it from usage, take a mistake back, remind the customer who has to confirm."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gates.actions.outcomes import enter_outcome, locked_outcome, open_links
from gates.events.evidence import EvidenceEvent
from gates.evidence.usage_of_outcomes import counted, last_whole_day
from gates.models.confirmations import MOST_REMINDERS, Confirmation, ConfirmationLink
from gates.models.outcomes import OutcomeValue, PilotOutcome, ValueTakenBack
from gates.rules import pilots as rules
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue


@transaction.atomic
def measure_outcome(outcome: PilotOutcome, *, actor: Actor) -> OutcomeValue:
    """Count an outcome's value from the usage of its feature, up to yesterday or to its due date."""
    outcome = locked_outcome(outcome)
    require(rules.may_enter(actor, outcome))
    if outcome.feature is None:
        raise NotPossible("No feature is named whose usage would tell its value: enter it by hand.")
    until = last_whole_day(outcome)
    value = counted(outcome, until)
    if value is None:
        raise NotPossible(f"Nobody at {outcome.place.company} was active in these {outcome.usage_days} days.")
    words = f"Counted from usage: {outcome.get_usage_display().lower()}, {outcome.feature}, {outcome.usage_days} days."
    return enter_outcome(outcome, actor=actor, value=value, measured_on=until, note=words)


@transaction.atomic
def take_back_value(value: OutcomeValue, *, actor: Actor, reason: str) -> ValueTakenBack:
    """Let a value that was a mistake stand no more. It stays readable, and the one before stands again."""
    outcome = locked_outcome(value.outcome)
    require(rules.may_enter(actor, outcome))
    if not outcome.place.pilot.is_running:
        raise NotPossible("Values are taken back while the pilot runs.")
    if Confirmation.objects.filter(value=value).exists():
        raise NotPossible("The customer answered about this value: it stays.")
    if ValueTakenBack.objects.filter(value=value).exists():
        raise NotPossible("It was taken back already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, in a few words."})
    gone = ValueTakenBack(value=value, reason=reason.strip()[:500], by=actor.person)
    gone.full_clean()
    gone.save()
    open_links(outcome).filter(value=value).update(withdrawn_at=clock.now())
    record(EvidenceEvent.VALUE_TAKEN_BACK, outcome, actor=actor, about=outcome.place.pilot, value=value.value, reason=reason)
    return gone


@transaction.atomic
def remind_customer(link: ConfirmationLink, *, actor: Actor) -> ConfirmationLink:
    """Mail a customer who has not answered once more, with the same link."""
    link = (
        ConfirmationLink.objects.select_for_update(of=("self",))
        .select_related("value__outcome__place__pilot__idea__owner", "value__outcome__place__company")
        .get(pk=link.pk)
    )
    outcome = link.value.outcome
    require(rules.may_enter(actor, outcome))
    if not link.is_open:
        raise NotPossible("This link is not open any more.")
    if not link.email:
        raise NotPossible("There is no address to remind them at: pass the link on yourself.")
    if link.reminders >= MOST_REMINDERS:
        raise NotPossible(f"They were reminded {MOST_REMINDERS} times. Ring them, or ask again.")
    link.reminders, link.reminded_at = link.reminders + 1, clock.now()
    link.save(update_fields=["reminders", "reminded_at"])
    page = reverse("gates:pilot", args=[outcome.place.pilot_id])
    enqueue(
        "gates.remind_of_confirmation", link.pk, link.reminders, actor=actor, title=f"Remind {outcome.place.company}", link=page
    )
    record(EvidenceEvent.CONFIRMATION_REMINDED, outcome, actor=actor, about=outcome.place.pilot, times=link.reminders)
    return link
