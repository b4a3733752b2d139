"""What every page's shell shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject

from doors import formats, navigation
from history.telling import opens

CHOICES = {"theme": ("system", "light", "dark"), "density": ("compact", "cozy"), "keys": ("on", "off")}


def shell(request: HttpRequest) -> dict[str, Any]:
    """How this browser wants to see it, and where this person can go. The rail is only worked out where it is drawn."""
    organisation = getattr(request, "organisation", None)
    formats.use_currency(getattr(organisation, "currency", None) or "USD")
    looks = {name: chosen(request, name, choices) for name, choices in CHOICES.items()}
    # A request that is refused before it is known whose it is has no user.
    if not getattr(getattr(request, "user", None), "single_keys", True):
        looks["keys"] = "off"
    return {
        **looks,
        "organisation": organisation,
        "this_address": quote(request.get_full_path()),
        "layout": "dialog.html" if request.headers.get("X-Dialog") else "form.html",
        "way_back": SimpleLazyObject(lambda: way_back(request)),
        "rail": SimpleLazyObject(lambda: rail_for(request)),
    }


def chosen(request: HttpRequest, name: str, choices: tuple[str, ...]) -> str:
    """What this browser chose, by cookie; the first choice unless it is one of the others."""
    value = request.COOKIES.get(name, "")
    return value if value in choices else choices[0]


def rail_for(request: HttpRequest) -> dict[str, Any]:
    """Places, the phone's tabs, and what one can make."""
    actor = request.actor  # type: ignore[attr-defined]
    places, bell = navigation.places_for(request, actor)
    makes = navigation.commands_for(actor)
    return {
        "places": places,
        "tabs": navigation.tabs_from(places, actor),
        "makes": makes,
        "list_key": "" if any(make["key"] == "c" for make in makes) else "c",
        "search_url": address_of("line:search"),
        "me_url": address_of("people:me"),
        "watch_url": address_of("history:news"),
        "bell": bell,
    }


def way_back(request: HttpRequest) -> str:
    """The nearest page above this one that opens, for whoever opened a form and thinks better of it."""
    parts = request.path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    return next((one for one in above if is_page(one) and opens(one, request.actor)), "/")  # type: ignore[attr-defined]


def is_page(path: str) -> bool:
    """Whether a page of a list or of a record is at a path: what is done to a record (…/12/merge/) is no place to go back to."""
    try:
        arguments = resolve(path).captured_kwargs or {}
    except Resolver404:
        return False
    return all(isinstance(value, int) for value in arguments.values())


def address_of(name: str) -> str:
    """An address of an upper floor, or nothing where that floor does not offer it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
