"""What users did over two years: how many there are at each company, and when each took up what."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from line.demo.companies import COMPANIES
from line.demo.features import EARLIER, EVENTS, EVERYDAY, FUNNELS, FUNNELS_MADE, PROBES, Capability
from line.demo.making.market import LEFT_SINCE, joined
from line.demo.making.stage import Stage, dice
from roadmap import actions as roadmap
from usage import actions as usage
from usage.items import TRACK, Item

USERS = {"rounds": {"enterprise": 34, "mid_market": 9, "smb": 3}, "ledger": {"enterprise": 8, "mid_market": 4, "smb": 2}}
LEDGER_SHARE = 0.7
EAGERNESS = 0.75
SHOWN_TO = 0.42
STAYS_A_WEEK = 0.985
KEENNESS = 1.2
DELIVERY_DAYS = 30
NEWCOMERS = 0.3
SOON_GONE = 0.4
IDEAS_OF = {
    "on-the-way": "customer-eta",
    "map": "map-view",
    "undo": "drag-undo",
    "job-import": "import-jobs",
    "credit-lines": "credit-notes",
}


class User(NamedTuple):
    """Somebody at a customer who uses one of the products."""

    product: str
    key: str
    company: str
    since: float
    until: float


class Use(NamedTuple):
    """One thing that a user did, so many days from today."""

    day: float
    user: User
    name: str


def users() -> list[User]:
    """Everybody who uses a product, company by company."""
    found = []
    for firm in COMPANIES:
        if firm.lifecycle == "prospect":
            continue
        until = -float(LEFT_SINCE.get(firm.key, 0.05))
        for product, sizes in USERS.items():
            if product == "ledger" and dice("has ledger", firm.key).random() > LEDGER_SHARE:
                continue
            seats = sizes[firm.segment]
            for number in range(seats):
                late = dice("user", product, firm.key, number).random() ** 3 * 200
                since = min(joined(firm) + 2 + late, until - 20)
                found.append(User(product, key_of(firm.key, product, number), firm.key, since, until))
            found += newcomers(firm.key, product, seats, since=joined(firm) + 30, until=until)
    return found


def newcomers(company: str, product: str, seats: int, *, since: float, until: float) -> Iterator[User]:
    """Who came to a company over the last year: most stay, some try it for a few weeks and are not seen again."""
    for number in range(seats, seats + seats // 2 + 1):
        roll = dice("newcomer", product, company, number)
        came = -5 - 355 * roll.random()
        if roll.random() > NEWCOMERS or not since < came < until - 3:
            continue
        gone = came + 2 + 75 * roll.random() ** 2 if roll.random() < SOON_GONE else until
        yield User(product, key_of(company, product, number), company, came, min(gone, until))


def key_of(company: str, product: str, number: int) -> str:
    """By what a company's warehouse calls a user."""
    return f"{company}-{product[0]}{number + 1}"


def all_uses() -> list[Use]:
    """Exactly as many uses as the demo has events, in the order in which they happened."""
    everybody = users()
    uses = [
        use
        for feature in (*EARLIER, *PROBES)
        for user in everybody
        if user.product == feature.product
        for use in of(feature, user)
    ]
    uses += everyday(everybody, EVENTS - len(uses))
    return sorted(uses, key=lambda use: (use.day, use.user.key, use.name))


def of(feature: Capability, user: User) -> Iterator[Use]:
    """How one user meets a feature, takes it up or does not, and goes on using it for a while."""
    roll = dice("feature", feature.key, user.key)
    met = max(-feature.released + roll.random(), user.since + 1)
    if feature in PROBES:
        if roll.random() > SHOWN_TO or user.since > -feature.released:
            return
        met += roll.random() * 6
        yield Use(met, user, shown(feature))
    if roll.random() > inclination(feature, user):
        return
    day = met + 0.02 + -math.log(1 - roll.random()) * feature.half / math.log(2)
    every = 7 / (feature.weekly * EAGERNESS)
    while day < user.until:
        yield Use(day, user, feature.event)
        day += every * (0.3 + 1.4 * roll.random())
        if roll.random() > STAYS_A_WEEK ** (every / 7):
            return


def inclination(feature: Capability, user: User) -> float:
    """How likely a user takes it up: colleagues do alike, since most companies either want a feature or don't."""
    open_to_it = min(0.92, feature.share * 1.15)
    odds = open_to_it / (1 - open_to_it) * math.exp(KEENNESS * zeal(user.company))
    is_open = dice("company", feature.key, user.company).random() < odds / (1 + odds)
    return feature.share / open_to_it if is_open else 0


def zeal(company: str) -> float:
    """How much a company does with the product: it works in it more, and takes up more of what is new."""
    return max(-2.0, min(2.0, dice("zeal", company).gauss(0, 1)))


def everyday(everybody: list[User], number: int) -> Iterator[Use]:
    """The first sight of each user, and so many ordinary days, spread over them by how long they have been there."""
    roll = dice("everyday")
    for user in everybody:
        yield Use(user.since, user, EVERYDAY[user.product][0])
    weights = [max(1.0, user.until - user.since) * math.exp(zeal(user.company) / 2) for user in everybody]
    for user in roll.choices(everybody, weights=weights, k=number - len(everybody)):
        day = user.since + (user.until - user.since) * roll.random()
        yield Use(day, user, roll.choice(EVERYDAY[user.product]))


def shown(feature: Capability) -> str:
    """The event that tells who met a beta, a prototype or a fake door."""
    return f"Shown: {feature.name}"


def lay_use(stage: Stage) -> None:
    """Deliver what was done month by month, and define the features by it."""
    midnight = datetime.combine(stage.now.date(), time(), stage.now.tzinfo)
    for month, uses in groupby(enumerate(all_uses()), key=lambda pair: int(pair[1].day // DELIVERY_DAYS)):
        some = list(uses)
        stage.on((month + 1) * DELIVERY_DAYS, lambda some=some: deliver(stage, some, midnight), hour=6)


def lay_features(stage: Stage) -> None:
    """Each feature is defined on the day after its release."""
    for feature in (*EARLIER, *PROBES):
        stage.on(-feature.released + 1, lambda feature=feature: define(stage, feature), hour=8)
    for funnel in FUNNELS:
        stage.on(FUNNELS_MADE, lambda funnel=funnel: make_funnel(stage, *funnel), hour=9)


def make_funnel(stage: Stage, product: str, name: str, asks: str, unit: str, days: int, steps: tuple[str, ...]) -> None:
    """A product manager asks where people get lost on their way."""
    usage.make_funnel(
        product=stage.products[product], name=name, description=asks, unit=unit, window_days=days,
        steps=[{"feature": stage.features[one]} if one in stage.features else {"event": one} for one in steps],
        actor=stage.as_("priya" if product == "ledger" else "tomasz"),
    )  # fmt: skip


def define(stage: Stage, feature: Capability) -> None:
    """A product manager says by which events a feature is recognised."""
    is_trial = feature in PROBES
    owner = "priya" if feature.product == "ledger" else "tomasz"
    stage.features[feature.key] = usage.define_feature(
        product=stage.products[feature.product], name=feature.name, description=feature.about, event_names=[feature.event],
        released_on=None if is_trial else stage.date(-feature.released), actor=stage.as_(owner),
    )  # fmt: skip
    idea = IDEAS_OF.get(feature.key, feature.key)
    if idea in stage.ideas:
        shows_in = [one for key, one in stage.features.items() if IDEAS_OF.get(key, key) == idea]
        roadmap.link_features(stage.ideas[idea], features=shows_in, actor=stage.as_(owner))


def deliver(stage: Stage, some: list[tuple[int, Use]], midnight: datetime) -> None:
    """A month of events comes in from the warehouse."""
    for key, product in stage.products.items():
        items = [item(number, use, midnight, stage.placed) for number, use in some if use.user.product == key]
        usage.take_events(product, items, actor=stage.as_job("the warehouse"), chunk=10_000)


def item(number: int, use: Use, midnight: datetime, placed: set[str]) -> Item:
    """A use as an analytics client would send it, which says once where its user works."""
    groups = () if use.user.key in placed else (DOMAINS[use.user.company],)
    placed.add(use.user.key)
    return Item(
        kind=TRACK, user=use.user.key, at=midnight + timedelta(days=use.day), message_id=f"larkspan-{number}", name=use.name,
        groups=groups,
    )  # fmt: skip


DOMAINS: dict[str, Any] = {firm.key: firm.domain for firm in COMPANIES}
