"""What every page's shell shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from doors import formats, navigation

CHOICES = {"theme": ("system", "light", "dark"), "density": ("compact", "cozy"), "keys": ("on", "off")}


def shell(request: HttpRequest) -> dict[str, Any]:
    """How this browser wants to see it, and where this person can go. The rail is only worked out where it is drawn."""
    organisation = getattr(request, "organisation", None)
    formats.use_currency(getattr(organisation, "currency", None) or "USD")
    looks = {name: chosen(request, name, choices) for name, choices in CHOICES.items()}
    if not getattr(request.user, "single_keys", True):
        looks["keys"] = "off"
    return {
        **looks,
        "organisation": organisation,
        "layout": "dialog.html" if request.headers.get("X-Dialog") else "base.html",
        "rail": SimpleLazyObject(lambda: rail_for(request)),
    }


def chosen(request: HttpRequest, name: str, choices: tuple[str, ...]) -> str:
    """What this browser chose, by cookie; the first choice unless it is one of the others."""
    value = request.COOKIES.get(name, "")
    return value if value in choices else choices[0]


def rail_for(request: HttpRequest) -> dict[str, Any]:
    """Places, the phone's tabs, and what one can make."""
    actor = request.actor  # type: ignore[attr-defined]
    places = navigation.places_for(request, actor)
    return {
        "places": places,
        "tabs": navigation.tabs_from(places, actor),
        "makes": navigation.commands_for(actor),
        "search_url": address_of("line:search"),
        "me_url": address_of("people:me"),
    }


def address_of(name: str) -> str:
    """An address of an upper floor, or nothing where that floor does not offer it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
