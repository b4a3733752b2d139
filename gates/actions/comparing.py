"""The verbs of what stands beside the outcomes: companies to compare with, what it cost and was worth, codes of the words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from customers.models import Company
from gates.actions.pilots import locked_place, locked_row
from gates.events.evidence import EvidenceEvent
from gates.models.comparing import Benefit, ControlCompany, WordCode
from gates.models.confirmations import Confirmation
from gates.models.outcomes import PilotOutcome
from gates.models.pilots import Pilot, PilotCompany, PilotState
from gates.rules import pilots as rules
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require

MOST_CODES = 12


@transaction.atomic
def name_control(pilot: Pilot, *, actor: Actor, company: Company, metric: str, before: Decimal) -> ControlCompany:
    """Name a company that will not have the feature, with its baseline, before anybody has the feature."""
    pilot = locked_row(pilot)
    require(rules.may_run(actor))
    if pilot.state == PilotState.CLOSED or pilot.companies.filter(exposed_at__isnull=False).exists():
        raise NotPossible("Companies to compare with are named before anybody has the feature: afterwards one would pick.")
    if pilot.companies.filter(company=company).exists():
        raise ValidationError({"company": f"{company} is in the pilot itself."})
    control = ControlCompany(pilot=pilot, company=company, metric=metric.strip(), before=before, added_by=actor.person)
    control.full_clean()
    if not PilotOutcome.objects.filter(place__pilot=pilot, metric=control.metric).exists():
        raise ValidationError({"metric": "Choose a metric that the pilot's own companies have."})
    control.save()
    record(EvidenceEvent.CONTROL_NAMED, control, actor=actor, about=pilot, company=company.pk, before=before)
    return control


@transaction.atomic
def measure_control(
    control: ControlCompany, *, actor: Actor, after: Decimal, measured_on: date | None = None
) -> ControlCompany:  # fmt: skip
    """Enter what the metric came to at a company without the feature."""
    pilot = locked_row(control.pilot)
    require(rules.may_enter_for(actor, pilot))
    control = locked_control(control)
    if not pilot.is_running:
        raise NotPossible("Values are entered while the pilot runs.")
    measured_on = measured_on or clock.today()
    if measured_on > clock.today():
        raise ValidationError({"measured_on": "This day lies ahead."})
    was, control.after, control.measured_on = control.after, after, measured_on
    control.full_clean()
    control.save(update_fields=["after", "measured_on"])
    record(EvidenceEvent.CONTROL_MEASURED, control, actor=actor, about=pilot, was=was, after=after)
    return control


@transaction.atomic
def take_control_out(control: ControlCompany, *, actor: Actor) -> ControlCompany:
    """Stop comparing with a company: only before anybody has the feature."""
    pilot = locked_row(control.pilot)
    require(rules.may_run(actor))
    control = locked_control(control)
    if pilot.companies.filter(exposed_at__isnull=False).exists():
        raise NotPossible("The feature is out: whom to compare with does not change any more.")
    control.taken_out_at = clock.now()
    control.save(update_fields=["taken_out_at"])
    record(EvidenceEvent.CONTROL_TAKEN_OUT, control, actor=actor, about=pilot, company=control.company_id)
    return control


@transaction.atomic
def note_cost(place: PilotCompany, *, actor: Actor, cost: Decimal | None) -> PilotCompany:
    """Say what taking the feature up cost the company: licence, hours, training."""
    place = locked_place(place)
    require(rules.may_enter_for(actor, place.pilot))
    was, place.cost = place.cost, cost
    place.full_clean()
    place.save(update_fields=["cost"])
    record(EvidenceEvent.COST_NOTED, place, actor=actor, about=place.pilot, was=was, cost=cost)
    return place


@transaction.atomic
def note_benefit(
    place: PilotCompany, *, actor: Actor, month: date, amount: Decimal, words: str = ""
) -> Benefit:  # fmt: skip
    """Say what a month with the feature was worth to the company, in money. Said again, it replaces what was said."""
    place = locked_place(place)
    require(rules.may_enter_for(actor, place.pilot))
    if place.exposed_at is None:
        raise NotPossible("The company does not have the feature yet.")
    month = month.replace(day=1)
    if not timezone.localdate(place.exposed_at).replace(day=1) <= month <= clock.today():
        raise ValidationError({"month": "A month from exposure to now."})
    there = Benefit.objects.filter(place=place, month=month).first()
    was = there.amount if there else None
    benefit = there or Benefit(place=place, month=month)
    benefit.amount, benefit.words, benefit.entered_by, benefit.entered_at = amount, words.strip(), actor.person, clock.now()
    benefit.full_clean()
    benefit.save()
    record(EvidenceEvent.BENEFIT_NOTED, place, actor=actor, about=place.pilot, month=str(month), was=was, amount=amount)
    return benefit


@transaction.atomic
def code_words(confirmation: Confirmation, *, actor: Actor, code: str) -> WordCode:
    """Give the customer's words a code, such as "saves time", so that they can be counted beside others."""
    confirmation = locked_words(confirmation)
    require(rules.may_run(actor))
    if not confirmation.words:
        raise NotPossible("The customer answered without words.")
    if confirmation.codes.count() >= MOST_CODES:
        raise NotPossible(f"{MOST_CODES} codes are enough for a few sentences.")
    given = WordCode(confirmation=confirmation, code=" ".join(code.lower().split()), given_by=actor.person)
    given.full_clean()
    given.save()
    about: Any = confirmation.value.outcome
    record(EvidenceEvent.WORDS_CODED, about, actor=actor, about=about.place.pilot, code=given.code)
    return given


@transaction.atomic
def uncode_words(given: WordCode, *, actor: Actor) -> None:
    """Take a code off again."""
    confirmation = locked_words(given.confirmation)
    require(rules.may_run(actor))
    about: Any = confirmation.value.outcome
    record(EvidenceEvent.WORDS_UNCODED, about, actor=actor, about=about.place.pilot, code=given.code)
    given.delete()


def locked_control(control: ControlCompany) -> ControlCompany:
    """The control as it is, held until the verb is done. Raises NotPossible once it was taken out."""
    control = ControlCompany.objects.select_for_update(of=("self",)).select_related("company", "pilot__idea").get(pk=control.pk)
    if control.taken_out_at:
        raise NotPossible(f"{control.company} was taken out.")
    return control


def locked_words(confirmation: Confirmation) -> Confirmation:
    """The answer as it is, held until the verb is done."""
    rows = Confirmation.objects.select_for_update(of=("self",)).select_related("value__outcome__place__pilot__idea")
    return rows.get(pk=confirmation.pk)
