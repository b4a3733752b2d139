"""Where raw usage events are kept, behind one small interface.

Pages and figures read the daily counts (`usage.rollups`), never raw events; so what keeps the events may be exchanged.
The setting ``USAGE_STORE`` says what does: the database beside everything else, or ClickHouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a user did, as it is kept. ``user_id`` and ``product_id`` are rows of ours."""

    product_id: int
    message_id: str
    name: str
    user_id: int
    at: datetime
    received_at: datetime
    source_id: int | None = None
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """Which events are meant: any of these names (all, where none is given) that carry all of these properties."""

    names: tuple[str, ...] = ()
    properties: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events a match found, when first and last, and whose they were."""

    events: int
    first: datetime | None
    last: datetime | None
    users: frozenset[int]


@dataclass(frozen=True, slots=True)
class Part:
    """Of all users, those whose id leaves ``number`` when divided by ``of``: so that much can be counted bit by bit."""

    number: int = 0
    of: int = 1


Day = tuple[date, datetime, datetime]
"""A day on the organisation's calendar, and the instants at which it begins and ends."""
EVERYTHING, WHOLE = Match(), Part()


class EventStore(Protocol):
    """What keeps raw events. Spans of time hold their beginning and not their end."""

    def carry_over(self) -> int:
        """Bring what was added to where the rest of this reads it, if that is elsewhere. Answers how many events that were."""
        ...

    def add(self, events: Sequence[Event]) -> int:
        """Keep events, each message id of a product once, the first that came. Answers how many were new."""
        ...

    def find(self, product_id: int, message_ids: Iterable[str]) -> dict[str, Event]:
        """The events kept under these message ids."""
        ...

    def names(self, product_id: int, since: datetime, until: datetime) -> dict[str, int]:
        """How often each event happened, by its name."""
        ...

    def counts(
        self, product_id: int, since: datetime, until: datetime, match: Match = EVERYTHING, part: Part = WHOLE
    ) -> Iterator[tuple[str, int, int]]:
        """How often each user, of a part of them, did what: (event's name, user's id, number of events)."""
        ...

    def counts_by_day(
        self, product_id: int, days: Iterable[Day], match: Match = EVERYTHING, part: Part = WHOLE
    ) -> Iterator[tuple[date, str, int, int]]:
        """The same of several days, given in their order: (day, event's name, user's id, number of events)."""
        ...

    def nth_times(self, product_id: int, match: Match, nth: int, until: datetime) -> Iterator[tuple[int, datetime]]:
        """The moment of each user's ``nth`` event of a match before ``until``; users with fewer are left out."""
        ...

    def tally(self, product_id: int, match: Match, since: datetime, until: datetime) -> Tally:
        """What a match would find."""
        ...

    def uses_of(self, user_id: int, match: Match, since: datetime, until: datetime) -> int:
        """How many events of a match one user has."""
        ...

    def latest(self, most: int, *, source_id: int | None = None, user_id: int | None = None, name: str = "") -> list[Event]:
        """The events received last, of a source or of a user, if need be of one name only."""
        ...

    def mistimed(self, product_id: int, match: Match, until: datetime, skew: timedelta) -> tuple[int, int]:
        """How many events dated before ``until`` are dated ``skew`` after they came in; how many came in at or after it."""
        ...

    def span(self, product_id: int) -> tuple[datetime, datetime] | None:
        """The moments of the first and the last event; None without any."""
        ...

    def move(self, from_user: int, to_user: int) -> None:
        """Let one user's events be another's."""
        ...

    def forget(self, user_id: int) -> None:
        """Empty what a user's events carry: their properties. That something was done stays counted."""
        ...

    def prune(self, product_id: int, before: datetime, most: int) -> int:
        """Drop events before a moment, about so many at once where dropping more would keep others waiting. Answers how many."""
        ...


KINDS = {
    "database": "usage.store.database.DatabaseStore",
    "clickhouse": "usage.store.clickhouse.ClickHouseStore",
    "chdb": "usage.store.clickhouse.ClickHouseStore",
}


class StoreDown(Exception):
    """What keeps the events does not answer. Nothing was changed; it may be asked again."""

    def __str__(self) -> str:
        return "What keeps usage events does not answer. Try again in a moment."


def kind_of(address: str) -> str:
    """The kind of store that the setting names, which is what stands before the colon."""
    return address.partition(":")[0]


def store() -> EventStore:
    """The store that the setting names; made once."""
    return made(settings.USAGE_STORE)


@cache
def made(address: str) -> EventStore:
    """The store at an address."""
    one: EventStore = import_string(KINDS[kind_of(address)])(address)
    return one
