"""The verbs of a pilot's outcomes: enter a value, ask the customer, take the customer's answer."""

from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gates.events.evidence import EvidenceEvent
from gates.links import hashed, token_for
from gates.models.confirmations import Confirmation, ConfirmationLink
from gates.models.outcomes import OutcomeValue, PilotOutcome
from gates.models.pilots import PilotCompany
from gates.rules import pilots as rules
from history import clock
from history.actor import Actor, Via, system
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue


@transaction.atomic
def enter_outcome(
    outcome: PilotOutcome, *, actor: Actor, value: Decimal, measured_on: date | None = None, note: str = ""
) -> OutcomeValue:
    """Enter what came of it at the company. A second value corrects the first, which stays readable."""
    outcome = locked_outcome(outcome)
    require(rules.may_enter(actor, outcome))
    refuse_before_exposure(outcome.place)
    measured_on = measured_on or clock.today()
    if measured_on > clock.today():
        raise ValidationError({"measured_on": "This day lies ahead."})
    if measured_on < timezone.localdate(outcome.place.exposed_at):
        raise ValidationError({"measured_on": "The company did not have the feature on this day."})
    if Confirmation.objects.filter(value__outcome=outcome, agrees=True).exists():
        raise NotPossible("The customer confirmed the value that is there: it does not change any more.")
    entered = OutcomeValue(outcome=outcome, value=value, measured_on=measured_on, note=note.strip(), entered_by=actor.person)
    entered.full_clean()
    entered.save()
    open_links(outcome).update(withdrawn_at=clock.now())
    record(EvidenceEvent.OUTCOME_ENTERED, outcome, actor=actor, about=outcome.place.pilot, value=entered.value)
    return entered


@transaction.atomic
def ask_confirmation(outcome: PilotOutcome, *, actor: Actor, email: str = "") -> ConfirmationLink:
    """Make the link by which the customer confirms the value that stands, and mail it. An earlier open link ends."""
    outcome = locked_outcome(outcome)
    require(rules.may_enter(actor, outcome))
    value = outcome.values.standing().first()
    if value is None:
        raise NotPossible("Enter a value first: there is nothing to confirm yet.")
    if Confirmation.objects.filter(value=value).exists():
        raise NotPossible("The customer has answered already.")
    contact = outcome.place.contact
    nonce = secrets.token_hex(16)
    link = ConfirmationLink(
        value=value, contact=contact, email=(email or (contact.email if contact else "")).strip().lower(), nonce=nonce,
        token_hash=hashed(token_for(nonce)), made_by=actor.person,
    )  # fmt: skip
    link.full_clean()
    open_links(outcome).update(withdrawn_at=clock.now())
    link.save()
    if link.email:
        page = reverse("gates:pilot", args=[outcome.place.pilot_id])
        enqueue("gates.mail_confirmation_link", link.pk, actor=actor, title=f"Ask {outcome.place.company} to confirm", link=page)
    record(EvidenceEvent.CONFIRMATION_ASKED, outcome, actor=actor, about=outcome.place.pilot, by_mail=bool(link.email))
    return link


@transaction.atomic
def withdraw_link(link: ConfirmationLink, *, actor: Actor) -> ConfirmationLink:
    """End a link that was sent by mistake."""
    link = (
        ConfirmationLink.objects.select_for_update(of=("self",))
        .select_related("value__outcome__place__pilot__idea")
        .get(pk=link.pk)
    )
    outcome = link.value.outcome
    require(rules.may_enter(actor, outcome))
    if not link.is_open:
        raise NotPossible("This link is not open any more.")
    link.withdrawn_at = clock.now()
    link.save(update_fields=["withdrawn_at"])
    record(EvidenceEvent.LINK_WITHDRAWN, outcome, actor=actor, about=outcome.place.pilot)
    return link


@transaction.atomic
def answer_confirmation(link: ConfirmationLink, *, agrees: bool, words: str = "", name: str = "") -> Confirmation:
    """Take the customer's answer, once. Whoever holds the link speaks for the customer."""
    link = (
        ConfirmationLink.objects.select_for_update(of=("self",))
        .select_related("value__outcome__place__pilot__idea")
        .get(pk=link.pk)
    )
    outcome = link.value.outcome
    if not link.is_open:
        raise NotPossible("This link has been used, or is not valid any more.")
    answer = Confirmation(link=link, value=link.value, agrees=agrees, words=words.strip(), name=name.strip())
    if not agrees and not answer.words:
        raise ValidationError({"words": "Tell us what is not so."})
    answer.full_clean()
    answer.save()
    actor = system("a customer", via=Via.LINK)
    record(EvidenceEvent.CONFIRMATION_GIVEN, outcome, actor=actor, about=outcome.place.pilot, agrees=agrees, reason=answer.words)
    return answer


def locked_outcome(outcome: PilotOutcome) -> PilotOutcome:
    """The outcome as it is, held until the verb is done."""
    rows = PilotOutcome.objects.select_for_update(of=("self",))
    return rows.select_related("place__pilot__idea__owner", "place__company", "place__contact").get(pk=outcome.pk)


def open_links(outcome: PilotOutcome):  # type: ignore[no-untyped-def]
    """The links that still take an answer about an outcome."""
    return ConfirmationLink.objects.filter(value__outcome=outcome, withdrawn_at=None, confirmation=None)


def refuse_before_exposure(place: PilotCompany) -> None:
    """A value needs a running pilot and a company that has the feature. Raises NotPossible."""
    if not place.pilot.is_running:
        raise NotPossible("Values are entered while the pilot runs.")
    if place.is_excused:
        raise NotPossible(f"{place.company} withdrew from this pilot.")
    if place.exposed_at is None:
        raise NotPossible("The company does not have the feature yet.")
