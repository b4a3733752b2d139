"""Pages of the doors themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static

from doors.design import samples
from doors.policy import door
from doors.web import page
from history.actor import Role


@door(Role.ADMIN)
def design(request: HttpRequest) -> HttpResponse:
    """The style page: each component in all its states."""
    return page(request, "doors/design.html", part="letter", **samples())


@door(public="browsers and feed readers ask for it by themselves")
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon where it is looked for without being named: the drawn one."""
    return redirect(static("favicon.svg"))
