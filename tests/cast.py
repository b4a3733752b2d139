"""The cast: one set of people, companies and products for every test, made by the verbs.

The people are those who work at Larkspan in the demo (``line/demo/cast.py``), each in their own role, so that a name means the
same in a test, on a picture and in the demo. The demo has no outsider: that one is the tests' own, who may do everything but is
no member of the restricted product. So are the products and the companies, kept small: the cast is made anew for each test.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from customers.models import Company, Lifecycle
from history.actor import Actor, Role, system
from line.demo.cast import BY_KEY, Player
from line.demo.organisation import NAME
from people import actions as people
from people.models import Organisation, Person, Product, Segment

PASSWORD = "a-password-for-tests"
PLAYERS = {
    "product_manager": "tomasz", "second_product_manager": "nora", "salesperson": "callum", "second_salesperson": "jonas",
    "third_salesperson": "sophie", "success": "hannah", "leader": "ingrid", "second_leader": "margaret", "third_leader": "anders",
    "fourth_leader": "fatima", "viewer": "oliver", "suspended": "gareth",
}  # fmt: skip
"""Who plays which part. The admin is the one who founds the organisation."""
OUTSIDER = Player("otto", "Otto Outside", "", ("product", "sales", "leadership", "success", "admin"))


@dataclass(frozen=True)
class Cast:
    """Everybody and everything that a test starts from."""

    organisation: Organisation
    admin: Person
    product_manager: Person
    second_product_manager: Person
    salesperson: Person
    second_salesperson: Person
    third_salesperson: Person
    success: Person
    leader: Person
    second_leader: Person
    third_leader: Person
    fourth_leader: Person
    viewer: Person
    outsider: Person
    suspended: Person
    product: Product
    restricted: Product
    acme: Company
    globex: Company

    def acting(self, person: Person) -> Actor:
        """The person as an actor."""
        return Actor(person=person)


def make_cast() -> Cast:
    """Make the cast in an empty database."""
    setup = system("the test stage")
    ruth = BY_KEY["ruth"]
    admin = people.found_organisation(
        name=NAME, time_zone="Europe/Berlin", currency="EUR", admin_name=ruth.name, admin_email=ruth.email, password=PASSWORD,
    )  # fmt: skip

    def join(player: Player) -> Person:
        # Whoever is suspended holds a role that would let them do much: it must be the suspension that stops them.
        roles = (Role.PRODUCT,) if player.suspended else player.roles
        return people.add_person(
            email=player.email, name=player.name, roles=roles, password=PASSWORD, segment=player.segment, actor=setup
        )

    everybody = {"admin": admin} | {part: join(BY_KEY[key]) for part, key in PLAYERS.items()} | {"outsider": join(OUTSIDER)}
    Person.objects.filter(pk=everybody["suspended"].pk).update(is_active=False)
    everybody["suspended"].is_active = False
    product = people.add_product(name="Relay", key="relay", actor=setup)
    members = [person for name, person in everybody.items() if name != "outsider"]
    restricted = people.add_product(name="Nightjar", key="nightjar", is_restricted=True, members=members, actor=setup)
    acme = Company.objects.create(name="Acme", segment=Segment.ENTERPRISE, lifecycle=Lifecycle.CUSTOMER, arr=Decimal(120_000))
    globex = Company.objects.create(name="Globex", segment=Segment.MID_MARKET, lifecycle=Lifecycle.CUSTOMER, arr=Decimal(40_000))
    organisation = Organisation.objects.get()
    return Cast(organisation=organisation, product=product, restricted=restricted, acme=acme, globex=globex, **everybody)
