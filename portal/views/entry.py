"""Coming in and leaving: a link by e-mail, and the link by which mail stops."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from customers.models import Contact
from doors.pace import address_of, counted
from doors.policy import door
from people.models import Organisation
from portal import actions
from portal.codes import hashed
from portal.forms import AskLinkForm, NameForm
from portal.mailing import code_of
from portal.models import Follower, SignInLink
from portal.views.visiting import Guest, back_to, end_visit, keep_visit, portal_page, safe_path, show, too_often

ASKS_AN_HOUR = 20
TRIES_A_MINUTE = 30
WAYS = ("GET", "HEAD", "POST")


@portal_page(*WAYS, is_entry=True)
def sign_in(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Ask for a link. Whoever asks gets the same answer, whether we know the address or not."""
    form, path = AskLinkForm(request.POST or None), safe_path(guest.portal, request.GET.get("next", ""))
    if not form.is_valid():
        return show(request, "portal/public/sign_in.html", form=form, place="sign-in", status=422 if form.is_bound else 200)
    if counted(f"portal:ask:{address_of(request)}", seconds=3600) > ASKS_AN_HOUR:
        return too_often(request)
    if not form.is_trap_sprung:
        actions.ask_link(guest.portal, email=form.cleaned_data["email"], next_path=path)
    return show(request, "portal/public/link_sent.html", email=form.cleaned_data["email"])


@portal_page(*WAYS, is_entry=True)
def entry(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    """Come in by the link. Looking at it does not use it up: mail filters look at every link."""
    if counted(f"portal:try:{address_of(request)}") > TRIES_A_MINUTE:
        return too_often(request)
    link = SignInLink.objects.filter(secret_hash=hashed(token), portal=guest.portal).first()
    if link is None or not link.is_open:
        return show(request, "portal/public/link_closed.html", status=410)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _, secret = actions.sign_in(link, name=form.cleaned_data["name"])
        return keep_visit(back_to(safe_path(guest.portal, link.next_path), "welcome"), secret)
    is_new = not Contact.objects.filter(email__iexact=link.email).exists()
    return show(
        request, "portal/public/entry.html", form=form, link=link, is_new=is_new, status=422 if form.is_bound else 200
    )  # fmt: skip


@portal_page("POST", is_entry=True)
def sign_out(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Leave."""
    if guest.visit is not None:
        actions.sign_out(guest.visit)
    return end_visit(back_to(guest.portal.get_absolute_url(), "goodbye" if guest.portal.is_public else ""))


@csrf_exempt
@require_http_methods(WAYS)
@never_cache
@door(public="the link in each mail, by which a customer hears no more")
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Hear no more of something, by the signed link of a mail and without signing in. Mail programs press it themselves."""
    code = code_of(token)
    if code is None:
        return render(request, "portal/public/unfollow_closed.html", status=404)
    follower = Follower.objects.filter(code=code).select_related("publication__idea", "contact").first()
    is_done = request.method == "POST" or follower is None
    if request.method == "POST" and follower is not None:
        actions.unfollow(follower.publication, contact=follower.contact)
    context = {"follower": follower, "is_done": is_done, "organisation": Organisation.objects.first()}
    return render(request, "portal/public/unfollow.html", context)
