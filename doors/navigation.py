"""The rail and the palette are data: every app says at start-up where one can go and what one can make there.

Order: 1xx what awaits me, 2xx the plan, 3xx the evidence, 4xx the company. A new hundred makes a gap in the rail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from history.actor import Actor

Count = Callable[[Actor], int]
_entries: dict[str, NavEntry] = {}
_commands: dict[str, Command] = {}


@dataclass(frozen=True)
class NavEntry:
    """A place: its word, its address, and whose roles use it (none named: everybody). ``key`` follows G."""

    name: str
    url_name: str
    icon: str
    roles: tuple[str, ...] = ()
    key: str = ""
    count: Count | None = None
    order: int = 500
    tab_for: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Command:
    """Something one can make from anywhere: "Submit a request". C opens the list; the palette has it too."""

    name: str
    url_name: str
    icon: str = "plus"
    roles: tuple[str, ...] = ()
    in_dialog: bool = False
    order: int = 500


def register(*things: NavEntry | Command) -> None:
    """Put places and commands into the shell. Called from an app's ``AppConfig.ready()``."""
    for thing in things:
        (_entries if isinstance(thing, NavEntry) else _commands)[thing.url_name] = thing  # type: ignore[index]


def serves(thing: NavEntry | Command, actor: Actor) -> bool:
    """Whether the actor's roles use this."""
    return not thing.roles or bool(actor.roles & set(thing.roles))


def places_for(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The rail's entries for this actor, each with its address, its count, and whether one is there now."""
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
            places[-1]["count"] = entry.count(actor) if entry.count else 0
    here = max(
        (place for place in places if is_at(request.path, place["url"])), key=lambda place: len(place["url"]), default=None
    )
    for place in places:
        place["is_here"] = place is here
    return places


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
    return [{"name": one.name, "url": reverse(one.url_name), "icon": one.icon, "in_dialog": one.in_dialog} for one in served]
