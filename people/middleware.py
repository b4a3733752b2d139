"""Gives each request its actor."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from doors import formats
from history.actor import Actor, Via
from people.models import Organisation, Person

FIRST_STOPS = ("/", "/account/login/")


class ActorMiddleware:
    """``request.actor`` is the signed-in person; nobody signed in acts as the named visitor, who may do nothing of a member's.

    The first visitor of an empty installation is led to setting it up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_from(request.user))  # type: ignore[attr-defined]
        request.organisation = SimpleLazyObject(Organisation.objects.first)  # type: ignore[attr-defined]
        if request.path in FIRST_STOPS and not request.user.is_authenticated and not request.organisation:  # type: ignore[attr-defined]
            return redirect("people:founding")
        if request.user.is_authenticated:
            live_at_home(request)
        else:
            timezone.deactivate()
        return self.get_response(request)


def live_at_home(request: HttpRequest) -> None:
    """For the rest of a member's request days begin and end, and money is told, as the organisation has it."""
    organisation = request.organisation  # type: ignore[attr-defined]
    formats.use_currency(organisation.currency if organisation else "USD")
    timezone.activate(organisation.time_zone if organisation else "UTC")


def actor_from(user: object, *, via: str = Via.WEB) -> Actor:
    """The actor behind a user of a request; a visitor is a person without any role, never a system job."""
    return Actor(person=user if isinstance(user, Person) else Person(name="A visitor", is_active=False), via=via)
