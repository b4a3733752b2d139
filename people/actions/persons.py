"""The verbs among people: invite, let in, change, suspend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor, Role, Via
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from jobs.actions import enqueue
from people import rules
from people.events import PeopleEvent
from people.models import HeldRole, Invitation, Person
from people.tasks import mail_invitation


def known_roles(roles: Iterable[str]) -> list[str]:
    """The roles, each once and each known. Raises ValidationError at ``roles``."""
    chosen = sorted({str(role) for role in roles})
    if not chosen:
        raise ValidationError({"roles": "Choose at least one role."})
    unknown = set(chosen) - set(Role.values)
    if unknown:
        raise ValidationError({"roles": f"There is no role {', '.join(sorted(unknown))}."})
    return chosen


@transaction.atomic
def add_person(
    *, email: str, name: str, roles: Iterable[str], password: str, actor: Actor, title: str = "", segment: str = ""
) -> Person:
    """Let somebody in at once, with a password; people are invited otherwise."""
    require(rules.may_administer(actor))
    chosen = known_roles(roles)
    person = Person(email=email.strip().lower(), name=name.strip(), title=title, segment=segment)
    validate_at("password", password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    HeldRole.objects.bulk_create([HeldRole(person=person, role=role) for role in chosen])
    record(PeopleEvent.JOINED, person, actor=actor, roles=chosen)
    return person


def validate_at(field: str, password: str, person: Person) -> None:
    """Check a password against the policy; what is wrong is said at ``field``."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


@transaction.atomic
def invite(*, email: str, roles: Iterable[str], actor: Actor, name: str = "") -> Invitation:
    """Send somebody a link by which they may join. A second invitation of the same address replaces the first."""
    require(rules.may_administer(actor))
    email, chosen = email.strip().lower(), known_roles(roles)
    if Person.objects.filter(email=email).exists():
        raise ValidationError({"email": "Somebody with this e-mail address is here already."})
    Invitation.objects.filter(email=email, accepted_by=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitation = Invitation(email=email, name=name.strip(), roles=chosen, invited_by=actor.person)
    invitation.full_clean()
    invitation.save()
    enqueue(mail_invitation, invitation.pk, actor=actor, title=f"Mail the invitation to {email}")
    record(PeopleEvent.INVITED, invitation, actor=actor, roles=chosen)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Close the door again that an invitation opened."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(rules.may_administer(actor))
    if not invitation.is_open:
        raise NotPossible("This invitation is no longer open.")
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(PeopleEvent.INVITATION_WITHDRAWN, invitation, actor=actor)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, name: str, password: str) -> Person:
    """Join by an invitation's link. Whoever holds the link acts as the person that it makes."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise NotPossible("This invitation was used, withdrawn, or is too old. Ask for a new one.")
    person = Person(email=invitation.email, name=name.strip())
    validate_at("password", password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    HeldRole.objects.bulk_create([HeldRole(person=person, role=role) for role in invitation.roles])
    invitation.accepted_by = person
    invitation.save(update_fields=["accepted_by"])
    record(PeopleEvent.JOINED, person, actor=Actor(person=person, via=Via.LINK), roles=invitation.roles)
    return person


@transaction.atomic
def change_person(person: Person, *, actor: Actor, version: int | None = None, **values: Any) -> Person:
    """Change a colleague's name, job title or segment."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_administer(actor))
    changes = change(person, values, version=version)
    if changes:
        record(PeopleEvent.CHANGED, person, actor=actor, changes=changes)
    return person


@transaction.atomic
def change_me(*, actor: Actor, version: int | None = None, **values: Any) -> Person:
    """Change one's own name, job title, or whether single keys act."""
    person = Person.objects.select_for_update().get(pk=actor.person.pk)  # type: ignore[union-attr]
    require(rules.may_change_themselves(actor))
    changes = change(person, values, version=version)
    if changes:
        record(PeopleEvent.CHANGED, person, actor=actor, changes=changes)
    return person


@transaction.atomic
def set_password(person: Person, *, password: str, actor: Actor) -> Person:
    """Give a person a new password: whoever knows the old one, or holds the link that was mailed, is that person."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_set_password(actor, person))
    validate_at("new_password1", password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(PeopleEvent.PASSWORD_CHANGED, person, actor=actor)
    return person


@transaction.atomic
def set_roles(person: Person, *, roles: Iterable[str], actor: Actor) -> Person:
    """Give a person these roles and no others. The last admin stays one."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_administer(actor))
    before, after = sorted(person.role_set), known_roles(roles)
    if Role.ADMIN in before and Role.ADMIN not in after:
        require_another_admin(person)
    person.held_roles.exclude(role__in=after).delete()
    HeldRole.objects.bulk_create([HeldRole(person=person, role=role) for role in after], ignore_conflicts=True)
    if before != after:
        record(PeopleEvent.ROLES_CHANGED, person, actor=actor, before=before, after=after)
    return Person.objects.get(pk=person.pk)


def require_another_admin(person: Person) -> None:
    """Somebody must be left to let the others in. The rows of all admins are locked, so two cannot leave at once."""
    admins = Person.objects.select_for_update().active().filter(held_roles__role=Role.ADMIN).order_by("pk")
    if {admin.pk for admin in admins} <= {person.pk}:
        raise NotPossible("This is the only admin. Make somebody else an admin first.")


@transaction.atomic
def suspend(person: Person, *, actor: Actor, reason: str = "") -> Person:
    """Keep somebody out: their sessions and tokens stop working at once. What they did stays theirs."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_suspend(actor, person))
    if not person.is_active:
        raise NotPossible(f"{person} is suspended already.")
    if Role.ADMIN in person.role_set:
        require_another_admin(person)
    person.is_active, person.suspended_at, person.version = False, clock.now(), person.version + 1
    person.save(update_fields=["is_active", "suspended_at", "version"])
    person.auth_token_set.all().delete()
    record(PeopleEvent.SUSPENDED, person, actor=actor, reason=reason)
    return person


@transaction.atomic
def reinstate(person: Person, *, actor: Actor) -> Person:
    """Let somebody in again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_administer(actor))
    if person.is_active:
        raise NotPossible(f"{person} is not suspended.")
    person.is_active, person.suspended_at, person.version = True, None, person.version + 1
    person.save(update_fields=["is_active", "suspended_at", "version"])
    record(PeopleEvent.REINSTATED, person, actor=actor)
    return person
