"""Coming in: the first visitor, and those who were invited."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doors.policy import door
from doors.web import attempt, page, toast
from people import actions
from people.forms import FoundingForm, JoiningForm
from people.models import Invitation, Organisation

BACKEND = "people.backend.Members"


@door(public="an empty installation has nobody who could sign in")
def founding(request: HttpRequest) -> HttpResponse:
    """The first visitor makes the organisation and becomes its admin; later visitors are sent to the sign-in."""
    if Organisation.objects.exists():
        return redirect("account_login")
    form = FoundingForm(request.POST or None)
    if form.is_valid() and (founder := attempt(form, lambda: actions.found_organisation(**form.cleaned_data))):
        login(request, founder, backend=BACKEND)
        toast(request, f"Welcome. {form.cleaned_data['name']} is set up, and you are its admin.")
        return redirect("/")
    return page(request, "people/founding.html", form=form, status=422 if form.is_bound else 200)


@door(public="whoever was invited has no account yet")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Join by the link of an invitation. A forged, used or withdrawn link gives one answer."""
    if limited := ratelimit.consume_or_429(request, action="login", limit_get=True):
        return limited
    found = Invitation.objects.open().by_secret(secret).select_related("invited_by").first()
    if found is None:
        return page(request, "people/invitation_closed.html", status=404)
    form = JoiningForm(request.POST or None, initial={"name": found.name})
    if form.is_valid() and (person := attempt(form, lambda: actions.accept_invitation(found, **form.cleaned_data))):
        login(request, person, backend=BACKEND)
        toast(request, f"Welcome, {person}.")
        return redirect("/")
    return page(request, "people/invitation.html", form=form, invitation=found, status=422 if form.is_bound else 200)
