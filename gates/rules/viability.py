"""Who may open, give and reveal assessments of viability."""

from __future__ import annotations

from gates.models.viability import ViabilityRound
from history.actor import Actor, Role
from history.refusals import Denied


def may_open(actor: Actor) -> bool | Denied:
    """Product managers and leadership ask for assessments."""
    if actor.has(Role.PRODUCT, Role.LEADERSHIP):
        return True
    return Denied("Product managers and leadership ask for assessments.")


def may_assess(actor: Actor, round: ViabilityRound) -> bool | Denied:
    """Salespeople who were asked; never on one's own idea."""
    if actor.person is None or not actor.has(Role.SALES):
        return Denied("Salespeople assess viability.")
    if actor.is_person(round.idea.owner):
        return Denied("This is your own idea: others assess it.")
    if not any(asked.person_id == actor.person.pk for asked in round.asked.all()):
        return Denied("You were not asked in this round.")
    return True


def may_reveal(actor: Actor) -> bool | Denied:
    """Who may ask for assessments may reveal them, once they are all in or the deadline has passed."""
    return may_open(actor)
