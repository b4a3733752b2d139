"""The verbs among people and products."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from history.actor import Actor, Role, system
from history.recording import record
from history.refusals import NotPossible, require
from people import rules
from people.events import PeopleEvent
from people.models import HeldRole, Membership, Organisation, Person, Product, ProductLine

FOUNDER = "the first visitor"


@transaction.atomic
def found_organisation(*, name: str, time_zone: str, currency: str, admin_name: str, admin_email: str, password: str) -> Person:
    """Make the organisation and its first admin. Only once, in an empty installation."""
    if Organisation.objects.exists():
        raise NotPossible("This installation has its organisation already. Sign in.")
    organisation = Organisation(name=name, time_zone=time_zone, currency=currency)
    organisation.full_clean()
    organisation.save()
    actor = system(FOUNDER)
    record(PeopleEvent.ORGANISATION_FOUNDED, organisation, actor=actor)
    return add_person(email=admin_email, name=admin_name, roles=[Role.ADMIN, Role.PRODUCT], password=password, actor=actor)


@transaction.atomic
def add_person(
    *, email: str, name: str, roles: Iterable[str], password: str, actor: Actor, title: str = "", segment: str = ""
) -> Person:
    """Let somebody in at once, with a password; people are invited otherwise."""
    require(rules.may_administer(actor))
    person = Person(email=email.strip().lower(), name=name.strip(), title=title, segment=segment)
    person.set_password(password)
    person.full_clean()
    person.save()
    HeldRole.objects.bulk_create([HeldRole(person=person, role=Role(role)) for role in sorted(set(roles))])
    record(PeopleEvent.JOINED, person, actor=actor, roles=sorted(set(roles)))
    return person


@transaction.atomic
def add_product_line(*, name: str, actor: Actor) -> ProductLine:
    """Make a product line."""
    require(rules.may_administer(actor))
    line = ProductLine(name=name.strip())
    line.full_clean()
    line.save()
    record(PeopleEvent.LINE_ADDED, line, actor=actor)
    return line


@transaction.atomic
def add_product(
    *, name: str, key: str, actor: Actor, description: str = "", line: ProductLine | None = None,
    is_restricted: bool = False, members: Iterable[Person] = (),
) -> Product:  # fmt: skip
    """Add a product. A restricted one shows itself to ``members`` only."""
    require(rules.may_administer(actor))
    product = Product(name=name.strip(), key=key.strip(), description=description, line=line, is_restricted=is_restricted)
    product.full_clean()
    product.save()
    members = list(members)
    Membership.objects.bulk_create([Membership(product=product, person=person) for person in members])
    record(PeopleEvent.PRODUCT_ADDED, product, actor=actor, restricted=is_restricted, members=[person.pk for person in members])
    return product
