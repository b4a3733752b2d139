"""Who may do what among people and products."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Person


def may_administer(actor: Actor) -> bool | Denied:
    """People, products, policies and keys are the admins' affair."""
    return True if actor.has(Role.ADMIN) else Denied("Only an admin may do this.")


def may_suspend(actor: Actor, person: Person) -> bool | Denied:
    """An admin, and never oneself: somebody must be left to let one in again."""
    if actor.is_person(person):
        return Denied("You cannot suspend yourself. Ask another admin.")
    return may_administer(actor)
