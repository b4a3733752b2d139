"""Pages of the doors themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from doors.design import samples
from doors.policy import door
from doors.web import page
from history.actor import Role


@door(Role.ADMIN)
def design(request: HttpRequest) -> HttpResponse:
    """The style page: each component in all its states."""
    return page(request, "doors/design.html", part="letter", **samples())
