"""The portals of the products, and the settings of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Actor, Role
from history.refusals import require
from people.models import Product
from portal import actions, rules
from portal.forms import PortalForm
from portal.models import Portal
from portal.models.portals import every_status
from portal.waiting import count_held

FIELDS = ("title", "slug", "greeting", "audience", "shown", "is_moderated", "is_indexed", "version")


@door(*rules.KEEPERS)
def portal_list(request: HttpRequest) -> HttpResponse:
    """Every product that one may see, with its portal: open or not, and how much is on it."""
    actor = actor_of(request)
    on_it = Q(ideas__publication__isnull=False, ideas__publication__withdrawn_at=None)
    products = Product.objects.visible_to(actor).current().select_related("portal")
    counted = products.annotate(
        published=Count("ideas__publication", filter=on_it, distinct=True),
        followed=Count("ideas__publication__followers", filter=on_it, distinct=True),
    )
    return page(
        request, "portal/portal_list.html", products=counted.order_by("name"), held=count_held(actor),
        may_moderate=actor.has(Role.PRODUCT),
    )  # fmt: skip


@door(*rules.KEEPERS)
def portal(request: HttpRequest, pk: int) -> HttpResponse:
    """A product's portal: what it is called, who may read it, and what it shows."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor).select_related("portal"), pk)
    require(rules.may_keep_portal(actor, product))
    there = getattr(product, "portal", None)
    form = PortalForm(request.POST or None, actor=actor, initial=initial_of(product, there))
    if form.is_valid() and (kept := attempt(form, lambda: keep(product, there, form.cleaned_data, actor))):
        toast(request, f"Saved. {said_of(kept)}")
        return redirect("portal:settings", pk)
    return page(
        request, "portal/settings.html", form=form, product=product, portal=there, status=422 if form.is_bound else 200
    )  # fmt: skip


def initial_of(product: Product, there: Portal | None) -> dict[str, Any]:
    """The form as it opens."""
    if there is not None:
        return {name: getattr(there, name) for name in FIELDS}
    return {"title": f"{product} ideas", "slug": product.key, "audience": "off", "shown": every_status()}


def keep(product: Product, there: Portal | None, values: dict[str, Any], actor: Actor) -> Portal:
    """Make the portal, or change the one that is there."""
    if there is not None:
        return actions.change_portal(there, actor=actor, **values)
    return actions.make_portal(product, actor=actor, **{name: value for name, value in values.items() if name != "version"})


def said_of(kept: Portal) -> str:
    """What the settings mean now."""
    if not kept.is_open:
        return "The portal is off."
    return "Everybody may read the portal." if kept.is_public else "Only who signs in may read the portal."
