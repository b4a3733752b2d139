"""The world that the house's walks go through, and one person of each role."""

from __future__ import annotations

import pytest

from history.actor import Role, system
from people.actions import add_person
from tests.cast import PASSWORD
from tests.gates.conftest import evidence  # noqa: F401 (a fixture)
from tests.gates.stage import GateStage
from tests.house.world import make_world


@pytest.fixture
def world(cast, evidence, django_capture_on_commit_callbacks) -> dict[str, int]:  # noqa: F811
    return make_world(cast, GateStage(cast, evidence))


@pytest.fixture
def people_by_role(cast):
    """One person of each role and no other, all members of the restricted product."""
    people = {}
    for role in Role:
        email = f"only-{role.value}@larkspan.example"
        person = add_person(email=email, name=f"Only {role.label}", roles=[role], password=PASSWORD, actor=system("the stage"))
        cast.restricted.memberships.create(person=person)
        people[role] = person
    return people
