"""Larkspan itself: the organisation, who works there, and its two products."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.utils import override_settings

from history.actor import Actor, system
from line.demo import organisation
from line.demo.cast import CAST
from line.demo.making.stage import Stage
from people import actions as people
from people.models import Organisation, Person

FOUNDED = -735


class QuickHasher(PBKDF2PasswordHasher):
    """The demo prints its one password: hashing it slowly for everybody would only keep the visitor waiting.

    It is read by the usual hasher, and hashed anew at full strength when its owner first signs in.
    """

    iterations = 1_000


quickly = override_settings(PASSWORD_HASHERS=[f"{QuickHasher.__module__}.{QuickHasher.__qualname__}"])


def lay_house(stage: Stage) -> None:
    """Found the organisation, let everybody in, add the products; and say goodbye to one."""
    stage.on(FOUNDED, lambda: found(stage))
    for player in CAST:
        if player.suspended:
            stage.on(-118, lambda player=player: suspend(stage, player.key), hour=17)


@quickly
def found(stage: Stage) -> None:
    """Everything that an admin does on the first day."""
    first, *others = CAST
    founder = people.found_organisation(
        name=organisation.NAME, time_zone=organisation.TIME_ZONE, currency=organisation.CURRENCY, admin_name=first.name,
        admin_email=first.email, password=organisation.PASSWORD,
    )  # fmt: skip
    stage.people[first.key] = founder
    admin = Actor(person=founder)
    people.change_person(founder, actor=admin, title=first.title)
    for player in others:
        stage.people[player.key] = people.add_person(
            email=player.email, name=player.name, roles=player.roles, password=organisation.PASSWORD, title=player.title,
            segment=player.segment, actor=admin,
        )  # fmt: skip
    line = people.add_product_line(name=organisation.PRODUCT_LINE, actor=admin)
    for key, name, about in organisation.PRODUCTS:
        stage.products[key] = people.add_product(name=name, key=key, description=about, line=line, actor=admin)
    people.set_roles(founder, roles=first.roles, actor=system("the first day"))
    stage.people[first.key] = Person.objects.get(pk=founder.pk)


def suspend(stage: Stage, key: str) -> None:
    """Somebody left."""
    stage.people[key] = people.suspend(stage.people[key], actor=stage.as_("ruth"), reason="Left the company.")


def is_there() -> bool:
    """Whether an organisation was founded here already, by whomever."""
    return Organisation.objects.exists()
