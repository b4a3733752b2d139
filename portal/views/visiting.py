"""What every page for customers shares: which portal, who is there, how often, and the headers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from customers.models import Contact
from doors.pace import address_of, counted, seconds_left
from doors.policy import door
from history import clock
from history.refusals import NotPossible
from portal.codes import hashed
from portal.models import Portal, Visit
from portal.models.entry import VISIT_LASTS

COOKIE = "portal_visit"
READS_A_MINUTE = 240
DEEDS_A_MINUTE = 30
NOTES = {
    "voted": "Your company's vote is counted. Thank you.",
    "unvoted": "Your company's vote is taken back.",
    "followed": "We write to you when the status changes.",
    "unfollowed": "We no longer write to you about this.",
    "sent": "Thank you. We have it, and you find here what becomes of it.",
    "added": "Thank you. Our product managers read it, and nobody else.",
    "welcome": "You are signed in.",
    "goodbye": "You are signed out.",
}


@dataclass(frozen=True)
class Guest:
    """A portal, and who visits it."""

    portal: Portal
    visit: Visit | None

    @property
    def contact(self) -> Contact | None:
        """The customer who is signed in."""
        return self.visit.contact if self.visit else None


def portal_page(*methods: str, signed_in: bool = False, is_entry: bool = False) -> Callable[[Callable[..., HttpResponse]], Any]:
    """A customers' page: ``view(request, guest, …)``. One that is ``signed_in`` asks who it is first, as all do where the
    portal is not public, but for those by which one comes in."""

    def declare(view: Callable[..., HttpResponse]) -> Any:
        @require_http_methods(list(methods or ("GET", "HEAD")))
        @never_cache
        @door(public="customers take part without an account of ours")
        @wraps(view)
        def entered(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            portal = Portal.objects.open().select_related("product").filter(slug=slug).first()
            if portal is None:
                raise Http404
            guest = request.guest = Guest(portal, visit_of(request))  # type: ignore[attr-defined]
            if is_too_often(request, guest):
                return with_headers(too_often(request), portal)
            if guest.visit is None and not is_entry and (signed_in or not portal.is_public):
                return with_headers(redirect(sign_in_address(portal, request)), portal)
            return with_headers(answered(request, guest, view, kwargs), portal)

        return entered

    return declare


def answered(request: HttpRequest, guest: Guest, view: Callable[..., HttpResponse], kwargs: dict[str, Any]) -> HttpResponse:
    """The view's answer, or its refusal on a page of the portal."""
    try:
        return view(request, guest, **kwargs)
    except NotPossible as refusal:
        return show(request, "portal/public/refusal.html", status=409, sentence=str(refusal))


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit whose secret the cookie holds, unless it has ended."""
    secret = request.COOKIES.get(COOKIE, "")
    if not 20 <= len(secret) <= 100:
        return None
    rows = Visit.objects.filter(secret_hash=hashed(secret), ended_at=None, expires_at__gt=clock.now())
    return rows.select_related("contact__company").first()


def keep_visit(response: HttpResponse, secret: str) -> HttpResponse:
    """Have the browser remember a visit, for the portals and for nothing else."""
    response.set_cookie(
        COOKIE, secret, max_age=VISIT_LASTS, path="/portal/", secure=settings.IS_SECURE, httponly=True, samesite="Lax"
    )
    return response


def end_visit(response: HttpResponse) -> HttpResponse:
    """Have the browser forget it."""
    response.delete_cookie(COOKIE, path="/portal/", samesite="Lax")
    return response


def is_too_often(request: HttpRequest, guest: Guest) -> bool:
    """Whether this address, or this visit, does more than a person would."""
    address = address_of(request)
    if request.method in ("GET", "HEAD"):
        return counted(f"portal:read:{address}") > READS_A_MINUTE
    by_visit = guest.visit is not None and counted(f"portal:deed:visit:{guest.visit.pk}") > DEEDS_A_MINUTE
    return counted(f"portal:deed:{address}") > DEEDS_A_MINUTE * 2 or by_visit


def too_often(request: HttpRequest) -> HttpResponse:
    """Come again a little later."""
    response = show(request, "portal/public/too_often.html", status=429)
    response["Retry-After"] = str(seconds_left())
    return response


def sign_in_address(portal: Portal, request: HttpRequest) -> str:
    """Where one signs in, and comes back from to this page; to the front page after what is no page."""
    here = request.path if request.method == "GET" else request.POST.get("back", "")
    return reverse("portal:sign_in", args=[portal.slug]) + "?" + urlencode({"next": safe_path(portal, here)})


def safe_path(portal: Portal, path: str) -> str:
    """A path of this very portal; anything else is its front page."""
    front = portal.get_absolute_url()
    is_ours = path.startswith(front) and len(path) <= 300 and not set(path) & set("\\\r\n\t")
    return path if is_ours else front


def with_headers(response: HttpResponse, portal: Portal) -> HttpResponse:
    """Search engines list a portal only where somebody said so."""
    if not (portal.is_public and portal.is_indexed):
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the portal."""
    guest: Guest = request.guest  # type: ignore[attr-defined]
    note = NOTES.get(request.GET.get("done", ""), "")
    base = {"portal": guest.portal, "visitor": guest.contact, "note": note}
    return render(request, template, base | context, status=status)


def back_to(address: str, done: str = "") -> HttpResponse:
    """To a page as it was looked at, with what was done said there."""
    path, _, asked = address.partition("?")
    looked = [(name, value) for name, value in parse_qsl(asked) if name != "done"]
    query = urlencode([*looked, ("done", done)] if done else looked)
    return redirect(f"{path}?{query}" if query else path)
