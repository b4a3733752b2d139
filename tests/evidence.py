"""The stage for tests of the gates' evidence: an idea, usage that can be counted by hand, a running pilot, a round."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from customers.models import Company, Contact, Lifecycle
from gates.actions import outcomes, pilots, viability
from gates.models import Confirmation, ConfirmationLink, Pilot, PilotCompany, PilotOutcome, ViabilityRound
from history import clock
from history.actor import Actor
from people.models import Product, Segment
from roadmap.actions.ideas import create_idea
from roadmap.models import Idea
from tests.cast import Cast
from usage.models import Feature, ProductUser
from usage.rollups import bring_up_to_date, mark
from usage.standing import count_stale
from usage.store import Event, store

BERLIN = ZoneInfo("Europe/Berlin")


def noon(day: date) -> datetime:
    """Noon of a day where the organisation is."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN)


def an_idea(cast: Cast, title: str = "Approve expenses by phone", product: Product | None = None) -> Idea:
    """An idea that the product manager owns."""
    actor = Actor(person=cast.product_manager)
    return create_idea(product=product or cast.product, title=title, owner=cast.product_manager, actor=actor)


def companies(count: int, segment: str = Segment.ENTERPRISE) -> list[Company]:
    """So many customers, each with a contact who has an e-mail address."""
    made = []
    for number in range(count):
        company = Company.objects.create(
            name=f"Customer {number}", segment=segment, lifecycle=Lifecycle.CUSTOMER, arr=Decimal(50_000)
        )
        Contact.objects.create(name=f"Kim {number}", email=f"kim{number}@customer.example", company=company)
        made.append(company)
    return made


def users(product: Product, count: int, since: datetime) -> list[ProductUser]:
    """So many users, each at a company of their own, known since a moment."""
    rows = []
    for number in range(count):
        company, _ = Company.objects.get_or_create(name=f"User company {number}")
        rows.append(ProductUser(product=product, user_key=f"u{number}", company=company, first_seen_at=since))
    return ProductUser.objects.bulk_create(rows)


def used(feature: Feature, who: list[ProductUser], at: datetime, name: str = "", **properties: Any) -> None:
    """Each of them used it once at a moment, and that was counted."""
    happened(feature.product, name or feature.event_names[0], who, at, **properties)


def happened(product: Product, name: str, who: list[ProductUser], at: datetime, **properties: Any) -> None:
    """Each of them did something at a moment, and that was counted."""
    store().add(
        [
            Event(product.pk, f"{name}-{user.pk}-{at.isoformat()}", name, user.pk, at, clock.now(), properties=properties)
            for user in who
        ]
    )
    mark(product.pk, [at])
    count_usage(product)


def count_usage(product: Product) -> None:
    """Count what is not counted yet, as the worker would in a moment."""
    bring_up_to_date(product)
    count_stale(patience=0)


def a_feature(product: Product, name: str, released_on: date | None, minimum_uses: int = 1) -> Feature:
    """A feature that one event tells of."""
    return Feature.objects.create(
        product=product, name=name, event_names=[f"{name} used"], released_on=released_on, minimum_uses=minimum_uses
    )


def earlier_features(product: Product, who: list[ProductUser], today: date, count: int = 6, weeks: int = 12) -> list[Feature]:
    """So many features, released long enough ago; the n-th was taken up by (n + 2) in ten within three weeks."""
    made = []
    for number in range(count):
        feature = a_feature(product, f"Earlier {number}", today - timedelta(weeks=weeks + 2 + 3 * number))
        adopters = who[: len(who) * (number + 2) // 10]
        used(feature, adopters, noon(feature.released_on + timedelta(days=16)))
        made.append(feature)
    return made


def a_pilot(cast: Cast, count: int = 6, idea: Idea | None = None, **design: Any) -> Pilot:
    """A pilot of so many companies, still being designed, each with its outcome: from 40 to 30 hours in sixty days."""
    actor = Actor(person=cast.product_manager)
    pilot = pilots.design_pilot(idea or an_idea(cast), name="Approvals pilot", actor=actor, **design)
    for place in pilots.enrol(pilot, companies(count), actor=actor):
        pilots.name_contact(place, contact=place.company.contacts.first(), actor=actor)
        pilots.fix_outcome(place, actor=actor, **thirty_hours())
    return pilot


def thirty_hours(**changes: Any) -> dict[str, Any]:
    """The outcome that each company is promised."""
    return {
        "metric": "Hours to approve an expense", "unit": "hours", "direction": "down", "baseline": Decimal(40), "target": Decimal(30),
        "due_on": clock.today() + timedelta(days=60),
    } | changes  # fmt: skip


def a_running_pilot(cast: Cast, count: int = 6, **design: Any) -> Pilot:
    """The same, locked, and every company has the feature."""
    actor = Actor(person=cast.product_manager)
    pilot = pilots.lock_pilot(a_pilot(cast, count, **design), actor=actor)
    for place in pilot.companies.all():
        pilots.expose(place, actor=actor)
    return pilot


def outcome_of(pilot: Pilot, number: int = 0) -> PilotOutcome:
    """The outcome of the n-th company."""
    return (
        PilotOutcome.objects.select_related("place__pilot__idea", "place__company")
        .filter(place__pilot=pilot)
        .order_by("place_id")[number]
    )


def came_to(cast: Cast, outcome: PilotOutcome, value: Any, agrees: bool | None = True) -> Confirmation | None:
    """Customer success entered a value; the customer answered (or not, with None)."""
    actor = Actor(person=cast.success)
    outcomes.enter_outcome(outcome, value=Decimal(value), actor=actor)
    if agrees is None:
        return None
    link: ConfirmationLink = outcomes.ask_confirmation(outcome, actor=actor)
    return outcomes.answer_confirmation(link, agrees=agrees, words="It saves us a day a week." if agrees else "We see no change.")


def place_of(pilot: Pilot, number: int = 0) -> PilotCompany:
    """The n-th company's place."""
    return pilot.companies.select_related("pilot__idea", "company")[number]


RATINGS = ([4, 5, 3, 4, 4, 3], [3, 4, 3, 4, 5, 2], [4, 4, 2, 3, 4, 3], [2, 5, 3, 4, 3, 5])
CRITERIA = ("pain_urgency", "willingness_to_pay", "reach", "competitive_wins", "pricing_fit", "sales_readiness")
EXPANSION = (("0.6", 12000), ("0.35", 30000), ("0.5", 8000), ("0.2", 60000), ("0.8", 5000))


def a_round(cast: Cast, idea: Idea | None = None, **changes: Any) -> ViabilityRound:
    """A round that asks the three salespeople for 30,000 within a year."""
    values = {
        "target_amount": Decimal(30_000), "target_by": clock.today() + timedelta(days=365),
        "assessors": [cast.salesperson, cast.second_salesperson, cast.third_salesperson],
    } | changes  # fmt: skip
    return viability.open_round(idea or an_idea(cast), actor=Actor(person=cast.product_manager), **values)


def an_assessment(number: int = 0, **changes: Any) -> dict[str, Any]:
    """What one salesperson says."""
    return {
        "ratings": dict(zip(CRITERIA, RATINGS[number], strict=True)), "probability": Decimal("0.7"),
        "wrong_if": "The pilot customers do not renew.", "objections": "They have a tool already.",
    } | changes  # fmt: skip
