"""Taking usage events in: the one verb behind ingestion, files and demo data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from customers.models import Company
from history import clock
from history.actor import Actor
from history.refusals import require
from people.models import Product
from usage import rules
from usage.actions.companies import companies_known_as
from usage.items import TRACK, Item
from usage.models import ProductUser, Source, UsageEvent

CHUNK = 5000
MOST_TRAITS = 200
COLUMNS = ("product_id", "source_id", "message_id", "name", "user_id", "company_id", "at", "received_at", "properties")


@dataclass
class Taken:
    """How many items were taken, and how many of a message id were known already."""

    taken: int = 0
    known: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.taken + other.taken, self.known + other.known)


def take_events(
    product: Product, items: Iterable[Item], *, actor: Actor, source: Source | None = None, chunk: int = CHUNK
) -> Taken:
    """Take what users of a product did. An item whose message id was taken before is known, and changes nothing.

    Each chunk is a transaction of its own: taking the same items again goes on where it ended.
    """
    require(rules.may_take(actor, product))
    total, items = Taken(), iter(items)
    while some := list(islice(items, chunk)):
        total += take_chunk(product, some, source=source)
    return total


@transaction.atomic
def take_chunk(product: Product, items: Sequence[Item], *, source: Source | None) -> Taken:
    """Take some items: first who and where, then what they did."""
    companies = companies_known_as({group for item in items for group in item.groups})
    users = users_of(product, items)
    tell_users(users, items, companies)
    tracks = {item.message_id: item for item in reversed(items) if item.kind == TRACK}
    there = set(UsageEvent.objects.filter(product=product, message_id__in=list(tracks)).values_list("message_id", flat=True))
    new = [item for item in items if item.kind == TRACK and item.message_id not in there and tracks[item.message_id] is item]
    insert(product, source, [(item, users[item.user]) for item in new])
    known = sum(item.kind == TRACK for item in items) - len(new)
    return Taken(taken=len(items) - known, known=known)


def insert(product: Product, source: Source | None, events: Sequence[tuple[Item, ProductUser]]) -> None:
    """Write events down, without a model instance for each: there are many of them. One that came meanwhile stays."""
    instant = connection.ops.adapt_datetimefield_value
    now, source_id = instant(clock.now()), source.pk if source else None
    rows = []
    for item, user in events:
        said = item.message_id, item.name, user.pk, user.company_id, instant(item.at), now, json.dumps(item.properties)
        rows.append((product.pk, source_id, *said))
    table, columns = connection.ops.quote_name(UsageEvent._meta.db_table), ", ".join(map(connection.ops.quote_name, COLUMNS))
    places = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", rows)  # noqa: S608 - names of ours


def users_of(product: Product, items: Sequence[Item]) -> dict[str, ProductUser]:
    """The users whom the items are about, made where we meet them for the first time."""
    first: dict[str, datetime] = {}
    for item in items:
        first[item.user] = min(item.at, first.get(item.user, item.at))
    rows = ProductUser.objects.filter(product=product)
    users = {user.user_key: user for user in rows.filter(user_key__in=list(first))}
    if missing := sorted(set(first) - set(users)):
        new = [ProductUser(product=product, user_key=key, first_seen_at=first[key]) for key in missing]
        ProductUser.objects.bulk_create(new, ignore_conflicts=True)
        users |= {user.user_key: user for user in rows.filter(user_key__in=missing)}
    earlier = sorted((user for key, user in users.items() if first[key] < user.first_seen_at), key=lambda user: user.pk)
    for user in earlier:
        user.first_seen_at = first[user.user_key]
    ProductUser.objects.bulk_update(earlier, ["first_seen_at"])
    return users


def tell_users(users: dict[str, ProductUser], items: Sequence[Item], companies: dict[str, Company]) -> None:
    """Keep what the items say about their users: traits, and whose company they are of."""
    told: dict[int, ProductUser] = {}
    moved: dict[int, ProductUser] = {}
    for item in items:
        user = users[item.user]
        traits = merged(user.traits, item.traits)
        if traits != user.traits:
            user.traits, told[user.pk] = traits, user
        company = next((companies[group.lower()] for group in item.groups if group.lower() in companies), None)
        if company is not None and company.pk != user.company_id:
            user.company, told[user.pk], moved[user.pk] = company, user, user
    ProductUser.objects.bulk_update([told[pk] for pk in sorted(told)], ["traits", "company"])
    tie_earlier_events(moved.values())


def merged(before: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """What we know of a user, with what was just said on top; bounded, for a client may say anything."""
    if not said:
        return before
    return dict(islice((before | said).items(), MOST_TRAITS))


def tie_earlier_events(users: Iterable[ProductUser]) -> None:
    """What users did before we knew their company counts for that company too."""
    by_company: dict[int, list[int]] = {}
    for user in users:
        by_company.setdefault(user.company_id, []).append(user.pk)  # type: ignore[arg-type]
    for company_id, ids in by_company.items():
        UsageEvent.objects.filter(user__in=ids, company=None).update(company=company_id)
