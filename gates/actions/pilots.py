"""The verbs of a pilot: design it, enrol companies, lock it, expose them, let one withdraw, close it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company, Contact
from gates.events.evidence import EvidenceEvent
from gates.models.outcomes import PilotOutcome
from gates.models.pilots import Pilot, PilotCompany, PilotState
from gates.rules import pilots as rules
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from roadmap.models import Idea


@transaction.atomic
def design_pilot(idea: Idea, *, actor: Actor, name: str, **design: Any) -> Pilot:
    """Begin a pilot of an idea: what it should show, at which rate, from how many companies."""
    require(rules.may_run(actor))
    pilot = Pilot(idea=idea, name=name.strip(), created_by=actor.person, **design)
    pilot.full_clean()
    pilot.save()
    record(EvidenceEvent.PILOT_DESIGNED, pilot, actor=actor, about=idea)
    return pilot


@transaction.atomic
def change_pilot(pilot: Pilot, *, actor: Actor, version: int | None = None, **values: Any) -> Pilot:
    """Change a pilot's design, until it is locked."""
    pilot = locked_row(pilot)
    require(rules.may_run(actor))
    refuse_unless_draft(pilot)
    if changes := change(pilot, values, version=version):
        record(EvidenceEvent.PILOT_CHANGED, pilot, actor=actor, about=pilot.idea, changes=changes)
    return pilot


@transaction.atomic
def lock_pilot(pilot: Pilot, *, actor: Actor, version: int | None = None) -> Pilot:
    """Fix what would count as success, before anything is known. From here everybody enrolled counts."""
    pilot = locked_row(pilot)
    require(rules.may_run(actor))
    refuse_unless_draft(pilot)
    if not pilot.companies.exists():
        raise NotPossible("Enrol at least one company first.")
    if missing := list(pilot.companies.filter(outcome=None).values_list("company__name", flat=True)[:5]):
        raise NotPossible(f"Fix the outcome of {', '.join(missing)} first.")
    change(pilot, {"state": PilotState.LOCKED, "locked_by": actor.person, "locked_at": clock.now()}, version=version)
    record(
        EvidenceEvent.PILOT_LOCKED, pilot, actor=actor, about=pilot.idea, theta=pilot.theta, fewest=pilot.fewest,
        looks=pilot.looks, prior_mean=pilot.prior_mean, prior_weight=pilot.prior_weight,
    )  # fmt: skip
    return pilot


@transaction.atomic
def close_pilot(pilot: Pilot, *, actor: Actor, version: int | None = None) -> Pilot:
    """End a pilot: no more values, and its verdict is the last."""
    pilot = locked_row(pilot)
    require(rules.may_run(actor))
    if not pilot.is_running:
        raise NotPossible("Only a running pilot can be closed.")
    change(pilot, {"state": PilotState.CLOSED, "closed_by": actor.person, "closed_at": clock.now()}, version=version)
    record(EvidenceEvent.PILOT_CLOSED, pilot, actor=actor, about=pilot.idea)
    return pilot


@transaction.atomic
def enrol(pilot: Pilot, companies: Iterable[Company], *, actor: Actor, contact: Contact | None = None) -> list[PilotCompany]:
    """Take companies into a pilot. Those enrolled when it is locked, or later, stay in the denominator."""
    pilot = locked_row(pilot)
    require(rules.may_run(actor))
    if pilot.state == PilotState.CLOSED:
        raise NotPossible("This pilot is closed.")
    places = []
    for company in companies:
        if contact is not None and contact.company_id != company.pk:
            raise ValidationError({"contact": f"{contact} is not at {company}."})
        place = PilotCompany(pilot=pilot, company=company, contact=contact, enrolled_by=actor.person)
        place.full_clean()
        place.save()
        record(EvidenceEvent.COMPANY_ENROLLED, place, actor=actor, about=pilot, company=company.pk, after_lock=not pilot.is_draft)
        places.append(place)
    return places


@transaction.atomic
def take_out(place: PilotCompany, *, actor: Actor) -> None:
    """Take a company out again while the pilot is still being designed."""
    pilot = locked_row(place.pilot)
    require(rules.may_run(actor))
    refuse_unless_draft(pilot)
    record(EvidenceEvent.COMPANY_TAKEN_OUT, place, actor=actor, about=pilot, company=place.company_id)
    PilotOutcome.objects.filter(place=place).delete()
    place.delete()


@transaction.atomic
def name_contact(place: PilotCompany, *, actor: Actor, contact: Contact | None) -> PilotCompany:
    """Say who at the company will be asked."""
    place = locked_place(place)
    require(rules.may_run(actor))
    if contact is not None and contact.company_id != place.company_id:
        raise ValidationError({"contact": f"{contact} is not at {place.company}."})
    place.contact = contact
    place.save(update_fields=["contact"])
    record(EvidenceEvent.PILOT_CHANGED, place, actor=actor, about=place.pilot, contact=contact.pk if contact else None)
    return place


@transaction.atomic
def fix_outcome(place: PilotCompany, *, actor: Actor, version: int | None = None, **values: Any) -> PilotOutcome:
    """Say what the company shall get out of it: metric, baseline, target, direction, due date. Only before it is exposed."""
    place = locked_place(place)
    require(rules.may_run(actor))
    refuse_gone(place)
    if place.exposed_at:
        raise NotPossible("The company has the feature already: its outcome does not change any more.")
    if values.get("due_on") and values["due_on"] <= clock.today():
        raise ValidationError({"due_on": "The due date lies ahead: an outcome is fixed beforehand."})
    outcome = PilotOutcome.objects.filter(place=place).first()
    if outcome is None:
        outcome, changes = PilotOutcome(place=place, fixed_by=actor.person, **values), {}
        outcome.full_clean()
        outcome.save()
    elif not (changes := change(outcome, values, version=version)):
        return outcome
    record(EvidenceEvent.OUTCOME_FIXED, outcome, actor=actor, about=place.pilot, changes=changes, due_on=str(outcome.due_on))
    return outcome


@transaction.atomic
def expose(place: PilotCompany, *, actor: Actor) -> PilotCompany:
    """Note that the company has the feature now. Its outcome has to be fixed, and the pilot locked."""
    place = locked_place(place)
    require(rules.may_run(actor))
    refuse_gone(place)
    if not place.pilot.is_running:
        raise NotPossible("Lock the pilot first: nobody gets the feature before success is fixed.")
    if place.exposed_at:
        raise NotPossible("This company has the feature already.")
    if not PilotOutcome.objects.filter(place=place).exists():
        raise NotPossible("Fix this company's outcome first.")
    place.exposed_at, place.exposed_by = clock.now(), actor.person
    place.withdrawal_asked_at = place.withdrawal_asked_by = None
    place.save(update_fields=["exposed_at", "exposed_by", "withdrawal_asked_at", "withdrawal_asked_by"])
    record(EvidenceEvent.COMPANY_EXPOSED, place, actor=actor, about=place.pilot, company=place.company_id)
    return place


@transaction.atomic
def drop_out(place: PilotCompany, *, actor: Actor, reason: str) -> PilotCompany:
    """Note that a company left the pilot. It stays in the denominator, as one that did not achieve its outcome."""
    place = locked_place(place)
    require(rules.may_run(actor))
    refuse_gone(place)
    if not place.pilot.is_running:
        raise NotPossible("Only from a running pilot can a company drop out.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, in a few words."})
    place.dropped_out_at, place.dropped_out_reason = clock.now(), reason.strip()
    place.full_clean()
    place.save(update_fields=["dropped_out_at", "dropped_out_reason"])
    record(EvidenceEvent.COMPANY_DROPPED_OUT, place, actor=actor, about=place.pilot, reason=reason, company=place.company_id)
    return place


@transaction.atomic
def ask_withdrawal(place: PilotCompany, *, actor: Actor, reason: str) -> PilotCompany:
    """Ask that a company leave the denominator, since it never got the feature. Somebody else decides."""
    place = locked_place(place)
    require(rules.may_run(actor))
    refuse_gone(place)
    if place.exposed_at:
        raise NotPossible("The company has had the feature: it stays in the denominator. Note that it dropped out.")
    if place.asks_to_withdraw:
        raise NotPossible("Its withdrawal waits for a decision already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, in a few words."})
    place.withdrawal_asked_at, place.withdrawal_asked_by = clock.now(), actor.person
    place.withdrawal_reason = reason.strip()
    place.full_clean()
    place.save(update_fields=["withdrawal_asked_at", "withdrawal_asked_by", "withdrawal_reason"])
    record(EvidenceEvent.WITHDRAWAL_ASKED, place, actor=actor, about=place.pilot, reason=reason, company=place.company_id)
    return place


@transaction.atomic
def approve_withdrawal(place: PilotCompany, *, actor: Actor) -> PilotCompany:
    """Let a company leave the denominator that never had the feature."""
    place = locked_place(place)
    require(rules.may_judge_withdrawal(actor, place))
    refuse_unless_asked(place)
    place.withdrawal_approved_at, place.withdrawal_approved_by = clock.now(), actor.person
    place.save(update_fields=["withdrawal_approved_at", "withdrawal_approved_by"])
    record(EvidenceEvent.WITHDRAWAL_APPROVED, place, actor=actor, about=place.pilot, company=place.company_id)
    return place


@transaction.atomic
def refuse_withdrawal(place: PilotCompany, *, actor: Actor) -> PilotCompany:
    """Keep a company in the denominator that asked to leave it."""
    place = locked_place(place)
    require(rules.may_judge_withdrawal(actor, place))
    refuse_unless_asked(place)
    place.withdrawal_asked_at = place.withdrawal_asked_by = None
    place.save(update_fields=["withdrawal_asked_at", "withdrawal_asked_by"])
    record(EvidenceEvent.WITHDRAWAL_REFUSED, place, actor=actor, about=place.pilot, company=place.company_id)
    return place


def locked_row(pilot: Pilot) -> Pilot:
    """The pilot as it is, held until the verb is done."""
    return Pilot.objects.select_for_update(of=("self",)).select_related("idea").get(pk=pilot.pk)


def locked_place(place: PilotCompany) -> PilotCompany:
    """The place as it is, held together with its pilot."""
    pilot = locked_row(place.pilot)
    place = PilotCompany.objects.select_for_update(of=("self",)).select_related("company", "withdrawal_asked_by").get(pk=place.pk)
    place.pilot = pilot
    return place


def refuse_unless_draft(pilot: Pilot) -> None:
    """A locked design does not change. Raises NotPossible."""
    if not pilot.is_draft:
        raise NotPossible("This pilot is locked: what would count as success does not change any more.")


def refuse_gone(place: PilotCompany) -> None:
    """Nothing more happens at a company that left. Raises NotPossible."""
    if place.is_excused:
        raise NotPossible(f"{place.company} withdrew from this pilot.")
    if place.dropped_out_at:
        raise NotPossible(f"{place.company} dropped out of this pilot.")
    if place.pilot.state == PilotState.CLOSED:
        raise NotPossible("This pilot is closed.")


def refuse_unless_asked(place: PilotCompany) -> None:
    """Only what was asked can be decided. Raises NotPossible."""
    if not place.asks_to_withdraw:
        raise NotPossible("Nobody asks to let this company withdraw.")
    if place.exposed_at:
        raise NotPossible("The company has had the feature: it stays in the denominator.")
