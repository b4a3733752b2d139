"""Fill an empty database with very much usage: written straight to the tables, for this measures counting and reading.

Of ``size`` events there is a user for every hundred and a company for every two thousand, over half a year. Users came one
after the other, most of them lost interest, few do much. Names follow Zipf's law, and no event comes before its feature.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import connection
from filling import ROWS, write

from customers.models import Company, Contact, Deal, Lifecycle
from gates.actions.projections import project
from growth.actions import agree
from growth.models import Milestone, RevenueSnapshot
from history import clock
from history.actor import Actor
from people.models import Product
from pqls.actions import activate_rule, write_rule
from roadmap import actions as roadmap
from tests.cast import Cast, make_cast
from usage.actions import make_source
from usage.models import Feature, ProductUser, Source, Uncounted, UsageEvent

DAYS, NAMES, FEATURES, A_SESSION = 182, 40, 20, 5
NAME = [f"{verb} {thing}" for thing in ("report", "invoice", "board", "file", "task") for verb in
        ("Opened", "Made", "Shared", "Exported", "Printed", "Found", "Moved", "Closed")]  # fmt: skip
CARRIED = ("{}", '{"format": "pdf"}', '{"format": "csv", "rows": 120}', '{"plan": "team", "screen": "small"}')
COLUMNS = ("product_id", "source_id", "message_id", "name", "user_id", "at", "received_at", "properties")


def fill_usage(size: int) -> tuple[Cast, str]:
    """An empty database, filled: customers, users, features and events, of which nothing is counted yet. And the source's key."""
    cast, luck = make_cast(), random.Random(11)
    be_patient()
    source, key = make_source(name="The product", product=cast.product, actor=Actor(person=cast.admin))
    companies = fill_customers(max(20, size // 2000), luck)
    features = fill_features(cast.product)
    users = fill_users(cast.product, max(100, size // 100), companies)
    fill_events(size, cast.product, source, users, features)
    days = [clock.today() - timedelta(days=age) for age in range(DAYS + 2)]
    Uncounted.objects.bulk_create(Uncounted(product=cast.product, day=day) for day in days)
    return cast, key


def fill_customers(many: int, luck: random.Random) -> list[int]:
    """Companies with contacts, deals, and what most of them paid in each of the last 15 months."""
    stages = [Lifecycle.CUSTOMER] * 6 + [Lifecycle.TRIAL, Lifecycle.PROSPECT, Lifecycle.PROSPECT, Lifecycle.CHURNED]
    write(
        Company,
        (
            Company(
                name=f"Company {n}", segment=luck.choice(["enterprise", "mid_market", "smb"]), lifecycle=luck.choice(stages),
                motion=luck.choice(["self_serve", "sales_assisted"]), plan=luck.choice(["Free", "Team", "Business"]),
                arr=Decimal(luck.randrange(1000, 200_000)),
            )
            for n in range(many)
        ),
    )  # fmt: skip
    rows = list(Company.objects.filter(name__startswith="Company ").order_by("pk"))
    write(Contact, (Contact(name=f"Contact {n}", email=f"user{n}@example.org", company=one) for n, one in enumerate(rows)))
    write(Deal, (Deal(company=one, name=f"Deal {one.pk}", amount=luck.randrange(1000, 50_000)) for one in rows[::10]))
    today = clock.today()
    months = [(today.replace(day=1) - timedelta(days=31 * age)).replace(day=1) for age in range(15)]
    write(
        RevenueSnapshot,
        (
            RevenueSnapshot(company=one, month=month, arr=one.arr * luck.randrange(5, 15) / 10, currency="EUR", motion=one.motion)
            for one in rows if one.lifecycle in (Lifecycle.CUSTOMER, Lifecycle.CHURNED) for month in dict.fromkeys(months)
        ),
    )  # fmt: skip
    return [one.pk for one in rows]


def fill_features(product: Product) -> list[Feature]:
    """Features that came out one after the other. One asks for a property, one is told of by three events."""
    today, made = clock.today(), []
    for n in range(FEATURES):
        names = NAME[5 + n : 8 + n] if n == 1 else NAME[5 + n : 6 + n]
        made.append(
            Feature(
                product=product, name=f"{NAME[5 + n]} at last", event_names=names, minimum_uses=1 + n % 3,
                properties={"format": "pdf"} if n == 0 else {}, released_on=today - timedelta(days=DAYS - 8 * n),
            )
        )  # fmt: skip
    Feature.objects.bulk_create(made)
    return made


def fill_users(product: Product, many: int, companies: list[int]) -> np.ndarray:
    """Users who came one after the other, a third of them on the first day. Answers their rows' ids."""
    dice, came = np.random.default_rng(5), came_on(many)
    start = clock.now() - timedelta(days=DAYS, hours=1)
    # A few companies have many users; one in ten users is of no company that we know.
    places = np.minimum((dice.random(many) ** 2 * len(companies)).astype(int), len(companies) - 1)
    homeless = dice.random(many) < 0.1
    write(
        ProductUser,
        (
            ProductUser(
                product=product, user_key=f"user-{n}", first_seen_at=start + timedelta(days=float(came[n])),
                company_id=None if homeless[n] else companies[places[n]], is_identified=True,
                traits={"name": f"User {n}", "email": f"user{n}@example.org"}, email=f"user{n}@example.org",
            )
            for n in range(many)
        ),
    )  # fmt: skip
    return np.array(ProductUser.objects.filter(product=product).order_by("pk").values_list("pk", flat=True))


def be_patient() -> None:
    """Let filling take its time, where the server ends what takes long. What is measured runs on a connection of its own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")


def came_on(many: int) -> np.ndarray:
    """On which day each of them came first."""
    dice = np.random.default_rng(2)
    return np.sort(np.where(dice.random(many) < 1 / 3, 0.0, dice.random(many) * (DAYS - 1)))


def fill_events(size: int, product: Product, source: Source, users: np.ndarray, features: list[Feature]) -> None:
    """The events, in the order in which they came."""
    who, when, what, how = drawn(size, users, features)
    since = (clock.now() - timedelta(days=DAYS, hours=1)).replace(microsecond=0)
    dropped = list(UsageEvent._meta.indexes)
    with connection.schema_editor() as editor:  # made at the end, in one go each
        for index in dropped:
            editor.remove_index(UsageEvent, index)
    rows = (
        (
            product.pk, source.pk, message_id(n), NAME[what[n]], int(users[who[n]]), since + timedelta(seconds=int(when[n])),
            CARRIED[how[n]],
        )
        for n in range(size)
    )  # fmt: skip
    copied(rows) if connection.vendor == "postgresql" else inserted(rows)
    with connection.schema_editor() as editor:
        for index in dropped:
            editor.add_index(UsageEvent, index)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")
    connection.close()


def drawn(size: int, users: np.ndarray, features: list[Feature]) -> tuple[np.ndarray, ...]:
    """Who did what when: place of the user, seconds since the beginning, place of the name, place of what it carries."""
    dice = np.random.default_rng(3)
    sessions = size // A_SESSION + 1
    eager = dice.lognormal(0, 1.1, len(users))
    first = came_on(len(users))
    stays = np.minimum(dice.exponential(60, len(users)) + 1, DAYS - first)
    who = dice.choice(len(users), sessions, p=eager / eager.sum())
    day = np.floor(first[who] + dice.random(sessions) * stays[who])
    second = (day * 86400 + dice.normal(12 * 3600, 3 * 3600, sessions).clip(0, 86000)).astype(np.int64)
    who = np.repeat(who, A_SESSION)[:size]
    second = np.repeat(second, A_SESSION)[:size] + dice.integers(0, 900, size)
    weights = 1 / (np.arange(NAMES) + 2)
    what = dice.choice(NAMES, size, p=weights / weights.sum())
    # Not everybody takes up everything, and nobody before its release.
    met = ((who * 7919 + what * 104_729) % 100) < np.linspace(95, 8, NAMES)[what]
    released = np.zeros(NAMES)
    for n, feature in enumerate(features):
        released[5 + n] = DAYS - (clock.today() - (feature.released_on or date.min)).days
    what = np.where(met & (second >= released[what] * 86400), what, what % 5)
    how = dice.choice(len(CARRIED), size, p=(0.4, 0.3, 0.2, 0.1))
    order = np.argsort(second, kind="stable")
    return who[order], second[order], what[order], how[order]


def message_id(n: int) -> str:
    """As clients make them: in no order."""
    return f"{(n * 0x9E3779B97F4A7C15) % 2**64:016x}-{n % 65536:04x}-4{n % 4096:03x}"


def copied(rows: Iterator[tuple[Any, ...]]) -> None:
    """As PostgreSQL takes in most."""
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor, cursor.copy(f"COPY {UsageEvent._meta.db_table} ({names}) FROM STDIN") as copy:
        for product, source, key, name, user, at, carried in rows:
            said = at.isoformat()
            copy.write(f"{product}\t{source}\t{key}\t{name}\t{user}\t{said}\t{said}\t{carried}\n")


def inserted(rows: Iterator[tuple[Any, ...]]) -> None:
    """As SQLite takes in most: some thousand in one statement."""
    places = ", ".join(["%s"] * len(COLUMNS))
    insert = f"INSERT INTO {UsageEvent._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({places})"
    some: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for product, source, key, name, user, at, carried in rows:
            said = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
            some.append((product, source, key, name, user, said, said, carried))
            if len(some) == ROWS * 10:
                cursor.executemany(insert, some)
                some = []
        cursor.executemany(insert, some)


def agree_on(cast: Cast) -> None:
    """What the team says once there are counts: how growth is measured, which use is worth a call, and one projection."""
    manager = Actor(person=cast.product_manager)
    features = list(Feature.objects.order_by("pk"))
    agree(
        cast.product, actor=manager, activation_feature=features[2], activation_uses=2, activation_days=7,
        invite_feature=features[3], accept_feature=features[4], gross_margin=Decimal("0.8"),
    )  # fmt: skip
    for n, feature in enumerate(features[2:5]):
        Milestone.objects.create(product=cast.product, name=f"Milestone {n}", feature=feature, uses=10 * (n + 1))
    for n, feature in enumerate(features[5:8]):
        rule = write_rule(
            product=cast.product, name=f"Rule {n}", actor=manager, why="They use it much.",
            conditions=[{"kind": "used", "feature": feature.pk, "times": 5, "days": 30, "people": 2}], most_a_day=200,
        )  # fmt: skip
        activate_rule(rule, actor=manager)
    idea = roadmap.create_idea(product=cast.product, title="Export that one asked for", actor=manager)
    project(idea, features[8], actor=manager, threshold=Decimal("0.2"), horizon=26, unit="company")
