"""The stage: who and what is there, and the timeline on which every act of the demo lies in its order."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from history import clock
from history.actor import Actor, Via, system
from line.demo.organisation import SEED

Act = Callable[[], Any]
LAST_MOMENT = timedelta(minutes=20)
A_WHILE = timedelta(minutes=10)


def dice(*names: object) -> random.Random:
    """A generator of its own for each name, so that adding one thing moves no other."""
    return random.Random(f"{SEED}/{'/'.join(map(str, names))}")  # noqa: S311 - a story, no secret


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Where any failure undoes all, no verb needs a way back of its own: SQLite would write its index of words at each."""
    vars(connections[DEFAULT_DB_ALIAS])["savepoint"] = lambda: None
    try:
        yield
    finally:
        del vars(connections[DEFAULT_DB_ALIAS])["savepoint"]


class Stage:
    """Everything that exists so far, by the keys of the content, and what is still to happen; ``placed`` are the users of the
    products whose company is known."""

    def __init__(self, now: datetime):
        self.now = now
        self.people: dict[str, Any] = {}
        self.products: dict[str, Any] = {}
        self.companies: dict[str, Any] = {}
        self.contacts: dict[tuple[str, str], Any] = {}
        self.ideas: dict[str, Any] = {}
        self.initiatives: dict[str, Any] = {}
        self.features: dict[str, Any] = {}
        self.key_results: dict[str, Any] = {}
        self.placed: set[str] = set()
        self._acts: list[tuple[datetime, int, Act]] = []
        self._turn = count()
        self._moment: datetime | None = None

    def moment(self, day: float, hour: float = 0) -> datetime:
        """An instant ``day`` days from today at ``hour``, never later than just now.

        Weekends are not spared: the story must come out the same whatever day of the week it is told on.
        """
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return min(midnight + timedelta(days=int(day // 1), hours=hour or 9), self.now - LAST_MOMENT)

    def date(self, day: int) -> date:
        """A day, counted from today."""
        return self.now.date() + timedelta(days=day)

    def on(self, day: float, act: Act, *, hour: float = 0) -> None:
        """Lay an act on the timeline, but never before what happens now."""
        self.at(self.moment(day, hour), act)

    def at(self, moment: datetime, act: Act) -> None:
        """Lay an act on the timeline at an exact instant, which is at the latest just now."""
        earliest = self._moment + A_WHILE if self._moment else moment
        heapq.heappush(self._acts, (min(max(moment, earliest), self.now - LAST_MOMENT), next(self._turn), act))

    def later(self, delay: timedelta, act: Act) -> None:
        """Lay an act so long after the one that happens now."""
        self.at(clock.now() + delay, act)

    def play(self) -> None:
        """Let everything happen, earliest first; an act may lay further ones. All of it or nothing."""
        with transaction.atomic(), without_savepoints():
            while self._acts:
                self._moment, _, act = heapq.heappop(self._acts)
                with clock.at(self._moment):
                    act()

    def as_(self, key: str, via: str = Via.WEB) -> Actor:
        """Somebody of the cast, acting."""
        return Actor(person=self.people[key], via=via)

    @staticmethod
    def as_person(person: Any) -> Actor:
        """Somebody who is named by a record, acting."""
        return Actor(person=person)

    @staticmethod
    def as_job(name: str) -> Actor:
        """A connection to another system, acting."""
        return system(name)

    def contact(self, company: str, first_name: str = "") -> Any:
        """The contact of a company whose name begins so; without a name the first one, or nobody."""
        theirs = [person for (firm, _), person in self.contacts.items() if firm == company]
        named = [person for person in theirs if person.name.replace("Dr ", "").startswith(first_name)]
        return (named or theirs or [None])[0]
