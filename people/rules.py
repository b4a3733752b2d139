"""Who may do what among people and products."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from people.models import ApiToken, Person


def may_administer(actor: Actor) -> bool | Denied:
    """People, products, policies and keys are the admins' affair."""
    return True if actor.has(Role.ADMIN) else Denied("Only an admin may do this.")


def may_suspend(actor: Actor, person: Person) -> bool | Denied:
    """An admin, and never oneself: somebody must be left to let one in again."""
    if actor.is_person(person):
        return Denied("You cannot suspend yourself. Ask another admin.")
    return may_administer(actor)


def may_change_themselves(actor: Actor) -> bool | Denied:
    """Everybody who may sign in."""
    return True if actor.roles else Denied("Sign in first.")


def may_set_password(actor: Actor, person: Person) -> bool | Denied:
    """Everybody their own, and nobody anybody else's."""
    return True if actor.is_person(person) and person.is_active else Denied("A password is changed by its owner only.")


def may_make_tokens(actor: Actor) -> bool | Denied:
    """Everybody who may sign in, for themselves; a token acts with its person's roles."""
    return True if actor.roles else Denied("A token belongs to a person who may sign in.")


def may_revoke(actor: Actor, token: ApiToken) -> bool | Denied:
    """Its owner, or an admin."""
    if actor.is_person(token.user) or actor.has(Role.ADMIN):
        return True
    return Denied("Only its owner or an admin may revoke a token.")
