"""One's own settings, and the organisation's."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, page, toast
from history.actor import Actor, Role
from people import actions
from people.forms import MeForm, OrganisationForm, TokenForm, initial_of
from people.models import ApiToken, Person


@door()
def me(request: HttpRequest) -> HttpResponse:
    """Name, job title, keys; one's API tokens."""
    actor = actor_of(request)
    form = MeForm(request.POST or None, actor=actor, initial=initial_of(actor.person, "name", "title", "single_keys"))
    if form.is_valid() and attempt(form, lambda: actions.change_me(actor=actor, **form.cleaned_data)):
        toast(request, "Saved.")
        return redirect("people:me")
    tokens = ApiToken.objects.filter(user=actor.person).order_by("-created")
    return page(request, "people/me.html", form=form, tokens=tokens, status=422 if form.is_bound else 200)


@door()
def password(request: HttpRequest) -> HttpResponse:
    """Set a new password, knowing the old one."""
    actor = actor_of(request)
    form = PasswordChangeForm(actor.person, request.POST or None)
    if form.is_valid() and (person := attempt(form, lambda: changed_password(form, actor))):
        update_session_auth_hash(request, person)
        toast(request, "Your password is changed.")
        return redirect("people:me")
    return page(request, "people/password.html", form=form, status=422 if form.is_bound else 200)


def changed_password(form: PasswordChangeForm, actor: Actor) -> Person:
    """The person with the password that the form gives."""
    return actions.set_password(actor.person, password=form.cleaned_data["new_password1"], actor=actor)


@door()
def new_token(request: HttpRequest) -> HttpResponse:
    """Make an API token. Its secret is shown on the answer, and never again."""
    actor = actor_of(request)
    form = TokenForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.make_token(actor=actor, **form.cleaned_data))):
        response = page(request, "people/token_made.html", token=made[0], secret=made[1])
        response["Cache-Control"] = "no-store"
        return response
    return page(request, "people/token.html", form=form, status=422 if form.is_bound else 200)


@require_POST
@door()
def token_revocation(request: HttpRequest, token_key: str) -> HttpResponse:
    """Revoke one of one's own tokens."""
    actor = actor_of(request)
    for token in ApiToken.objects.filter(user=actor.person, token_key=token_key):
        actions.revoke_token(token, actor=actor)
        toast(request, f"Revoked {token.name}.")
    return redirect("people:me")


@door(Role.ADMIN)
def organisation(request: HttpRequest) -> HttpResponse:
    """The organisation's name, time zone and currency."""
    actor, found = actor_of(request), request.organisation  # type: ignore[attr-defined]
    form = OrganisationForm(request.POST or None, actor=actor, initial=initial_of(found, "name", "time_zone", "currency"))
    if form.is_valid() and attempt(form, lambda: actions.change_organisation(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved.")
        return redirect("people:organisation")
    panels = render_panels("organisation", request, found)
    return page(request, "people/organisation.html", form=form, panels=panels, status=422 if form.is_bound else 200)
