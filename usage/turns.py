"""Cutting what is to be counted into turns: each is a transaction, short enough that nobody waits long for the product's row.

A turn is some days that have little, or a part of the users of one day that has much. It is cut by the number of events, not by
the clock: the same backlog is always cut alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import F

from usage.calendar import DAY, zone
from usage.store import WHOLE, Day, Part, store

MOST_EVENTS = 20_000
"""What a turn counts: well under a second's work on a machine of two busy cores."""
MOST_DAYS = 31


@dataclass(frozen=True)
class Turn:
    """What is counted in one go: some days, of all users or of one part of them."""

    days: Sequence[date]
    part: Part = WHOLE

    @property
    def is_first(self) -> bool:
        """Whether no other part of these days was counted before it."""
        return self.part.number == 0

    @property
    def is_last(self) -> bool:
        """Whether all of these days is counted with it."""
        return self.part.number == self.part.of - 1

    def rows(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Of rows that have a user, those of this turn's part."""
        if self.part == WHOLE:
            return rows
        return rows.alias(part=F("user_id") % self.part.of).filter(part=self.part.number)


def turns(product_id: int, days: Sequence[date], names: Collection[str] | None = None) -> Iterator[Turn]:
    """Cut days into turns, by what happened on them; by these events only, where they are named."""
    for start in range(0, len(days), MOST_DAYS):
        some = days[start : start + MOST_DAYS]
        if size(product_id, some[0], some[-1], names) <= MOST_EVENTS:
            yield Turn(some)
        else:
            yield from by_day(product_id, some, names)


def by_day(product_id: int, days: Sequence[date], names: Collection[str] | None) -> Iterator[Turn]:
    """Cut days that are too much together: as many in a turn as go into it, and one that is too much alone by its users."""
    some: list[date] = []
    events = 0
    for day in days:
        happened = size(product_id, day, day, names)
        if some and events + happened > MOST_EVENTS:
            yield Turn(some)
            some, events = [], 0
        if happened > MOST_EVENTS:
            parts = -(-happened // MOST_EVENTS)
            yield from (Turn([day], Part(number, parts)) for number in range(parts))
        else:
            some.append(day)
            events += happened
    if some:
        yield Turn(some)


def size(product_id: int, first: date, last: date, names: Collection[str] | None) -> int:
    """How many events there are from one day to another, both included; of these names only, where they are given."""
    (_, since, _), (_, _, until) = spans([first, last])
    happened = store().names(product_id, since, until)
    return sum(number for name, number in happened.items() if names is None or name in names)


def spans(days: Iterable[date]) -> Iterator[Day]:
    """Each day with the instants at which it begins and ends."""
    here = zone()
    for day in days:
        yield day, datetime.combine(day, time.min, here), datetime.combine(day + DAY, time.min, here)
