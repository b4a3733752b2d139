"""The rail and the palette are data: every app says at start-up where one can go and what one can make there.

Order: 1xx what awaits me, 2xx the plan, 3xx the evidence, 4xx the company. A new hundred makes a gap in the rail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from doors.counts import counted
from history.actor import Actor

# The rows that wait for somebody; how many they are is the number beside the place.
Waiting = Callable[[Actor], QuerySet[Any] | None]
_entries: dict[str, NavEntry] = {}
_commands: dict[str, Command] = {}
_bells: list[Bell] = []


@dataclass(frozen=True)
class NavEntry:
    """A place: its word, its address, and whose roles use it (none named: everybody). ``key`` follows G.

    ``holds`` names further addresses that belong to it, so that the rail says where one is on a record's page too.
    """

    name: str
    url_name: str
    icon: str
    roles: tuple[str, ...] = ()
    key: str = ""
    waiting: Waiting | None = None
    order: int = 500
    tab_for: tuple[str, ...] = field(default=())
    holds: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Bell:
    """Where one reads what one is told, and how much of it is unread: in the bar of every page."""

    url_name: str
    waiting: Waiting


@dataclass(frozen=True)
class Command:
    """Something one can make from anywhere: "Submit a request". The rail's plus opens the list; the palette has it too.

    A command's own ``key`` opens it at once; where no command has C, C opens the list.
    """

    name: str
    url_name: str
    icon: str = "plus"
    roles: tuple[str, ...] = ()
    in_dialog: bool = False
    order: int = 500
    key: str = ""


def register(*things: NavEntry | Command) -> None:
    """Put places and commands into the shell. Called from an app's ``AppConfig.ready()``."""
    for thing in things:
        (_entries if isinstance(thing, NavEntry) else _commands)[thing.url_name] = thing  # type: ignore[index]


def ring(bell: Bell) -> None:
    """Put the bell into the shell."""
    _bells[:] = [bell]


def serves(thing: NavEntry | Command, actor: Actor) -> bool:
    """Whether the actor's roles use this."""
    return not thing.roles or bool(actor.roles & set(thing.roles))


def places_for(request: HttpRequest, actor: Actor) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The rail's entries for this actor, each with its address, its count, and whether one is there now; and the bell."""
    places: list[dict[str, Any]] = []
    for entry in sorted(_entries.values(), key=lambda one: one.order):
        if serves(entry, actor):
            starts_group = bool(places) and places[-1]["entry"].order // 100 != entry.order // 100
            places.append(
                {
                    "entry": entry,
                    "name": entry.name,
                    "icon": entry.icon,
                    "key": entry.key,
                    "url": reverse(entry.url_name),
                    "starts_group": starts_group,
                }
            )
    addresses = [(url, place) for place in places for url in (place["url"], *place["entry"].holds)]
    reached = [(len(url), place) for url, place in addresses if is_at(request.path, url)]
    here = max(reached, key=lambda one: one[0], default=(0, None))[1]
    for place in places:
        place["is_here"] = place is here
    bell = next(iter(_bells), None) if actor.roles else None
    waiting = [place["entry"].waiting for place in places] + [bell.waiting if bell else None]
    numbers = counted([rows(actor) if rows else None for rows in waiting])
    for place, number in zip(places, numbers, strict=False):
        place["count"] = number
    return places, {"url": reverse(bell.url_name), "count": numbers[-1]} if bell else None


def is_at(path: str, url: str) -> bool:
    """Whether a path lies at or under an address; the root holds only itself."""
    return path == url or (url != "/" and path.startswith(url))


def tabs_from(places: list[dict[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    """The phone's four tabs: what the actor's roles use first, then the rail's own order."""
    chosen = sorted(places, key=lambda place: not (actor.roles & set(place["entry"].tab_for)))[:4]
    return [place for place in places if place in chosen]


def commands_for(actor: Actor) -> list[dict[str, Any]]:
    """What this actor can make from anywhere."""
    served = (command for command in sorted(_commands.values(), key=lambda one: one.order) if serves(command, actor))
    return [
        {"name": one.name, "url": reverse(one.url_name), "icon": one.icon, "in_dialog": one.in_dialog, "key": one.key}
        for one in served
    ]
