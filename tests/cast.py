"""The cast: one set of people, companies and products for every test, made by the verbs.

``Cast`` has an owner (admin), product managers, salespeople, success, leaders, a viewer, an outsider who is no member of
the restricted product, and somebody suspended.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from customers.models import Company, Lifecycle
from history.actor import Actor, Role, system
from people import actions as people
from people.models import Organisation, Person, Product, Segment

PASSWORD = "a-password-for-tests"


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
    admin = people.found_organisation(
        name="Fernwerk", time_zone="Europe/Berlin", currency="EUR", admin_name="Ada Admin", admin_email="ada@fernwerk.example", password=PASSWORD,
    )  # fmt: skip

    def join(name: str, *roles: Role, segment: str = "") -> Person:
        email = f"{name.split()[0].lower()}@fernwerk.example"
        return people.add_person(email=email, name=name, roles=roles, password=PASSWORD, segment=segment, actor=setup)

    everybody = {
        "admin": admin,
        "product_manager": join("Petra Product", Role.PRODUCT),
        "second_product_manager": join("Paul Planner", Role.PRODUCT),
        "salesperson": join("Sam Seller", Role.SALES, segment=Segment.ENTERPRISE),
        "second_salesperson": join("Sofia Sales", Role.SALES, segment=Segment.MID_MARKET),
        "third_salesperson": join("Stan Street", Role.SALES, segment=Segment.SMB),
        "success": join("Cleo Care", Role.SUCCESS),
        "leader": join("Lena Lead", Role.LEADERSHIP),
        "second_leader": join("Luis Last", Role.LEADERSHIP),
        "third_leader": join("Lotte Long", Role.LEADERSHIP),
        "fourth_leader": join("Levi Late", Role.LEADERSHIP),
        "viewer": join("Vera Viewer", Role.VIEWER),
        "outsider": join("Otto Outside", Role.PRODUCT, Role.SALES, Role.LEADERSHIP, Role.SUCCESS, Role.ADMIN),
        "suspended": join("Sue Suspended", Role.PRODUCT),
    }
    Person.objects.filter(pk=everybody["suspended"].pk).update(is_active=False)
    everybody["suspended"].is_active = False
    product = people.add_product(name="Relay", key="relay", actor=setup)
    members = [person for name, person in everybody.items() if name != "outsider"]
    restricted = people.add_product(name="Nightjar", key="nightjar", is_restricted=True, members=members, actor=setup)
    acme = Company.objects.create(name="Acme", segment=Segment.ENTERPRISE, lifecycle=Lifecycle.CUSTOMER, arr=Decimal(120_000))
    globex = Company.objects.create(name="Globex", segment=Segment.MID_MARKET, lifecycle=Lifecycle.CUSTOMER, arr=Decimal(40_000))
    organisation = Organisation.objects.get()
    return Cast(organisation=organisation, product=product, restricted=restricted, acme=acme, globex=globex, **everybody)
