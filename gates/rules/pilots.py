"""Who may do what in a pilot: product and customer success run it, customer success enters what came of it."""

from __future__ import annotations

from gates.models.outcomes import PilotOutcome
from gates.models.pilots import Pilot, PilotCompany
from history.actor import Actor, Role
from history.refusals import Denied


def may_run(actor: Actor) -> bool | Denied:
    """Design, enrol, lock, expose, close."""
    if actor.has(Role.PRODUCT, Role.SUCCESS):
        return True
    return Denied("Product managers and customer success run pilots.")


def may_enter(actor: Actor, outcome: PilotOutcome) -> bool | Denied:
    """Customer success enters what came of it, and asks the customer; never on one's own idea."""
    return may_enter_for(actor, outcome.place.pilot)


def may_bring_values(actor: Actor) -> bool | Denied:
    """Customer success brings values in a file; each row is asked again whether it is of one's own idea."""
    return True if actor.has(Role.SUCCESS) else Denied("Customer success enters what came of a pilot.")


def may_enter_for(actor: Actor, pilot: Pilot) -> bool | Denied:
    """The same, for the outcomes of a pilot altogether."""
    if not actor.has(Role.SUCCESS):
        return Denied("Customer success enters what came of a pilot.")
    if actor.is_person(pilot.idea.owner):
        return Denied("This is your own idea: somebody else enters what came of it.")
    return True


def may_judge_withdrawal(actor: Actor, place: PilotCompany) -> bool | Denied:
    """Neither the idea's owner nor who asked decides whether a company leaves the denominator."""
    if not actor.has(Role.PRODUCT, Role.SUCCESS, Role.LEADERSHIP):
        return Denied("Product, customer success or leadership decide about a withdrawal.")
    if actor.is_person(place.pilot.idea.owner):
        return Denied("This is your own idea: somebody else decides whether a company leaves the denominator.")
    if actor.is_person(place.withdrawal_asked_by):
        return Denied("You asked for it: somebody else decides.")
    return True
