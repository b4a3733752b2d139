"""Who may review a launch, and when."""

from __future__ import annotations

from gates.standing import gate_is_passed
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Person
from roadmap.models import Idea, Stage
from roadmap.rules import sees


def may_review_launch(actor: Actor, idea: Idea) -> bool | Denied:
    """Product managers and leaders, and never on one's own idea: others say what came of it."""
    if actor.is_person(idea.owner):
        return Denied("This is your own idea: somebody else reviews its launch.")
    if actor.person is None or not actor.has(Role.PRODUCT, Role.LEADERSHIP):
        return Denied("Product managers and leaders review a launch.")
    return sees(actor, idea.product)


def may_see_calibration(actor: Actor, person: Person) -> bool | Denied:
    """One's own record is one's own affair, and leadership's, who choose whom to ask."""
    if actor.is_person(person) or actor.has(Role.LEADERSHIP):
        return True
    return Denied("A person's record is shown to them and to leadership.")


def is_launched(idea: Idea) -> bool | Denied:
    """Cleared by the last gate, and out: the idea is done, or an initiative that it belongs to is completed."""
    if not gate_is_passed(idea, 3):
        return Denied("Gate 3 (Viability) has not decided Go: there is no launch to review.")
    if idea.stage != Stage.DONE and not idea.initiatives.exclude(completed_at=None).exists():
        return Denied("It is not launched yet: the idea is not done, and no initiative with it is completed.")
    return True
