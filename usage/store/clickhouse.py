"""Raw events in ClickHouse, for teams whose events outgrow one database; or in chDB, which is ClickHouse within our own process.

Events come to rest in two steps. Whoever takes them writes them to our own database, with everything else that a request changes,
in one transaction (`UsageEvent`, here a place where they wait). The worker carries them over from there in batches, and what is
counted, shown and dropped is read from ClickHouse only. So taking events in goes on while ClickHouse is away, and a worker killed
in the middle of a batch carries over what is left: an event that is there already is not put there again.

What a user's merge or erasure changes there is noted in the same way (`StoreChange`). Every reader sees it at once; ClickHouse,
which rewrites much for any change, is told of merges together, and of an erasure with the next round.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

import clickhouse_connect
from clickhouse_connect.driver.exceptions import ClickHouseError
from django.db import transaction
from django.db.models import Max
from urllib3.exceptions import HTTPError

from history import clock
from jobs.progress import report
from usage.models import Carriage, StoreChange, UsageEvent
from usage.store import EVERYTHING, WHOLE, Day, Event, Match, Part, StoreDown, Tally
from usage.store.asked import UNTIL, Asked, instant, listed, whose
from usage.store.changes import are_due, pending
from usage.store.database import DatabaseStore

logger = logging.getLogger(__name__)

BATCH, TOLD_AT_ONCE = 5000, 1000
SHORT, LONG = 25, 900  # seconds that a reader waits for an answer, and the worker for a change
COLUMNS = ("product_id", "source_id", "message_id", "name", "user_id", "at", "received_at", "properties")
TABLE = """
CREATE TABLE IF NOT EXISTS usage_event (
    product_id UInt64,
    source_id UInt64,
    message_id String,
    name LowCardinality(String),
    user_id UInt64,
    at DateTime64(6, 'UTC'),
    received_at DateTime64(6, 'UTC'),
    properties String CODEC(ZSTD),
    INDEX by_message message_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX by_user user_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (product_id, name, at)
SETTINGS non_replicated_deduplication_window = 1000
"""


class ClickHouseStore:
    """Events that wait in our own database, and a table of ClickHouse's."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.waiting = DatabaseStore()

    @cached_property
    def client(self) -> Any:
        """Made with the first question; the table, too, where it is missing. Threads share it."""
        client = self.connected(SHORT)
        client.command(TABLE)
        return client

    @cached_property
    def patient(self) -> Any:
        """The same for what takes long."""
        return self.client if self.address.startswith("chdb:") else self.connected(LONG)

    def connected(self, seconds: int) -> Any:
        """A connection that waits so long for an answer."""
        if self.address.startswith("chdb:"):
            return clickhouse_connect.get_client(dsn=self.address)
        return clickhouse_connect.get_client(
            dsn=self.address, autogenerate_session_id=False, connect_timeout=3, send_receive_timeout=seconds
        )

    def read(self, what: str, asked: Asked, rest: str = "") -> Sequence[Sequence[Any]]:
        """What is asked of the events that are asked for."""
        with telling_if_down():
            sql = f"SELECT {what} FROM usage_event WHERE {asked} {rest}"  # noqa: S608 - words of ours
            return self.client.query(sql, parameters=asked.values).result_rows

    def tell(self, sql: str, **values: Any) -> None:
        """Change what is there, and wait until it is done."""
        with telling_if_down():
            self.patient.command(sql, parameters=values, settings={"mutations_sync": 2, "lightweight_deletes_sync": 2})

    # taking in

    def add(self, events: Sequence[Event]) -> int:
        """Let events wait, unless they are there already. While ClickHouse is away, that is seen when they are carried over."""
        there: set[str] = set()
        for product_id in {one.product_id for one in events}:
            try:
                there |= self.ids_there(product_id, [one.message_id for one in events])
            except StoreDown:
                continue
        return self.waiting.add([one for one in events if one.message_id not in there])

    def find(self, product_id: int, message_ids: Iterable[str]) -> dict[str, Event]:
        """Those that wait and those that are there; while ClickHouse is away, those that wait."""
        wanted = list(message_ids)
        found: dict[str, Event] = {}
        try:
            for start in range(0, len(wanted), BATCH):
                asked = Asked(product_id)
                asked.require("message_id IN {ids:Array(String)}", ids=wanted[start : start + BATCH])
                found |= {event.message_id: event for event in self.events(asked)}
        except StoreDown:
            found = {}
        return self.waiting.find(product_id, wanted) | found

    def ids_there(self, product_id: int, message_ids: Sequence[str]) -> set[str]:
        """Those of the message ids under which an event is there."""
        asked = Asked(product_id)
        asked.require("message_id IN {ids:Array(String)}", ids=list(message_ids))
        return {key for (key,) in self.read("DISTINCT message_id", asked)}

    # carrying over

    def carry_over(self) -> int:
        """Bring what waits to where it is read, and tell of merges and erasures. Answers how many events that were."""
        carried, last = 0, UsageEvent.objects.aggregate(last=Max("pk"))["last"]
        while last is not None and (some := self.carry_some(last)):
            carried += some
            report(carried, message=f"{carried:,} events carried over")
        if are_due():
            self.tell_changes()
        return carried

    @transaction.atomic
    def carry_some(self, last: int) -> int:
        """One batch: put there, then gone from where it waited. Two at once wait for each other, and for a telling of changes."""
        hold()
        rows = list(UsageEvent.objects.filter(pk__lte=last).order_by("pk").select_for_update()[:BATCH])
        there: set[tuple[int, str]] = set()
        for product_id in {row.product_id for row in rows}:
            there |= {(product_id, key) for key in self.ids_there(product_id, [row.message_id for row in rows])}
        self.put([row for row in rows if (row.product_id, row.message_id) not in there])
        UsageEvent.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)

    def put(self, rows: Sequence[UsageEvent]) -> None:
        """Write a batch. The same batch again, because an answer was lost on its way, changes nothing."""
        if not rows:
            return
        values = [
            (
                row.product_id, row.source_id or 0, row.message_id, row.name, row.user_id, row.at, row.received_at,
                json.dumps(row.properties) if row.properties else "",
            )
            for row in rows
        ]  # fmt: skip
        token = sha256("\n".join(row.message_id for row in rows).encode()).hexdigest()
        with telling_if_down():
            self.client.insert("usage_event", values, column_names=COLUMNS, settings={"insert_deduplication_token": token})

    @transaction.atomic
    def tell_changes(self) -> None:
        """Carry out what merges and erasures changed, all of it together."""
        hold()
        rows = list(StoreChange.objects.values_list("pk", flat=True))
        changes = pending()
        for some in batched(sorted(changes.moved)):
            self.tell(f"ALTER TABLE usage_event UPDATE user_id = {whose(changes)} WHERE user_id IN {listed(some)}")
        for some in batched(sorted({*changes.forgotten, *map(changes.owner, changes.forgotten)})):
            self.tell(f"ALTER TABLE usage_event UPDATE properties = '' WHERE user_id IN {listed(some)}")
        StoreChange.objects.filter(pk__in=rows).delete()

    # reading

    def names(self, product_id: int, since: datetime, until: datetime) -> dict[str, int]:
        """One pass over the span."""
        asked = Asked(product_id, since, until)
        return {name: events for name, events in self.read("name, count()", asked, "GROUP BY name")}  # noqa: C416 - typed so

    def counts(
        self, product_id: int, since: datetime, until: datetime, match: Match = EVERYTHING, part: Part = WHOLE
    ) -> Iterator[tuple[str, int, int]]:
        """One pass over the span."""
        changes = pending()
        asked = Asked(product_id, since, until).matching(match, changes)
        if part != WHOLE:
            asked.conditions.append(f"{whose(changes)} % {part.of} = {part.number}")
        rows = self.read(f"name, {whose(changes)} AS whose, count()", asked, "GROUP BY name, whose")
        return ((name, user, events) for name, user, events in rows)

    def counts_by_day(
        self, product_id: int, days: Iterable[Day], match: Match = EVERYTHING, part: Part = WHOLE
    ) -> Iterator[tuple[date, str, int, int]]:
        """One pass over each day."""
        for day, since, until in days:
            for name, user, events in self.counts(product_id, since, until, match, part):
                yield day, name, user, events

    def nth_times(self, product_id: int, match: Match, nth: int, until: datetime) -> Iterator[tuple[int, datetime]]:
        """The first of each user's moments, as many as are needed."""
        changes, nth = pending(), max(1, nth)
        asked = Asked(product_id, None, until).matching(match, changes)
        what, enough = f"{whose(changes)} AS whose, groupArraySorted({nth})(at)[{nth}]", f"GROUP BY whose HAVING count() >= {nth}"
        return ((user, instant(at)) for user, at in self.read(what, asked, enough))

    def tally(self, product_id: int, match: Match, since: datetime, until: datetime) -> Tally:
        """Counted per user first, so that the users need no second pass."""
        changes = pending()
        asked = Asked(product_id, since, until).matching(match, changes)
        rows = self.read(f"{whose(changes)} AS whose, count(), min(at), max(at)", asked, "GROUP BY whose")
        if not rows:
            return Tally(0, None, None, frozenset())
        users, events, firsts, lasts = zip(*rows, strict=True)
        return Tally(sum(events), instant(min(firsts)), instant(max(lasts)), frozenset(users))

    def uses_of(self, user_id: int, match: Match, since: datetime, until: datetime) -> int:
        """One user's, under every id that is still there for them."""
        changes = pending()
        asked = Asked(None, since, until).matching(match, changes)
        asked.conditions.append(f"user_id IN {listed(changes.ids_of(user_id))}")
        return int(self.read("count()", asked)[0][0])

    def latest(self, most: int, *, source_id: int | None = None, user_id: int | None = None, name: str = "") -> list[Event]:
        """A source's by when they came, a user's by when they happened."""
        asked, order = Asked(), "received_at DESC, at DESC, message_id DESC"
        if name:
            asked.require("name = {name:String}", name=name)
        if source_id is not None:
            asked.require("source_id = {source:UInt64}", source=source_id)
        if user_id is not None:
            asked.conditions.append(f"user_id IN {listed(pending().ids_of(user_id))}")
            order = "at DESC, received_at DESC, message_id DESC"
        return self.events(asked, f"ORDER BY {order} LIMIT {int(most)}")

    def events(self, asked: Asked, rest: str = "") -> list[Event]:
        """Whole events, as pending merges and erasures would have them."""
        changes = pending()
        rows = self.read(", ".join(COLUMNS), asked, rest)
        return [
            Event(
                product_id=product, source_id=source or None, message_id=message_id, name=name, user_id=changes.owner(user),
                at=instant(at), received_at=instant(received),
                properties=json.loads(carried) if carried and user not in changes.forgotten else {},
            )
            for product, source, message_id, name, user, at, received, carried in rows
        ]  # fmt: skip

    def mistimed(self, product_id: int, match: Match, until: datetime, skew: timedelta) -> tuple[int, int]:
        """Both in one pass over the match."""
        asked = Asked(product_id, None, until).matching(match, pending())
        ahead, late = "at > received_at + toIntervalSecond({skew:UInt32})", f"received_at >= {UNTIL}"
        asked.values["skew"] = int(skew.total_seconds())
        found = self.read(f"countIf({ahead}), countIf({late})", asked)[0]
        return int(found[0]), int(found[1])

    def span(self, product_id: int) -> tuple[datetime, datetime] | None:
        """The two ends of what is there."""
        asked = Asked(product_id)
        many, first, last = self.read("count(), min(at), max(at)", asked)[0]
        return (instant(first), instant(last)) if many else None

    # changing

    def move(self, from_user: int, to_user: int) -> None:
        """Those that wait are rewritten; of the others it is noted."""
        self.waiting.move(from_user, to_user)
        StoreChange.objects.filter(to_user=from_user).update(to_user=to_user)
        StoreChange.objects.create(user=from_user, to_user=to_user)

    def forget(self, user_id: int) -> None:
        """Those that wait are rewritten; of the others it is noted."""
        self.waiting.forget(user_id)
        StoreChange.objects.create(user=user_id)

    def prune(self, product_id: int, before: datetime, most: int) -> int:
        """All of them at once: nobody waits for it."""
        asked = Asked(product_id, None, before)
        dropped = int(self.read("count()", asked)[0][0])
        if dropped:
            self.tell(f"DELETE FROM usage_event WHERE {asked}", **asked.values)  # noqa: S608 - words of ours
        return dropped


@contextmanager
def telling_if_down() -> Iterator[None]:
    """Whatever is wrong with ClickHouse is one error to everybody else; the log says what it was."""
    try:
        yield
    except (ClickHouseError, HTTPError, OSError) as error:
        logger.warning("ClickHouse does not answer as it should: %s", error)
        raise StoreDown from error


def batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Some at once: a statement has a bounded length."""
    return (ids[start : start + TOLD_AT_ONCE] for start in range(0, len(ids), TOLD_AT_ONCE))


def hold() -> None:
    """Let nobody else carry over or change anything until the transaction ends."""
    Carriage.objects.get_or_create(pk=1)
    Carriage.objects.filter(pk=1).update(carried_at=clock.now())
