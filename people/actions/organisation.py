"""The verbs of the organisation itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from history.actor import Actor, Role, system
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people import rules
from people.actions.persons import add_person
from people.actions.products import add_product
from people.events import PeopleEvent
from people.models import Organisation, Person

FOUNDER = "the first visitor"


@transaction.atomic
def found_organisation(
    *, name: str, time_zone: str, currency: str, admin_name: str, admin_email: str, password: str, product_name: str = ""
) -> Person:
    """Make the organisation, its first admin, and the first product if one is named. Only once, in an empty installation.

    The founder is admin, product manager and leader at once, so that a team of one can walk the whole line.
    """
    if Organisation.objects.exists():
        raise NotPossible("This installation has its organisation already. Sign in.")
    organisation = Organisation(name=name.strip(), time_zone=time_zone, currency=currency)
    organisation.full_clean()
    organisation.save()
    actor = system(FOUNDER)
    record(PeopleEvent.ORGANISATION_FOUNDED, organisation, actor=actor)
    roles = [Role.ADMIN, Role.PRODUCT, Role.LEADERSHIP]
    founder = add_person(email=admin_email, name=admin_name, roles=roles, password=password, actor=actor)
    if product_name.strip():
        add_product(name=product_name, actor=Actor(person=founder))
    return founder


@transaction.atomic
def change_organisation(organisation: Organisation, *, actor: Actor, version: int | None = None, **values: Any) -> Organisation:
    """Change the organisation's name, time zone or currency."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(rules.may_administer(actor))
    changes = change(organisation, values, version=version)
    if changes:
        record(PeopleEvent.ORGANISATION_CHANGED, organisation, actor=actor, changes=changes)
    return organisation
