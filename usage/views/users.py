"""Users of our products: who they are, under which ids we know them, and what they did."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers.models import Contact
from doors.policy import door
from doors.web import actor_of, find, page, paged, toast
from history.actor import Role
from usage import actions, rules
from usage.forms import UserFilter
from usage.keeping import latest_events
from usage.models import ProductUser

SHOWN = 50


@door()
def user_list(request: HttpRequest) -> HttpResponse:
    """Users, to be found by id, e-mail address or company; those who came last first."""
    actor = actor_of(request)
    form = UserFilter(request.GET or None, actor=actor)
    rows = form.rows(ProductUser.objects.visible_to(actor)).select_related("product", "company")
    users = paged(request, rows.order_by("-first_seen_at", "-pk"))
    return page(request, "usage/user_list.html", form=form, users=users, chosen=form.chosen())


@door()
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: who they are, their ids, their company and contact, and what they did lately."""
    actor = actor_of(request)
    found = find(ProductUser.objects.visible_to(actor).select_related("product", "company"), pk)
    return page(
        request, "usage/user.html", user_shown=found, aliases=found.aliases.all()[:SHOWN], contact=contact_of(found),
        events=latest_events(found.pk, SHOWN), may_erase=rules.may_erase(actor, found),
    )  # fmt: skip


def contact_of(user: ProductUser) -> Contact | None:
    """The contact of the user's company who has their e-mail address."""
    if not user.email or user.company_id is None:
        return None
    found = Contact.objects.filter(email__iexact=user.email).select_related("merged_into").first()
    return found.standing if found is not None and found.standing.company_id == user.company_id else None


@require_POST
@door(Role.ADMIN)
def user_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what is known of a user."""
    actor = actor_of(request)
    actions.erase_user(find(ProductUser.objects.visible_to(actor), pk), actor=actor)
    toast(request, "Erased. What was done stays counted; whose doing it was, nobody can tell any more.")
    return redirect("usage:user", pk)
