"""Every address of our own pages, and how it reads in the world of the walks."""

from __future__ import annotations

from django.urls import NoReverseMatch, get_resolver, reverse

from tests.house.routes import FOREIGN, KIND_OF, OTHER_ARGUMENTS


def walk(resolver, namespace=""):
    """Every address of our own pages with its view."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from walk(entry, entry.namespace or namespace)
        elif entry.name and not namespace.startswith("api"):
            yield f"{namespace}:{entry.name}".lstrip(":"), entry


PAGES = dict(walk(get_resolver()))
OURS = {name: entry for name, entry in PAGES.items() if not name.startswith(FOREIGN)}


def kind_of(name: str) -> str:
    return KIND_OF.get(name) or KIND_OF[name.split(":")[0] + ":*"]


def address(name: str, world: dict[str, int], pk: int | None = None) -> str:
    """The address with the ids of the restricted product's records, or with ``pk`` for the record that it names."""
    arguments = {}
    for argument in OURS[name].pattern.converters or OURS[name].pattern.regex.groupindex:
        given = OTHER_ARGUMENTS.get(argument)
        value = world[kind_of(name)] if given is None else world.get(given, given)
        is_last = argument in ("pk", "idea_pk") and argument == next(a for a in OURS[name].pattern.converters if a.endswith("pk"))
        arguments[argument] = pk if pk is not None and is_last else value
    return reverse(name, kwargs=arguments)


def reachable(name: str, world: dict[str, int]) -> bool:
    """Whether the world holds the kind of record that the address names."""
    try:
        address(name, world)
    except (KeyError, NoReverseMatch):
        return False
    return True
