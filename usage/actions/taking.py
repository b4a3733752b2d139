"""Taking usage events in: the one verb behind ingestion, files and demo data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import IntegrityError, OperationalError, connection, transaction

from customers.models import Company
from history import clock
from history.actor import Actor
from history.refusals import require
from people.models import Product
from usage import rules
from usage.actions.companies import companies_meant
from usage.actions.identity import Crowd, Place
from usage.calendar import day_start
from usage.items import TRACK, Item
from usage.keeping import known_events
from usage.models import ProductUser, Source
from usage.order import NotAlone, keep_order
from usage.retention import kept_since
from usage.rollups import mark
from usage.store import Event, store
from usage.traits import place, tell

CHUNK, TRIES = 5000, 3
OTHER_CONTENT = "Known under this id with other content. What was taken first stays."
TOO_OLD = "Older than the events that are kept: its day is counted, and cannot be counted again."


@dataclass
class Taken:
    """How many items were taken, and how many of a message id were known already.

    ``refused`` are those that contradict what is known, ``noted`` those of which not everything could be done: place and reason.
    """

    taken: int = 0
    known: int = 0
    refused: list[Place] = field(default_factory=list)
    noted: list[Place] = field(default_factory=list)

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.taken + other.taken, self.known + other.known, self.refused + other.refused, self.noted + other.noted)


def take_events(
    product: Product, items: Iterable[Item], *, actor: Actor, source: Source | None = None, chunk: int = CHUNK
) -> Taken:
    """Take what users of a product did. An item whose message id was taken before is known, and changes nothing.

    Each chunk is a transaction of its own: taking the same items again goes on where it ended.
    """
    require(rules.may_take(actor, product))
    total, items = Taken(), iter(items)
    while some := list(islice(items, chunk)):
        total += take_safely(product, some, source=source)
    return total


def take_safely(product: Product, items: Sequence[Item], *, source: Source | None) -> Taken:
    """Take some items; once more, alone, if users have to be made one or somebody else was in the way."""
    alone, tries = connection.in_atomic_block or not connection.features.has_select_for_update, TRIES
    while True:
        try:
            return take_chunk(product, items, source=source, alone=alone)
        except NotAlone:
            alone = True
        except (IntegrityError, OperationalError):
            alone, tries = True, tries - 1
            if connection.in_atomic_block or not tries:
                raise


@transaction.atomic
def take_chunk(product: Product, items: Sequence[Item], *, source: Source | None, alone: bool = True) -> Taken:
    """Take some items: first who and where, then what they did."""
    keep_order(product.pk, alone=alone)
    old: list[Place] = []
    if kept := kept_since(product):
        since = day_start(kept)
        old = [(item.place, TOO_OLD) for item in items if item.at < since]
        items = [item for item in items if item.at >= since]
    crowd = Crowd(product, items, alone=alone)
    tell_users(crowd, companies_meant(product, items))
    tracks = [(item, crowd.user_of(item)) for item in items if item.kind == TRACK]
    known = len(tracks) - insert(product, source, tracks)
    others = contradictions(product, tracks) if known else []
    taken = len(items) - known - len(crowd.refused)
    if source is not None:
        Source.objects.filter(pk=source.pk).update(heard_at=clock.now())
    mark(product.pk, [clock.now(), *(item.at for item, _ in tracks)])
    return Taken(taken, known - len(others), old + crowd.refused + others, crowd.noted)


def contradictions(product: Product, tracks: Sequence[tuple[Item, ProductUser]]) -> list[Place]:
    """Items under whose message id something else is kept: what is there stays.

    Their moments are not compared: a client that sends again may mend its clock in between.
    """
    kept = known_events(product.pk, [item.message_id for item, _ in tracks])
    return [
        (item.place, OTHER_CONTENT)
        for item, user in tracks
        if kept.get(item.message_id, (item.name, user.pk, item.properties)) != (item.name, user.pk, item.properties)
    ]


def insert(product: Product, source: Source | None, events: Sequence[tuple[Item, ProductUser]]) -> int:
    """Keep what users did. Answers how many of the events were new."""
    now, source_id = clock.now(), source.pk if source else None
    return store().add(
        [
            Event(
                product_id=product.pk, source_id=source_id, message_id=item.message_id, name=item.name, user_id=user.pk,
                at=item.at, received_at=now, properties=item.properties,
            )
            for item, user in events
        ]
    )  # fmt: skip


def tell_users(crowd: Crowd, companies: dict[str, Company]) -> None:
    """Keep what the items say about their users: traits, and whose company they are of."""
    meant = {groups: company_of(groups, companies) for groups in {item.groups for item in crowd.items}}
    for item in crowd.items:
        if not item.user or id(item) in crowd.refused_ids or not (item.traits or item.once or item.groups):
            continue
        user = crowd.user_of(item)
        news = tell(user, item)
        if place(user, item, meant[item.groups]) or news:
            crowd.change(user)
    crowd.keep()


def company_of(groups: tuple[str, ...], companies: dict[str, Company]) -> Company | None:
    """The first of the groups that names a company of ours."""
    return next((companies[small] for group in groups if (small := group.lower()) in companies), None)
